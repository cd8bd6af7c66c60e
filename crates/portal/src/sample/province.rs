//! The sample province: cases of six units, lived through the law one act after another.
//!
//! First every case gets a fate and its acts their moments; then the acts of all cases are done in the order of time, so
//! that case codes and register numbers are given as they would have been; last, envelopes are put into the order of
//! their arrival at the portal.

use super::applicants::Applicants;
use super::chance::Chance;
use super::content::{Content, content, demand};
use super::documents::{AttachmentKind, Documents, Paperwork, SampleFile};
use super::line::{Lines, Sent, in_order_of_arrival};
use super::people::{OFFICES, Office};
use super::plan::{Act, Fate, life};
use super::{SampleError, told};
use casework::catalogue::{REJECTION_TITLE, Service, Workflow};
use casework::{
    AccountId, Actor, Applicant, Application, Case, CaseCode, CaseId, Catalogue, Channel, Command, Date, Decision,
    Edition, Envelope, EnvelopeId, Event, HandOverMethod, Moment, Paper, Proposal, Recorded, RegisterBook, UnitCode,
    UserId, decide, evolve,
};
use std::collections::BTreeMap;

/// Everything that happened in the sample province.
pub struct SampleProvince {
    /// Envelopes with the moment of their arrival at the portal, in that order: admitted one after another, all are
    /// accepted.
    pub envelopes: Vec<(Moment, Envelope)>,
    /// Every document that a case refers to, by digest.
    pub files: Vec<SampleFile>,
    /// Citizens and businesses who filed online, by their account.
    pub accounts: BTreeMap<AccountId, Applicant>,
}

/// Makes the sample province as it is at `now`, over the sixty days before.
///
/// `catalogue` needs the units of the bundled edition and the people of [`super::users`].
///
/// # Errors
/// A catalogue in which the sample cannot live, or a document that cannot be made.
pub fn province(
    catalogue: &Catalogue,
    now: Moment,
    documents: &mut dyn Documents,
) -> Result<SampleProvince, SampleError> {
    let mut chance = Chance::new(SEED);
    let mut applicants = Applicants::default();
    let edition = catalogue.edition_on(now.day()).ok_or_else(|| SampleError::NoEdition(now.day()))?;
    let mut dossiers = Vec::new();
    for office in &OFFICES {
        for (workflow, fate) in fates(edition, office, &mut chance)? {
            dossiers.push(Dossier::new(edition, office, workflow, fate, now, &mut applicants, &mut chance)?);
        }
    }
    let lines = Lines::new(&edition.calendar, now, &mut chance);
    let mut world = World {
        catalogue,
        edition,
        documents,
        lines,
        chance,
        codes: BTreeMap::new(),
        registers: BTreeMap::new(),
        files: BTreeMap::new(),
        sent: Vec::new(),
    };
    let acts = dossiers
        .iter()
        .enumerate()
        .flat_map(|(index, dossier)| dossier.life.iter().map(move |(at, act)| (*at, index, *act)));
    let mut acts: Vec<(Moment, usize, Act)> = acts.collect();
    acts.sort_by_key(|(at, index, _)| (*at, *index));
    for (at, index, act) in acts {
        world.perform(&mut dossiers[index], at, act)?;
    }
    let accounts = dossiers.iter().filter(|dossier| dossier.channel == Channel::Online);
    Ok(SampleProvince {
        accounts: accounts.map(|dossier| (dossier.account.clone(), dossier.content.applicant.clone())).collect(),
        envelopes: in_order_of_arrival(world.sent),
        files: world.files.into_values().collect(),
    })
}

/// Another number is another province.
const SEED: u64 = 0x0C0A_2018;

/// The fates of a unit's cases: one in each step of each workflow that it has, then the rest of its work.
fn fates<'a>(
    edition: &'a Edition,
    office: &Office,
    chance: &mut Chance,
) -> Result<Vec<(&'a Workflow, Fate)>, SampleError> {
    const REST: [(Fate, usize); 9] = [
        (Fate::HandedOver, 13),
        (Fate::Done, 5),
        (Fate::Filed, 3),
        (Fate::Rejected, 2),
        (Fate::AskedFirst, 2),
        (Fate::AskedLater, 2),
        (Fate::Withdrawn, 2),
        (Fate::SentBack, 2),
        (Fate::Declined, 1),
    ];
    let services = offered(edition, office)?;
    let mut fates = Vec::new();
    for workflow in edition.workflows.values().filter(|workflow| services.iter().any(|one| one.workflow == workflow.id))
    {
        let number = workflow.steps.len() - 1;
        fates.extend((1..number).map(|step| (workflow, Fate::Waiting(step))));
    }
    for (fate, count) in REST {
        for _ in 0..count {
            let service = by_demand(&services, chance);
            let workflow = edition.workflows.get(&service.workflow).ok_or(SampleError::Stuck("it has no workflow"))?;
            fates.push((workflow, fate));
        }
    }
    Ok(fates)
}

fn offered<'a>(edition: &'a Edition, office: &Office) -> Result<Vec<&'a Service>, SampleError> {
    let unit = UnitCode::from(office.unit);
    let services: Vec<&Service> = edition.services.values().filter(|service| service.units.contains(&unit)).collect();
    if services.is_empty() { Err(SampleError::NoService(unit)) } else { Ok(services) }
}

fn by_demand<'a>(services: &[&'a Service], chance: &mut Chance) -> &'a Service {
    let tickets: Vec<&Service> = services
        .iter()
        .flat_map(|service| std::iter::repeat_n(*service, usize::try_from(demand(&service.code)).unwrap_or(1)))
        .collect();
    chance.pick(&tickets)
}

/// A sample case with what it is about and what will happen to it.
struct Dossier {
    id: CaseId,
    office: &'static Office,
    account: AccountId,
    channel: Channel,
    content: Content,
    submitter: Option<String>,
    service: casework::ServiceCode,
    specialist: UserId,
    life: Vec<(Moment, Act)>,
    case: Option<Case>,
    version: u32,
    arrived: Moment,
}

impl Dossier {
    fn new(
        edition: &Edition,
        office: &'static Office,
        workflow: &Workflow,
        fate: Fate,
        now: Moment,
        applicants: &mut Applicants,
        chance: &mut Chance,
    ) -> Result<Self, SampleError> {
        let services = offered(edition, office)?;
        let with_workflow: Vec<&Service> =
            services.into_iter().filter(|service| service.workflow == workflow.id).collect();
        let service = by_demand(&with_workflow, chance);
        let unit = edition.units.get(&UnitCode::from(office.unit)).ok_or(SampleError::Stuck("its unit is gone"))?;
        let channel = match fate {
            Fate::Filed | Fate::Rejected | Fate::AskedFirst => Channel::Online,
            Fate::AskedLater
            | Fate::Withdrawn
            | Fate::Waiting(_)
            | Fate::SentBack
            | Fate::Done
            | Fate::HandedOver
            | Fate::Declined => match chance.between(1, 100) {
                1..=38 => Channel::Online,
                39..=44 => Channel::Post,
                _ => Channel::Counter,
            },
        };
        let life = life(workflow, &service.time_limit, fate, channel, (&edition.calendar, now), chance);
        let day = life.first().map_or(now.day(), |(at, _)| at.day());
        let content = content(service, unit, office.home, day, applicants, chance);
        let submitter = (channel == Channel::Counter && chance.percent(10)).then(|| {
            let citizen = applicants.citizen(office.home, day.year(), (22, 60), chance);
            citizen.applicant.name
        });
        Ok(Self {
            id: CaseId(chance.uuid()),
            office,
            account: AccountId(format!("mau.{}", content.applicant.identity_number.as_deref().unwrap_or("khong-so"))),
            channel,
            submitter,
            service: service.code.clone(),
            specialist: office.specialist(&service.field, chance.between(0, 2)),
            content,
            life,
            case: None,
            version: 0,
            arrived: Moment(i64::MIN),
        })
    }

    fn unit(&self) -> UnitCode {
        self.office.unit.into()
    }

    fn case(&self) -> Result<&Case, SampleError> {
        self.case.as_ref().ok_or(SampleError::Stuck("it was not filed"))
    }

    fn record(&mut self, envelope: &Envelope, event: Event) {
        self.version += 1;
        let recorded = Recorded {
            unit: self.unit(),
            seq: 0,
            case: self.id,
            version: self.version,
            envelope: envelope.id,
            by: envelope.actor.clone(),
            at: envelope.at,
            arrived_at: self.arrived,
            event,
        };
        self.case = evolve(self.case.take(), &recorded);
    }

    /// Who brings it in.
    fn recipient(&self) -> String {
        self.submitter.clone().unwrap_or_else(|| self.content.applicant.name.clone())
    }
}

/// What the cases have in common.
struct World<'a> {
    catalogue: &'a Catalogue,
    edition: &'a Edition,
    documents: &'a mut dyn Documents,
    lines: Lines,
    chance: Chance,
    /// The last number of the day, by unit and day.
    codes: BTreeMap<(UnitCode, Date), u16>,
    /// The last number of the year, by unit, book and year.
    registers: BTreeMap<(UnitCode, RegisterBook, i32), u32>,
    files: BTreeMap<casework::Digest, SampleFile>,
    sent: Vec<Sent>,
}

impl<'a> World<'a> {
    /// Does one act: asks the law, and keeps what comes of it.
    fn perform(&mut self, dossier: &mut Dossier, at: Moment, act: Act) -> Result<(), SampleError> {
        let (actor, command) = self.command(dossier, at, act)?;
        let envelope = Envelope {
            id: EnvelopeId(self.chance.uuid_at(at)),
            case: dossier.id,
            actor,
            at,
            edition: self.catalogue.edition_on(at.day()).unwrap_or(self.edition).id.clone(),
            seen: 0,
            after: None,
            command,
        };
        let events = decide(self.catalogue, dossier.case.as_ref(), &envelope)
            .map_err(|refusal| SampleError::Refused { at, refusal })?;
        let unit = dossier.unit();
        let arrived = match envelope.actor {
            Actor::Citizen(_) => Moment(at.0 + self.chance.between(200, 1_500)),
            Actor::Official(_) | Actor::Portal => self.lines.sent_from_desk(&unit, at, &mut self.chance),
        };
        // A citizen's act never overtakes what the desk has sent on the same case.
        dossier.arrived = arrived.max(Moment(dossier.arrived.0.saturating_add(1)));
        let count = events.len() as u64;
        for event in events {
            dossier.record(&envelope, event);
        }
        self.sent.push(Sent { arrived: dossier.arrived, unit, events: count, envelope });
        Ok(())
    }

    /// Who does an act, and how it is said to the law.
    fn command(&mut self, dossier: &mut Dossier, at: Moment, act: Act) -> Result<(Actor, Command), SampleError> {
        let clerk = Actor::Official(dossier.office.user("mc"));
        let head = Actor::Official(dossier.office.user("lp"));
        let specialist = Actor::Official(dossier.specialist.clone());
        let citizen = Actor::Citizen(dossier.account.clone());
        let turn = dossier.case.as_ref().map_or(0, |case| case.turn);
        Ok(match act {
            Act::File => (citizen, Command::File { application: self.application(dossier)? }),
            Act::Receive => {
                let application = self.application(dossier)?;
                (clerk, Command::Receive { application, code: self.next_code(dossier, at) })
            }
            Act::Accept => (clerk, Command::Accept { turn, code: self.next_code(dossier, at) }),
            Act::Reject => {
                (clerk, Command::Reject { turn, reason: told::rejection_reason(&mut self.chance).to_owned() })
            }
            Act::AskSupplement => {
                let actor = if dossier.case()?.step.is_none() { clerk } else { self.holder(dossier)? };
                let (paper, is_missing) = self.wanted(dossier)?;
                let reason = told::supplement_reason(is_missing, &mut self.chance).to_owned();
                (actor, Command::RequestSupplement { turn, papers: vec![paper], counts: Default::default(), reason })
            }
            Act::BringSupplement => (clerk, Command::ReceiveSupplement { turn, papers: self.supplement(dossier)? }),
            Act::TakeOver => {
                let (from, to) = (None, dossier.specialist.clone());
                (specialist, Command::Assign { turn, from, to, note: String::new() })
            }
            Act::Assign => {
                let note = told::assignment_note(&mut self.chance).to_owned();
                (head, Command::Assign { turn, from: None, to: dossier.specialist.clone(), note })
            }
            Act::Reassign => {
                let from = Some(dossier.specialist.clone());
                dossier.specialist = dossier.office.other_specialist(&dossier.specialist);
                let note = "Chuyển người thụ lý do phân công lại công việc.".to_owned();
                (head, Command::Assign { turn, from, to: dossier.specialist.clone(), note })
            }
            Act::Complete => {
                let actor = self.holder(dossier)?;
                let step = dossier.case()?.step.clone().ok_or(SampleError::Stuck("it is in no step"))?;
                (
                    actor,
                    Command::CompleteStep { turn, note: told::step_note(step.as_str(), &mut self.chance).to_owned() },
                )
            }
            Act::Return(place) => {
                let actor = self.holder(dossier)?;
                let to = self.workflow(dossier)?.steps.get(place).ok_or(SampleError::Stuck("no such step"))?.id.clone();
                (actor, Command::ReturnStep { turn, to, reason: told::return_reason(&mut self.chance).to_owned() })
            }
            Act::Propose => {
                let (title, body) = (dossier.content.title.clone(), dossier.content.body.clone());
                let draft = self.draft(dossier, at, Decision::Granted, (&title, &body))?;
                (specialist, Command::ProposeResult { turn, title, body, draft })
            }
            Act::Decline => {
                let reason = told::declining_reason(&mut self.chance).to_owned();
                let draft = self.draft(dossier, at, Decision::Declined, (REJECTION_TITLE, &reason))?;
                (specialist, Command::ProposeRejection { turn, reason, draft })
            }
            Act::Approve => self.approval(dossier, turn, at)?,
            Act::Number => self.numbering(dossier, turn, at)?,
            Act::HandOver => {
                let method = match (dossier.channel, self.chance.between(1, 100)) {
                    (Channel::Online, 1..=60) => HandOverMethod::Online,
                    (_, 61..=75) | (Channel::Post, _) => HandOverMethod::Post,
                    (Channel::Online | Channel::Counter, _) => HandOverMethod::Counter,
                };
                (
                    clerk,
                    Command::HandOver { turn, to: dossier.recipient(), method, note: String::new(), signature: None },
                )
            }
            Act::Withdraw => {
                let actor = if dossier.channel == Channel::Online { citizen } else { clerk };
                (actor, Command::Withdraw { turn, reason: told::withdrawal_reason(&mut self.chance).to_owned() })
            }
        })
    }

    fn service(&self, dossier: &Dossier) -> Result<&'a Service, SampleError> {
        self.edition.services.get(&dossier.service).ok_or(SampleError::Stuck("its service is gone"))
    }

    fn workflow(&self, dossier: &Dossier) -> Result<&'a Workflow, SampleError> {
        let workflow = &self.service(dossier)?.workflow;
        self.edition.workflows.get(workflow).ok_or(SampleError::Stuck("it has no workflow"))
    }

    /// Who has the case in the step that it is in.
    fn holder(&self, dossier: &Dossier) -> Result<Actor, SampleError> {
        let step = dossier.case()?.step.as_ref().ok_or(SampleError::Stuck("it is in no step"))?;
        let step = self.workflow(dossier)?.step(step).ok_or(SampleError::Stuck("no such step"))?;
        Ok(Actor::Official(dossier.office.holder(step.role, &dossier.specialist)))
    }

    fn next_code(&mut self, dossier: &Dossier, at: Moment) -> CaseCode {
        let number = self.codes.entry((dossier.unit(), at.day())).or_default();
        *number += 1;
        CaseCode::compose(&dossier.unit(), at.day(), *number)
    }

    fn keep(&mut self, file: SampleFile) -> casework::FileRef {
        let reference = file.reference();
        self.files.entry(file.digest.clone()).or_insert(file);
        reference
    }

    fn application(&mut self, dossier: &Dossier) -> Result<Application, SampleError> {
        let names = &self.service(dossier)?.papers;
        let asks_later = dossier.life.iter().any(|(_, act)| *act == Act::AskSupplement);
        let mut papers = Vec::new();
        let mut files_left = self.chance.between(1, 3);
        for (place, name) in names.iter().enumerate() {
            let is_missing = asks_later && place > 0 && place + 1 == names.len();
            let is_left_out = name.contains("(nếu") && self.chance.percent(55);
            if is_missing || is_left_out {
                continue;
            }
            let with_file = files_left > 0;
            files_left -= 1;
            papers.push(self.paper(name, &dossier.content.applicant.name, with_file)?);
        }
        Ok(Application {
            unit: dossier.unit(),
            service: dossier.service.clone(),
            channel: dossier.channel,
            applicant: dossier.content.applicant.clone(),
            submitter: dossier.submitter.clone(),
            co_applicants: Vec::new(),
            received_by: None,
            send_result_to: None,
            subject: dossier.content.subject.clone(),
            papers,
            entries: dossier.content.entries.clone(),
        })
    }

    /// A paper with the counts that are usual for its name.
    fn paper(&mut self, name: &str, applicant: &str, with_file: bool) -> Result<Paper, SampleError> {
        let lower = name.to_lowercase();
        let is_any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let (originals, certified, photocopies) = if is_any(&["hai bộ", "hai ảnh"]) {
            (2, 0, 0)
        } else if is_any(&["căn cước", "tùy thân", "bản sao", "(xuất trình)"]) {
            if self.chance.percent(40) { (0, 1, 0) } else { (0, 0, 1) }
        } else if is_any(&["giấy chứng nhận", "văn bằng", "giấy tờ", "hợp đồng", "bệnh án"]) {
            if self.chance.percent(60) { (0, 1, 0) } else { (1, 0, 0) }
        } else {
            (1, 0, 0)
        };
        let mut files = Vec::new();
        if with_file {
            let photographed = is_any(&["căn cước", "tùy thân", "ảnh", "giấy phép lái xe"]) || self.chance.percent(15);
            let kind = if photographed { AttachmentKind::Picture } else { AttachmentKind::Pdf };
            let file = self.documents.attachment(name, applicant, kind)?;
            files.push(self.keep(file));
        }
        Ok(Paper { name: name.to_owned(), originals, certified, photocopies, reused_from: None, files })
    }

    /// The paper that is asked for, and whether it is missing altogether.
    fn wanted(&self, dossier: &Dossier) -> Result<(String, bool), SampleError> {
        let papers = &self.service(dossier)?.papers;
        let last = papers.last().ok_or(SampleError::Stuck("its service asks for no paper"))?;
        Ok((last.clone(), papers.len() > 1))
    }

    fn supplement(&mut self, dossier: &Dossier) -> Result<Vec<Paper>, SampleError> {
        let request = dossier.case()?.open_supplement().ok_or(SampleError::Stuck("nothing was asked for"))?;
        let names = request.papers.clone();
        let applicant = &dossier.content.applicant.name;
        names.iter().map(|name| self.paper(name, applicant, true)).collect()
    }

    fn draft(
        &mut self,
        dossier: &Dossier,
        at: Moment,
        decision: Decision,
        (title, body): (&str, &str),
    ) -> Result<casework::FileRef, SampleError> {
        let official = dossier.specialist.clone();
        let mut case = dossier.case()?.clone();
        let nothing = SampleFile::new("du-thao.pdf".to_owned(), "application/pdf", Vec::new());
        case.proposal = Some(Proposal {
            decision,
            by: Actor::Official(official.clone()),
            at,
            title: title.to_owned(),
            body: body.to_owned(),
            draft: nothing.reference(),
        });
        let work = Paperwork { catalogue: self.catalogue, case: &case, official: &official, at };
        let draft = self.documents.draft(&work)?;
        Ok(self.keep(draft))
    }

    fn approval(&mut self, dossier: &Dossier, turn: u32, at: Moment) -> Result<(Actor, Command), SampleError> {
        let official = dossier.office.user("ld");
        let case = dossier.case()?;
        let states = case.statement().ok_or(SampleError::Stuck("it has no proposal"))?;
        let work = Paperwork { catalogue: self.catalogue, case, official: &official, at };
        let signed = self.documents.signed(&work)?;
        let document = self.keep(signed);
        Ok((Actor::Official(official), Command::Approve { turn, document, states }))
    }

    fn numbering(&mut self, dossier: &Dossier, turn: u32, at: Moment) -> Result<(Actor, Command), SampleError> {
        let official = dossier.office.user("vt");
        let case = dossier.case()?;
        let states = case.statement().ok_or(SampleError::Stuck("it has no proposal"))?;
        let register = self.edition.book_of(self.service(dossier)?, states.decision).clone();
        let issued_on = at.day();
        let last = self.registers.entry((dossier.unit(), register.clone(), issued_on.year())).or_default();
        *last += 1;
        let number = *last;
        let signed = case.approval.as_ref().ok_or(SampleError::Stuck("nobody signed it"))?;
        let signed = self.files.get(&signed.document.digest).ok_or(SampleError::Stuck("what was signed is gone"))?;
        let work = Paperwork { catalogue: self.catalogue, case, official: &official, at };
        let sealed = self.documents.sealed(&work, &signed.bytes, number)?;
        let document = self.keep(sealed);
        Ok((Actor::Official(official), Command::Number { turn, register, number, issued_on, document, states }))
    }
}
