//! Folding events into a case. One total match that cannot fail: what was recorded has happened.

use crate::case::{
    Complaint, ComplaintAnswer, Consultation, ConsultationAnswer, CopyIssue, Extension, Halt, HaltKind, Message, Move,
    Note, Payment, Revocation, Stage, Tenure, VariantChange,
};
use crate::{
    Approval, Case, CaseId, Decision, Deliverable, EnvelopeId, Event, HandOver, Moment, Paper, Proposal, Recorded,
    Status, SupplementRequest, UnitCode,
};
use std::collections::BTreeMap;

/// The case after `recorded`. The first event of a case is its filing; any other event for a case that is not there
/// leaves nothing there, which only a broken history can ask for.
#[must_use]
pub fn evolve(case: Option<Case>, recorded: &Recorded) -> Option<Case> {
    let Some(mut case) = case else { return begin(recorded) };
    let (by, at, id) = (recorded.by.clone(), recorded.at, recorded.envelope);
    let turn = case.turn;
    match &recorded.event {
        Event::Filed { .. } => {}
        Event::Accepted { code, due_at, step, step_due_at, variant } => {
            case.variant.clone_from(variant);
            case.status = Status::Accepted;
            case.code = Some(code.clone());
            case.accepted_at = Some(at);
            case.accepted_by = Some(by);
            case.due_at = Some(*due_at);
            case.step = Some(step.clone());
            case.step_due_at = Some(*step_due_at);
            case.step_since = Some(at);
            case.turn += 1;
        }
        Event::Rejected { reason } => close(&mut case, Status::Rejected, reason, recorded),
        Event::SupplementRequested { papers, counts, reason } => {
            case.status = Status::AwaitingSupplement;
            case.supplements.push(SupplementRequest {
                asked_at: at,
                asked_by: by,
                papers: papers.clone(),
                counts: counts.clone(),
                reason: reason.clone(),
                received_at: None,
            });
            case.turn += 1;
        }
        Event::SupplementReceived { papers, due_at, step_due_at } => {
            case.status = if case.code.is_some() { Status::InProgress } else { Status::Filed };
            if let Some(request) = case.supplements.last_mut() {
                request.received_at = Some(at);
            }
            papers.iter().for_each(|paper| add_paper(&mut case.papers, paper));
            case.due_at = due_at.or(case.due_at);
            case.step_due_at = step_due_at.or(case.step_due_at);
            case.turn += 1;
        }
        Event::Assigned { to, .. } => case.assignee = Some(to.clone()),
        Event::StepCompleted { step, next, step_due_at, .. } => {
            if case.status == Status::Accepted {
                case.status = Status::InProgress;
            }
            leave_step(&mut case, at);
            case.step = Some(next.clone());
            case.step_due_at = Some(*step_due_at);
            case.step_since = Some(at);
            case.last_move = Some(Move { by, from: step.clone() });
            case.turn += 1;
        }
        Event::StepReturned { to, step_due_at, .. } => {
            leave_step(&mut case, at);
            case.status = Status::InProgress;
            case.step = Some(to.clone());
            case.step_due_at = Some(*step_due_at);
            case.step_since = Some(at);
            // Whatever was signed for a step that is done again is no longer the result.
            case.approval = None;
            case.turn += 1;
        }
        Event::ResultProposed { title, body, draft } => {
            let (title, body, draft) = (title.clone(), body.clone(), draft.clone());
            case.proposal = Some(Proposal { by, at, decision: Decision::Granted, title, body, draft });
        }
        Event::RejectionProposed { title, reason, draft } => {
            let (title, body, draft) = (title.clone(), reason.clone(), draft.clone());
            case.proposal = Some(Proposal { by, at, decision: Decision::Declined, title, body, draft });
        }
        Event::Approved { document } => case.approval = Some(Approval { by, at, document: document.clone() }),
        Event::Numbered { register, number, issued_on, title, document, expires_on, decision } => {
            case.status = Status::Done;
            // A result that is drawn up anew was finished when it was issued for the first time.
            case.finished_at = case.finished_at.or(Some(at));
            let declined = case.proposal.as_ref().filter(|_| *decision == Decision::Declined);
            case.closing_reason = declined.map(|proposal| proposal.body.clone());
            case.deliverable = Some(Deliverable {
                // The book is kept where the case was numbered: a linked procedure may end in another unit.
                unit: case.at.clone(),
                register: register.clone(),
                number: *number,
                decision: *decision,
                issued_on: *issued_on,
                by,
                signed_by: case.approval.as_ref().map(|approval| approval.by.clone()),
                at,
                title: title.clone(),
                document: document.clone(),
                expires_on: *expires_on,
                revocation: None,
                copies: Vec::new(),
            });
        }
        Event::HandedOver { to, method, note, signature } => {
            case.status = Status::HandedOver;
            let (to, note, signature) = (to.clone(), note.clone(), signature.clone());
            case.hand_over = Some(HandOver { to, method: *method, at, by, note, signature });
            case.step = None;
            case.step_due_at = None;
            case.turn += 1;
        }
        Event::Withdrawn { reason } => close(&mut case, Status::Withdrawn, reason, recorded),
        Event::Stopped { reason } => halt(&mut case, HaltKind::Stop, reason, recorded),
        Event::PaymentRequested { reason } => halt(&mut case, HaltKind::Payment, reason, recorded),
        Event::Resumed { due_at, step_due_at, .. } => {
            if let Some(halt) = case.halts.last_mut() {
                halt.until = Some(at);
            }
            case.status =
                if case.open_supplement().is_some() { Status::AwaitingSupplement } else { Status::InProgress };
            case.due_at = due_at.or(case.due_at);
            case.step_due_at = step_due_at.or(case.step_due_at);
            case.turn += 1;
        }
        Event::Extended { from, to, step_due_at, reason, document } => {
            case.due_at = Some(*to);
            case.step_due_at = step_due_at.or(case.step_due_at);
            let (reason, document, told_at) = (reason.clone(), document.clone(), recorded.arrived_at);
            case.extension = Some(Extension { by, at, told_at, from: *from, to: *to, reason, document });
            case.turn += 1;
        }
        Event::VariantChanged { variant, due_at, step_due_at, reason } => {
            case.variant = Some(variant.clone());
            case.variant_change = Some(VariantChange { by, at, reason: reason.clone() });
            case.due_at = Some(*due_at);
            case.step_due_at = Some(*step_due_at);
            case.turn += 1;
        }
        Event::Recalled { to, step_due_at, .. } => {
            leave_step(&mut case, at);
            case.step = Some(to.clone());
            case.step_due_at = Some(*step_due_at);
            case.step_since = Some(at);
            case.approval = None;
            case.turn += 1;
        }
        Event::Noted { text } => case.notes.push(Note { id, by, at, text: text.clone() }),
        Event::Messaged { text } => case.messages.push(Message { id, by, at, text: text.clone() }),
        Event::Corrected { applicant, subject, entries, .. } => {
            case.applicant = applicant.clone();
            case.subject.clone_from(subject);
            case.entries.clone_from(entries);
            case.turn += 1;
        }
        Event::ConsultationAsked { unit, question, answer_by } => {
            case.involved.insert(unit.clone());
            case.consultations.push(Consultation {
                id,
                by,
                at,
                unit: unit.clone(),
                question: question.clone(),
                answer_by: *answer_by,
                answer: None,
            });
        }
        Event::ConsultationAnswered { consultation, answer, files } => {
            if let Some(asked) = case.consultations.iter_mut().find(|asked| asked.id == *consultation) {
                asked.answer = Some(ConsultationAnswer { by, at, text: answer.clone(), files: files.clone() });
            }
        }
        Event::Complained { text } => {
            case.complaints.push(Complaint { id, by, at, text: text.clone(), answer: None });
        }
        Event::ComplaintAnswered { complaint, answer, upheld } => {
            if let Some(complaint) = case.complaints.iter_mut().find(|one| one.id == *complaint) {
                complaint.answer = Some(ComplaintAnswer { by, at, text: answer.clone(), upheld: *upheld });
            }
        }
        Event::Revoked { reason } => {
            if let Some(deliverable) = case.deliverable.as_mut() {
                deliverable.revocation = Some(Revocation { unit: case.unit.clone(), by, at, reason: reason.clone() });
            }
            case.turn += 1;
        }
        Event::CopyIssued { document, copies, to, name, reason } => {
            let issued = case.revoked.iter_mut().chain(&mut case.deliverable);
            if let Some(issued) = issued.into_iter().find(|one| one.document.digest == *document) {
                let (name, reason) = (name.clone(), reason.clone());
                issued.copies.push(CopyIssue { id, by, at, copies: *copies, to: *to, name, reason });
            }
        }
        Event::Reopened { to, step_due_at } => {
            case.revoked.extend(case.deliverable.take());
            case.status = Status::InProgress;
            case.step = Some(to.clone());
            case.step_due_at = Some(*step_due_at);
            case.step_since = Some(at);
            case.approval = None;
            case.hand_over = None;
            case.closing_reason = None;
            case.closed_by = None;
            case.turn += 1;
        }
        Event::Passed { to, wholly, .. } => pass(&mut case, to, *wholly, at),
        Event::FeeCollected { receipt, lines, method, unit } => case.payments.push(Payment {
            unit: unit.as_ref().unwrap_or(&case.unit).clone(),
            id,
            by,
            at,
            receipt: receipt.clone(),
            lines: lines.clone(),
            method: *method,
            refund: None,
        }),
        Event::FeeRefunded { payment, reason } => {
            if let Some(payment) = case.payments.iter_mut().find(|one| one.id == *payment) {
                payment.refund = Some(Revocation { unit: case.unit.clone(), by, at, reason: reason.clone() });
            }
        }
    }
    if case.turn != turn {
        case.turn = mark(turn, recorded.envelope);
    }
    // A move can be taken back until the case goes anywhere else.
    if case.turn != turn && !matches!(recorded.event, Event::StepCompleted { .. } | Event::Passed { wholly: false, .. })
    {
        case.last_move = None;
    }
    case.version += 1;
    case.changed_at = at;
    Some(case)
}

/// The turn after a command that moved the case. It hangs on which command that was, so that two histories that went
/// apart (two desks, a restored portal) never share a turn although they are of the same length. FNV-1a.
fn mark(turn: u32, envelope: EnvelopeId) -> u32 {
    envelope
        .0
        .as_bytes()
        .iter()
        .fold(turn ^ 0x811c_9dc5, |mark, byte| (mark ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Folds a whole history.
#[must_use]
pub fn replay<'a>(history: impl IntoIterator<Item = &'a Recorded>) -> Option<Case> {
    history.into_iter().fold(None, evolve)
}

fn begin(recorded: &Recorded) -> Option<Case> {
    let Event::Filed { edition, application } = &recorded.event else { return None };
    let id: CaseId = recorded.case;
    Some(Case {
        id,
        version: 1,
        turn: 1,
        code: None,
        edition: edition.clone(),
        unit: application.unit.clone(),
        at: application.received_by.as_ref().unwrap_or(&application.unit).clone(),
        received_by: application.received_by.clone(),
        involved: application.received_by.iter().chain([&application.unit]).cloned().collect(),
        former: Vec::new(),
        waiting_with: BTreeMap::new(),
        service: application.service.clone(),
        channel: application.channel,
        applicant: application.applicant.clone(),
        submitter: application.submitter.clone(),
        co_applicants: application.co_applicants.clone(),
        subject: application.subject.clone(),
        papers: application.papers.clone(),
        entries: application.entries.clone(),
        send_result_to: application.send_result_to.clone(),
        filed_by: recorded.by.clone(),
        filed_at: recorded.at,
        status: Status::Filed,
        variant: None,
        variant_change: None,
        step: None,
        step_due_at: None,
        step_since: None,
        stages: Vec::new(),
        last_move: None,
        assignee: None,
        accepted_at: None,
        accepted_by: None,
        due_at: None,
        supplements: Vec::new(),
        halts: Vec::new(),
        extension: None,
        notes: Vec::new(),
        messages: Vec::new(),
        consultations: Vec::new(),
        complaints: Vec::new(),
        payments: Vec::new(),
        proposal: None,
        approval: None,
        deliverable: None,
        revoked: Vec::new(),
        hand_over: None,
        closing_reason: None,
        closed_by: None,
        finished_at: None,
        changed_at: recorded.at,
    })
}

fn halt(case: &mut Case, kind: HaltKind, reason: &str, recorded: &Recorded) {
    let clock_ran = case.status.is_running();
    case.status = match kind {
        HaltKind::Stop => Status::Stopped,
        HaltKind::Payment => Status::AwaitingPayment,
    };
    let (by, since) = (recorded.by.clone(), recorded.at);
    case.halts.push(Halt { kind, by, since, reason: reason.to_owned(), until: None, clock_ran });
    case.turn += 1;
}

/// The stay in a step is over.
fn leave_step(case: &mut Case, at: Moment) {
    if let (Some(step), Some(since), Some(due_at)) = (&case.step, case.step_since.take(), case.step_due_at) {
        case.stages.push(Stage { unit: case.at.clone(), step: step.clone(), since, until: at, due_at });
    }
}

/// The people of a unit keep what was theirs for the time when the case comes back.
fn pass(case: &mut Case, to: &UnitCode, wholly: bool, at: Moment) {
    if wholly && case.accepted_at.is_some() {
        leave_step(case, at);
        case.former.push(Tenure { unit: case.unit.clone(), until: at, finished: case.finished_at.is_some() });
    }
    let left = std::mem::replace(&mut case.at, to.clone());
    if wholly {
        case.involved.remove(&case.unit);
        case.assignee = None;
        case.waiting_with.clear();
        case.unit = to.clone();
        case.proposal = None;
        case.approval = None;
    } else {
        case.waiting_with.extend(case.assignee.take().map(|assignee| (left, assignee)));
        case.assignee = case.waiting_with.remove(to);
    }
    case.involved.insert(to.clone());
    case.turn += 1;
}

fn close(case: &mut Case, status: Status, reason: &str, recorded: &Recorded) {
    case.status = status;
    case.closing_reason = Some(reason.to_owned());
    case.closed_by = Some(recorded.by.clone());
    // Where a result had been issued before, the case was reported as done on that day.
    case.finished_at = case.finished_at.or(Some(recorded.at));
    case.step = None;
    case.step_due_at = None;
    case.turn += 1;
}

/// Papers that come later join the paper of the same name, so that nothing is listed twice.
fn add_paper(papers: &mut Vec<Paper>, new: &Paper) {
    match papers.iter_mut().find(|paper| paper.name == new.name) {
        Some(paper) => {
            paper.originals = paper.originals.saturating_add(new.originals);
            paper.certified = paper.certified.saturating_add(new.certified);
            paper.photocopies = paper.photocopies.saturating_add(new.photocopies);
            paper.files.extend(new.files.iter().cloned());
        }
        None => papers.push(new.clone()),
    }
}
