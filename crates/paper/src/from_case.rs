//! Contents of papers from a case and the catalogue edition that it is kept under.
//!
//! Neither desk nor window knows how a form is laid out: they name a case and an official and get a content, which the
//! official may still change before it is printed. What a case does not know (how the result is to be collected, how
//! many sets of papers) is left open or set to what is usual.

use crate::forms::{
    Apology, CertifiedCopy, ControlRow, ControlSlip, FeeItem, FeeReceipt, HandOverKind, HandOverLine, HandOverMinutes,
    HandOverSide, Letterhead, OnlineFiling, PaperLine, Party, Receipt, RejectionNotice, RejectionSlip, ResultChannel,
    ResultLine, ResultSlip, StopNotice, SupplementSlip,
};
use crate::{Passage, ResultDocument, Strokes};
use casework::catalogue::{Edition, Form, FormSet, Service, StepKind, Unit, UnitKind, User};
use casework::{
    Actor, Case, Catalogue, Channel, CopyRecipient, Date, Decision, EnvelopeId, HaltKind, Moment, PaperCount,
    RegisterBook, Status, UserId,
};

/// Why a case has no such paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    #[error("the catalogue has no edition {0}")]
    Edition(String),
    #[error("the edition has no service {0}")]
    Service(String),
    #[error("the edition has no unit {0}")]
    Unit(String),
    #[error("the catalogue has no user {0}")]
    User(String),
    #[error("the case has no code yet")]
    Code,
    #[error("the case was not accepted yet")]
    Acceptance,
    #[error("no supplement was asked for")]
    Supplement,
    #[error("the case was not rejected")]
    Rejection,
    #[error("no fee was paid")]
    Payment,
    #[error("the case was not stopped")]
    Stop,
    #[error("no copy was issued")]
    Copy,
    #[error("no result was proposed")]
    Proposal,
}

/// What the agency's one-stop shop is called on forms.
const ONE_STOP: &str = "Bộ phận Tiếp nhận và Trả kết quả";

/// Form 01, in the name of who took the case in; of `official` where the portal did.
pub fn receipt(catalogue: &Catalogue, case: &Case, official: &UserId) -> Result<Receipt, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let code = case.code.as_ref().ok_or(Missing::Code)?;
    let received_at = case.accepted_at.ok_or(Missing::Acceptance)?;
    let collect_at = match (&case.send_result_to, matter.counter.address.as_str()) {
        (Some(address), _) => address.clone(),
        (None, "") => matter.one_stop(),
        (None, address) => format!("{}, {address}", matter.one_stop()),
    };
    Ok(Receipt {
        letterhead: matter.form(Form::Receipt, received_at),
        case_code: code.to_string(),
        receiving_unit: matter.one_stop(),
        party: party(case),
        request: matter.request(),
        papers: papers(case),
        sets: 1,
        time_limit: matter.service.time_text.clone(),
        received_at,
        due_at: case.due_at,
        collect_at,
        result_channel: case.send_result_to.as_ref().map(|_| ResultChannel::Post),
        fee: Some(matter.service.fee_text.clone()).filter(|fee| !fee.is_empty()),
        note: Some("Khi đến nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân.".to_owned()),
        online: case.channel == Channel::Online,
        receiver: who(catalogue, case.accepted_by.as_ref(), official)?,
        sample: matter.edition.sample,
    })
}

/// Form 02 for the latest request for supplements.
pub fn supplement_slip(catalogue: &Catalogue, case: &Case) -> Result<SupplementSlip, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let request = case.supplements.last().ok_or(Missing::Supplement)?;
    let guide = match &request.asked_by {
        Actor::Official(id) => user(catalogue, id)?,
        Actor::Citizen(account) => return Err(Missing::User(account.to_string())),
        Actor::Portal => return Err(Missing::User("portal".to_owned())),
    };
    let paper = |name: &String| {
        let PaperCount { originals, certified, photocopies } = request.counts.get(name).copied().unwrap_or_default();
        PaperLine { name: name.clone(), originals, certified, photocopies }
    };
    Ok(SupplementSlip {
        letterhead: matter.form(Form::SupplementSlip, request.asked_at),
        case_code: case.code.as_ref().map(ToString::to_string),
        party: party(case),
        request: matter.request(),
        papers: request.papers.iter().map(paper).collect(),
        reason: request.reason.clone(),
        contact: if guide.title.is_empty() { guide.name.clone() } else { format!("{}, {}", guide.name, guide.title) },
        contact_phone: matter.unit.phone.clone(),
        website: None,
        guide: guide.name.clone(),
        asked_at: request.asked_at,
        sample: matter.edition.sample,
    })
}

/// Form 03 for a case that was not accepted.
pub fn rejection_slip(catalogue: &Catalogue, case: &Case, official: &UserId) -> Result<RejectionSlip, Missing> {
    let matter = Matter::of(catalogue, case)?;
    if case.status != Status::Rejected {
        return Err(Missing::Rejection);
    }
    let rejected_at = case.finished_at.unwrap_or(case.changed_at);
    let online = (case.channel == Channel::Online).then(|| OnlineFiling {
        case_code: case.code.as_ref().map(ToString::to_string),
        filed_at: case.filed_at,
        papers: case.papers.len(),
    });
    Ok(RejectionSlip {
        letterhead: matter.form(Form::RejectionSlip, rejected_at),
        receiving_unit: matter.one_stop(),
        party: party(case),
        request: matter.request(),
        online,
        reason: case.closing_reason.clone().ok_or(Missing::Rejection)?,
        official: who(catalogue, case.closed_by.as_ref(), official)?,
        rejected_at,
        sample: matter.edition.sample,
    })
}

/// Form 03 after appraisal, from the proposed "no", for `head` to sign: it goes the way of a result (Decree 61/2018
/// Art. 19.8).
pub fn rejection_notice(
    catalogue: &Catalogue,
    case: &Case,
    head: &UserId,
    composed_at: Moment,
) -> Result<RejectionNotice, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let declined = |proposal: &&casework::Proposal| proposal.decision == Decision::Declined;
    let proposal = case.proposal.as_ref().filter(declined).ok_or(Missing::Proposal)?;
    let head = user(catalogue, head)?;
    Ok(RejectionNotice {
        superior: matter.superior(),
        agency: expand(&matter.unit.name),
        symbol: symbol(matter.place_of(StepKind::Number), matter.edition.book_of(matter.service, Decision::Declined)),
        mark: mark(matter.edition.forms, Form::RejectionSlip),
        title: proposal.title.clone(),
        party: party(case),
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        request: matter.request(),
        received_at: case.accepted_at.ok_or(Missing::Acceptance)?,
        due_at: case.due_at,
        reason: proposal.body.clone(),
        authority: authority(matter.unit, head),
        signer: head.name.clone(),
        recipients: vec!["Như trên;".to_owned(), format!("{};", matter.one_stop()), "Lưu: VT, hồ sơ.".to_owned()],
        composed_at,
        sample: matter.edition.sample,
    })
}

/// The page that certifies the latest copies of the result in force.
pub fn certified_copy(catalogue: &Catalogue, case: &Case) -> Result<CertifiedCopy, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let issued = case.deliverable.as_ref().ok_or(Missing::Proposal)?;
    let copy = issued.copies.last().ok_or(Missing::Copy)?;
    let Actor::Official(by) = &copy.by else { return Err(Missing::Copy) };
    let certifier = user(catalogue, by)?;
    let number = matter.number_of(issued);
    let whom = match copy.to {
        CopyRecipient::Applicant => "người đề nghị",
        CopyRecipient::Authorised => "người được ủy quyền",
        CopyRecipient::Unit => "cơ quan, đơn vị",
    };
    Ok(CertifiedCopy {
        letterhead: Letterhead {
            superior: matter.superior(),
            agency: expand(&matter.unit.name),
            // The records clerk writes the number in.
            number: Some(format!("……/SY-{}", matter.unit.symbol)),
            ..matter.letterhead(copy.at)
        },
        mark: matter.edition.copies.mark.clone(),
        of: format!("{}, số {number}, {}", issued.title, crate::long_date(issued.issued_on)),
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        copies: copy.copies,
        recipient: format!("{} ({whom})", copy.name),
        reason: copy.reason.clone(),
        capacity: certifier.title.to_uppercase(),
        signer: certifier.name.clone(),
        sample: matter.edition.sample,
    })
}

/// Form 04 for a new date that `head` gives.
pub fn apology(
    catalogue: &Catalogue,
    case: &Case,
    head: &UserId,
    to: Date,
    reason: &str,
    at: Moment,
) -> Result<Apology, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let head = user(catalogue, head)?;
    Ok(Apology {
        letterhead: Letterhead {
            superior: matter.superior(),
            agency: expand(&matter.unit.name),
            ..matter.form(Form::Apology, at)
        },
        forms: matter.edition.forms,
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        party: party(case),
        request: matter.request(),
        received_at: case.accepted_at.ok_or(Missing::Acceptance)?,
        old_due: case.due_at.ok_or(Missing::Acceptance)?,
        new_due: matter.edition.calendar.end_of_work(to),
        reason: reason.to_owned(),
        authority: authority(matter.unit, head),
        signer: head.name.clone(),
        recipients: vec!["Như trên;".to_owned(), format!("{};", matter.one_stop()), "Lưu: VT.".to_owned()],
        at,
        sample: matter.edition.sample,
    })
}

/// The receipt for a payment of a case; without `payment`, for the latest one that counts, or was given back.
pub fn fee_receipt(catalogue: &Catalogue, case: &Case, payment: Option<EnvelopeId>) -> Result<FeeReceipt, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let payment = match payment {
        Some(id) => case.payments.iter().find(|one| one.id == id),
        None => case.paid().last().or(case.payments.last()),
    };
    let payment = payment.ok_or(Missing::Payment)?;
    let collector = match &payment.by {
        Actor::Official(id) => user(catalogue, id)?.name.clone(),
        Actor::Citizen(_) | Actor::Portal => String::new(),
    };
    let item = |line: &casework::fee::FeeLine| FeeItem {
        name: line.name.clone(),
        quantity: line.quantity,
        copies: line.copies,
        amount: line.amount,
    };
    Ok(FeeReceipt {
        letterhead: matter.letterhead(payment.at),
        form_mark: String::new(),
        symbol: matter.unit.symbol.clone(),
        number: payment.receipt.clone(),
        payer: case.submitter.clone().unwrap_or_else(|| case.applicant.name.clone()),
        address: case.applicant.address.clone(),
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        items: payment.lines.iter().map(item).collect(),
        method: payment.method,
        collector,
        at: payment.at,
        voided: payment.refund.is_some(),
        sample: matter.edition.sample,
    })
}

/// The control slip with the stays that `rows` tells of.
pub fn control_slip(
    catalogue: &Catalogue,
    case: &Case,
    official: &UserId,
    rows: Vec<ControlRow>,
    at: Moment,
) -> Result<ControlSlip, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let name = |code: &casework::UnitCode| {
        matter.edition.units.get(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    };
    Ok(ControlSlip {
        letterhead: matter.form(Form::ControlSlip, at),
        book: None,
        ordinal: None,
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        applicant: case.applicant.name.clone(),
        request: matter.request(),
        received_at: case.accepted_at.ok_or(Missing::Acceptance)?,
        due_at: case.due_at,
        handling_agency: matter.unit.name.clone(),
        cooperating_agencies: case.consultations.iter().map(|asked| name(&asked.unit)).collect(),
        rows,
        keeper: user(catalogue, official)?.name.clone(),
        at,
        sample: matter.edition.sample,
    })
}

/// One receipt for several cases that the same person brought in.
pub fn many_receipts(
    catalogue: &Catalogue,
    cases: &[Case],
    official: &UserId,
    at: Moment,
) -> Result<HandOverMinutes, Missing> {
    let first = cases.first().ok_or(Missing::Code)?;
    let giver = HandOverSide {
        name: first.submitter.clone().unwrap_or_else(|| first.applicant.name.clone()),
        title: None,
        unit: first.applicant.address.clone(),
    };
    hand_over(catalogue, cases, HandOverKind::Receipt, giver, official, at)
}

/// Minutes of the hand-over of paper files from the one-stop shop (Decree 61/2018 Art. 18): one for each who takes some
/// of them, in the order in which the cases name them.
pub fn minutes(
    catalogue: &Catalogue,
    cases: &[Case],
    official: &UserId,
    at: Moment,
) -> Result<Vec<HandOverMinutes>, Missing> {
    let mut takers: Vec<(Option<&UserId>, Vec<Case>)> = Vec::new();
    for case in cases {
        match takers.iter_mut().find(|(taker, _)| *taker == case.assignee.as_ref()) {
            Some((_, theirs)) => theirs.push(case.clone()),
            None => takers.push((case.assignee.as_ref(), vec![case.clone()])),
        }
    }
    if takers.is_empty() {
        return Err(Missing::Code);
    }
    takers.iter().map(|(_, theirs)| minutes_of_one(catalogue, theirs, official, at)).collect()
}

fn minutes_of_one(
    catalogue: &Catalogue,
    cases: &[Case],
    official: &UserId,
    at: Moment,
) -> Result<HandOverMinutes, Missing> {
    let first = cases.first().ok_or(Missing::Code)?;
    let giver = user(catalogue, official)?;
    let unit = Matter::of(catalogue, first)?.one_stop();
    let giver = HandOverSide { name: giver.name.clone(), title: Some(giver.title.clone()), unit };
    let taker = first.assignee.as_ref().unwrap_or(official);
    hand_over(catalogue, cases, HandOverKind::Minutes, giver, taker, at)
}

/// The slip with which results go from the agency to the one-stop shop.
pub fn result_slip(
    catalogue: &Catalogue,
    cases: &[Case],
    official: &UserId,
    at: Moment,
) -> Result<ResultSlip, Missing> {
    let matter = Matter::of(catalogue, cases.first().ok_or(Missing::Code)?)?;
    let giver = user(catalogue, official)?;
    let line = |case: &Case| {
        let issued = case.deliverable.as_ref().ok_or(Missing::Proposal)?;
        let matter = Matter::of(catalogue, case)?;
        Ok(ResultLine {
            case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
            content: matter.request(),
            result: matter.number_of(issued),
            applicant: case.applicant.name.clone(),
            address: case.applicant.address.clone(),
            fee: !casework::fee::owed(&matter.service.fees, case).is_empty(),
            post: case.send_result_to.is_some(),
        })
    };
    Ok(ResultSlip {
        letterhead: Letterhead {
            agency: expand(&matter.unit.name),
            superior: matter.superior(),
            ..matter.letterhead(at)
        },
        giver: HandOverSide {
            name: giver.name.clone(),
            title: Some(giver.title.clone()),
            unit: matter.unit.name.clone(),
        },
        taker: HandOverSide { name: String::new(), title: None, unit: matter.one_stop() },
        results: cases.iter().map(line).collect::<Result<_, Missing>>()?,
        to_applicant: false,
        signature: None,
        at,
        sample: matter.edition.sample,
    })
}

/// The slip on which whoever takes results confirms that, with what they wrote on the screen.
pub fn taken_slip(
    catalogue: &Catalogue,
    cases: &[Case],
    official: &UserId,
    to: &str,
    signature: Option<Strokes>,
    at: Moment,
) -> Result<ResultSlip, Missing> {
    let slip = result_slip(catalogue, cases, official, at)?;
    let taker = HandOverSide { name: to.to_owned(), title: None, unit: String::new() };
    Ok(ResultSlip { taker, to_applicant: true, signature, ..slip })
}

fn hand_over(
    catalogue: &Catalogue,
    cases: &[Case],
    kind: HandOverKind,
    giver: HandOverSide,
    taker: &UserId,
    at: Moment,
) -> Result<HandOverMinutes, Missing> {
    let first = cases.first().ok_or(Missing::Code)?;
    let matter = Matter::of(catalogue, first)?;
    let taker = user(catalogue, taker)?;
    // Files go from the counter to the agency's specialists; applications come in at the counter.
    let side = match kind {
        HandOverKind::Receipt => matter.one_stop(),
        HandOverKind::Minutes => {
            matter.edition.units.get(&taker.unit).map_or_else(String::new, |unit| unit.name.clone())
        }
    };
    let line = |case: &Case| {
        Ok(HandOverLine {
            case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
            content: Matter::of(catalogue, case)?.request(),
            papers: u32::try_from(case.papers.len()).unwrap_or(u32::MAX),
            due: case.due_at,
        })
    };
    Ok(HandOverMinutes {
        letterhead: matter.letterhead(at),
        kind,
        giver,
        taker: HandOverSide { name: taker.name.clone(), title: Some(taker.title.clone()), unit: side },
        cases: cases.iter().map(line).collect::<Result<_, Missing>>()?,
        note: None,
        at,
        sample: matter.edition.sample,
    })
}

/// The notice of the latest stop: Form 05 of 2025; a plain letter where the case was received under the forms of 2018.
pub fn stop_notice(catalogue: &Catalogue, case: &Case) -> Result<StopNotice, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let stop = case.halts.iter().rev().find(|halt| halt.kind == HaltKind::Stop).ok_or(Missing::Stop)?;
    let head = match &stop.by {
        Actor::Official(id) => user(catalogue, id)?,
        Actor::Citizen(account) => return Err(Missing::User(account.to_string())),
        Actor::Portal => return Err(Missing::User("portal".to_owned())),
    };
    Ok(StopNotice {
        letterhead: Letterhead {
            superior: matter.superior(),
            agency: expand(&matter.unit.name),
            ..matter.form(Form::StopNotice, stop.since)
        },
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        party: party(case),
        request: matter.request(),
        received_at: case.accepted_at.ok_or(Missing::Acceptance)?,
        stopped_at: stop.since,
        reason: stop.reason.clone(),
        contact: matter.one_stop(),
        contact_phone: matter.unit.phone.clone(),
        authority: authority(matter.unit, head),
        signer: head.name.clone(),
        recipients: vec!["Như trên;".to_owned(), "Lưu: VT, hồ sơ.".to_owned()],
        sample: matter.edition.sample,
    })
}

/// The result from the proposed draft, for `head` to sign.
pub fn result_document(
    catalogue: &Catalogue,
    case: &Case,
    head: &UserId,
    composed_at: Moment,
) -> Result<ResultDocument, Missing> {
    let matter = Matter::of(catalogue, case)?;
    let proposal = case.proposal.as_ref().ok_or(Missing::Proposal)?;
    let head = user(catalogue, head)?;
    let kind = kind(&matter.service.register, &matter.service.result);
    Ok(ResultDocument {
        superior: matter.superior(),
        agency: expand(&matter.unit.name),
        symbol: symbol(matter.place_of(StepKind::Number), &matter.service.register),
        subject: subject(&kind, &proposal.title),
        kind,
        body: Passage::parse(&proposal.body),
        authority: authority(matter.unit, head),
        signer: head.name.clone(),
        recipients: vec![format!("{};", case.applicant.name), "Lưu: VT, hồ sơ.".to_owned()],
        case_code: case.code.as_ref().ok_or(Missing::Code)?.to_string(),
        composed_at,
        sample: matter.edition.sample,
    })
}

/// What the field after `Số: ` gets, `07/QĐ-UBND`: numbers under ten have a nought in front (Decree 30/2020, Annex I).
pub fn document_number(
    catalogue: &Catalogue,
    case: &Case,
    register: &RegisterBook,
    number: u32,
) -> Result<String, Missing> {
    let matter = Matter::of(catalogue, case)?;
    Ok(format!("{number:02}/{}", symbol(matter.place_of(StepKind::Number), register)))
}

/// What the field for place and day of issue gets, `Nam Định, ngày 05 tháng 3 năm 2026`.
pub fn issue_date(catalogue: &Catalogue, case: &Case, issued_on: casework::Date) -> Result<String, Missing> {
    let matter = Matter::of(catalogue, case)?;
    Ok(crate::place_and_date(&matter.unit.place, issued_on))
}

/// A case with what the catalogue says of it.
struct Matter<'a> {
    edition: &'a Edition,
    service: &'a Service,
    unit: &'a Unit,
    /// The unit whose one-stop shop took the case in.
    counter: &'a Unit,
    case: &'a Case,
}

impl<'a> Matter<'a> {
    fn of(catalogue: &'a Catalogue, case: &'a Case) -> Result<Self, Missing> {
        let edition =
            catalogue.editions.get(&case.edition).ok_or_else(|| Missing::Edition(case.edition.to_string()))?;
        let service = edition.services.get(&case.service).ok_or_else(|| Missing::Service(case.service.to_string()))?;
        let unit = edition.units.get(&case.unit).ok_or_else(|| Missing::Unit(case.unit.to_string()))?;
        let counter = case.received_by.as_ref().and_then(|by| edition.units.get(by)).unwrap_or(unit);
        Ok(Self { edition, service, unit, counter, case })
    }

    /// The letterhead of a form of the edition under which the case was received.
    fn form(&self, form: Form, at: Moment) -> Letterhead {
        Letterhead { mark: mark(self.edition.forms, form), ..self.letterhead(at) }
    }

    fn one_stop(&self) -> String {
        format!("{ONE_STOP} {}", self.counter.name)
    }

    /// On forms the agency stands above its one-stop shop.
    fn letterhead(&self, at: Moment) -> Letterhead {
        Letterhead {
            mark: None,
            superior: Some(expand(&self.counter.name)),
            agency: ONE_STOP.to_owned(),
            number: None,
            place: self.counter.place.clone(),
            date: at.day(),
            provisional: None,
        }
    }

    fn superior(&self) -> Option<String> {
        let parent = self.edition.units.get(self.unit.parent.as_ref()?)?;
        Some(expand(&parent.name))
    }

    /// The unit that carries a kind of step out: the competent one, but in a linked procedure.
    fn place_of(&self, kind: StepKind) -> &'a Unit {
        let (edition, case) = (self.edition, self.case);
        let workflow = edition.workflows.get(self.service.workflow_of(case.variant.as_ref()));
        let step = workflow.and_then(|workflow| workflow.steps.iter().find(|step| step.kind == kind));
        let place = step.map(|step| edition.place_of(step, &case.unit, case.received_by.as_ref()));
        place.and_then(|code| edition.units.get(code)).unwrap_or(self.unit)
    }

    /// `07/QĐ-UBND`, with the symbol of the unit in whose book it stands.
    fn number_of(&self, issued: &casework::Deliverable) -> String {
        let unit = self.edition.units.get(&issued.unit).unwrap_or(self.unit);
        format!("{:02}/{}", issued.number, symbol(unit, &issued.register))
    }

    /// The service, and what exactly is asked for where that says more.
    fn request(&self) -> String {
        let (service, subject) = (self.service.name.trim(), self.case.subject.trim());
        if subject.is_empty() || subject.to_lowercase() == service.to_lowercase() {
            return service.to_owned();
        }
        if subject.to_lowercase().contains(&service.to_lowercase()) {
            return subject.to_owned();
        }
        format!("{service}: {subject}")
    }
}

/// `Mẫu số 06 - Thông tư 03/2025/TT-VPCP`; nothing where these forms have no number for it.
pub(crate) fn mark(forms: FormSet, form: Form) -> Option<String> {
    forms.number(form).map(|number| format!("Mẫu số {number:02} - {}", forms.circular()))
}

fn user<'a>(catalogue: &'a Catalogue, id: &UserId) -> Result<&'a User, Missing> {
    catalogue.users.get(id).ok_or_else(|| Missing::User(id.to_string()))
}

/// The name of who did something, whoever prints it; of `otherwise` where no official did it.
fn who(catalogue: &Catalogue, by: Option<&Actor>, otherwise: &UserId) -> Result<String, Missing> {
    let id = match by {
        Some(Actor::Official(id)) => id,
        _ => otherwise,
    };
    Ok(user(catalogue, id)?.name.clone())
}

fn party(case: &Case) -> Party {
    Party {
        name: case.applicant.name.clone(),
        others: case.co_applicants.iter().map(|one| one.name.clone()).collect(),
        submitter: case.submitter.clone(),
        address: case.applicant.address.clone(),
        phone: case.applicant.phone.clone(),
        email: case.applicant.email.clone(),
        identity_number: case.applicant.identity_number.clone(),
    }
}

fn papers(case: &Case) -> Vec<PaperLine> {
    case.papers
        .iter()
        .map(|paper| PaperLine {
            name: paper.name.clone(),
            originals: paper.originals,
            certified: paper.certified,
            photocopies: paper.photocopies,
        })
        .collect()
}

/// Letterheads write the short form out.
pub(crate) fn expand(name: &str) -> String {
    name.replace("UBND", "Ủy ban nhân dân")
}

fn symbol(unit: &Unit, register: &RegisterBook) -> String {
    format!("{register}-{}", unit.symbol)
}

/// The type of document by the book in which it is numbered (Decree 30/2020, Annex III).
fn kind(register: &RegisterBook, result: &str) -> String {
    let known = match register.as_str() {
        "QĐ" => "Quyết định",
        "GP" => "Giấy phép",
        "GXN" => "Giấy xác nhận",
        "GCN" => "Giấy chứng nhận",
        "TB" => "Thông báo",
        _ => result,
    };
    known.to_owned()
}

/// The title without the type of document, which stands above it.
fn subject(kind: &str, title: &str) -> String {
    let title = title.trim();
    let length = kind.chars().count();
    let head: String = title.chars().take(length).collect();
    let rest: String = title.chars().skip(length).collect();
    if head.to_lowercase() != kind.to_lowercase() || rest.trim().is_empty() {
        return title.to_owned();
    }
    let mut letters = rest.trim_start_matches([' ', ':', '-', '–']).chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How a head signs: for the committee of a local unit (`TM.`), and for the first head where a deputy does (`KT.`).
fn authority(unit: &Unit, head: &User) -> Vec<String> {
    let mut lines = Vec::new();
    match unit.kind {
        UnitKind::Province | UnitKind::District | UnitKind::Commune => lines.push("TM. Ủy ban nhân dân".to_owned()),
        UnitKind::Department => {}
    }
    // `Phó Chủ tịch UBND phường` signs as `Phó Chủ tịch`: the agency stands in the letterhead.
    let title = head.title.split(" UBND").next().unwrap_or(&head.title).trim();
    if let Some(first) = title.strip_prefix("Phó ") {
        let mut letters = first.chars();
        let first: String =
            letters.next().map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect());
        lines.push(format!("KT. {first}"));
    }
    lines.push(title.to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_document_is_not_said_twice() {
        assert_eq!(subject("Giấy xác nhận", "Giấy xác nhận tình trạng hôn nhân"), "Tình trạng hôn nhân");
        assert_eq!(subject("Quyết định", "Về việc cấp phép"), "Về việc cấp phép");
        assert_eq!(subject("Giấy phép", "Giấy phép"), "Giấy phép");
    }

    #[test]
    fn a_deputy_signs_for_the_first_head_of_the_committee() {
        let unit = |kind| Unit {
            code: "H40".into(),
            name: "UBND phường Lộc Vượng".to_owned(),
            kind,
            parent: None,
            symbol: "UBND".to_owned(),
            place: "Nam Định".to_owned(),
            address: String::new(),
            phone: String::new(),
            declared: Default::default(),
        };
        let head = |title: &str| User {
            id: "u".into(),
            name: "Nguyễn Văn An".to_owned(),
            title: title.to_owned(),
            unit: "H40".into(),
            roles: std::iter::empty().collect(),
            active: true,
            absence: None,
        };
        let lines = authority(&unit(UnitKind::Commune), &head("Phó Chủ tịch UBND phường"));
        assert_eq!(lines, ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]);
        assert_eq!(authority(&unit(UnitKind::Department), &head("Giám đốc")), ["Giám đốc"]);
    }
}
