//! What a person may do with a case now, as a list that screens show. The list and [`crate::decide`] agree: a test below
//! holds every act of the list, and every act that is not in it, against `decide`.

use crate::catalogue::{Role, Service, Step, StepKind, User, Variant, Workflow};
use crate::{
    Case, Catalogue, Command, Date, Edition, Moment, RegisterBook, Status, StepId, UnitCode, UserId, VariantId,
    authority, deadline,
};
use serde::{Deserialize, Serialize};

/// Something that can be done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Act {
    pub kind: ActKind,
    /// The act that takes the case along its usual path; a list has at most one.
    pub main: bool,
    /// People that can be named, with how they are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Candidate>>", optional))]
    pub candidates: Vec<Candidate>,
    /// Steps that the case can go back to, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Target>>", optional))]
    pub targets: Vec<Target>,
    /// Where the case goes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub next: Option<Target>,
    /// The book in which the result is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub register: Option<RegisterBook>,
    /// Variants of the service that the case can turn out to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<OtherVariant>>", optional))]
    pub variants: Vec<OtherVariant>,
    /// Units that the case can go to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Destination>>", optional))]
    pub units: Vec<Destination>,
    /// The last day on which it is to be done; afterwards it still can be, and the person is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub until: Option<Date>,
}

/// A variant of the service that a case can turn out to be, with the date that it would have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OtherVariant {
    pub id: VariantId,
    pub name: String,
    pub due_at: Moment,
}

/// A unit that a case can go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Destination {
    pub code: UnitCode,
    pub name: String,
}

/// Somebody that a case can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Candidate {
    pub id: UserId,
    pub name: String,
    pub title: String,
}

/// A step that a case can go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Target {
    pub id: StepId,
    pub name: String,
}

/// The acts on a case that exists, one for each command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    Accept,
    Reject,
    RequestSupplement,
    ReceiveSupplement,
    Assign,
    TakeOver,
    CompleteStep,
    ReturnStep,
    ProposeResult,
    ProposeRejection,
    Approve,
    Number,
    HandOver,
    Withdraw,
    Stop,
    RequestPayment,
    Resume,
    Extend,
    Recall,
    ChangeVariant,
    Note,
    Message,
    Correct,
    Consult,
    AnswerConsultation,
    Complain,
    AnswerComplaint,
    Revoke,
    IssueCopy,
    Transfer,
    CollectFee,
    RefundFee,
}

impl Command {
    /// The act that a command carries out; none where it brings a new case in.
    #[must_use]
    pub const fn act(&self) -> Option<ActKind> {
        Some(match self {
            Self::File { .. } | Self::Receive { .. } => return None,
            Self::Accept { .. } => ActKind::Accept,
            Self::Reject { .. } => ActKind::Reject,
            Self::RequestSupplement { .. } => ActKind::RequestSupplement,
            Self::ReceiveSupplement { .. } => ActKind::ReceiveSupplement,
            Self::Assign { .. } => ActKind::Assign,
            Self::CompleteStep { .. } => ActKind::CompleteStep,
            Self::ReturnStep { .. } => ActKind::ReturnStep,
            Self::ProposeResult { .. } => ActKind::ProposeResult,
            Self::ProposeRejection { .. } => ActKind::ProposeRejection,
            Self::Approve { .. } => ActKind::Approve,
            Self::Number { .. } => ActKind::Number,
            Self::HandOver { .. } => ActKind::HandOver,
            Self::Withdraw { .. } => ActKind::Withdraw,
            Self::Stop { .. } => ActKind::Stop,
            Self::RequestPayment { .. } => ActKind::RequestPayment,
            Self::Resume { .. } => ActKind::Resume,
            Self::Extend { .. } => ActKind::Extend,
            Self::Recall { .. } => ActKind::Recall,
            Self::ChangeVariant { .. } => ActKind::ChangeVariant,
            Self::Note { .. } => ActKind::Note,
            Self::Message { .. } => ActKind::Message,
            Self::Correct { .. } => ActKind::Correct,
            Self::Consult { .. } => ActKind::Consult,
            Self::AnswerConsultation { .. } => ActKind::AnswerConsultation,
            Self::Complain { .. } => ActKind::Complain,
            Self::AnswerComplaint { .. } => ActKind::AnswerComplaint,
            Self::Revoke { .. } => ActKind::Revoke,
            Self::IssueCopy { .. } => ActKind::IssueCopy,
            Self::Transfer { .. } => ActKind::Transfer,
            Self::CollectFee { .. } => ActKind::CollectFee,
            Self::RefundFee { .. } => ActKind::RefundFee,
        })
    }
}

/// What `user` may do with `case` at a moment, the usual act first.
#[must_use]
pub fn acts_for(catalogue: &Catalogue, case: &Case, user: &UserId, now: Moment) -> Vec<Act> {
    let Some(matter) = Matter::open(catalogue, case, user, now) else { return Vec::new() };
    let mut acts = matter.acts();
    acts.retain(|act| matter.step.is_none_or(|step| !step.forbids.contains(&act.kind) || act.main));
    acts.sort_by_key(|act| !act.main);
    acts
}

struct Matter<'a> {
    catalogue: &'a Catalogue,
    edition: &'a Edition,
    service: &'a Service,
    workflow: &'a Workflow,
    case: &'a Case,
    user: &'a User,
    step: Option<&'a Step>,
    now: Moment,
}

impl<'a> Matter<'a> {
    fn open(catalogue: &'a Catalogue, case: &'a Case, user: &UserId, now: Moment) -> Option<Self> {
        let actor = crate::Actor::Official(user.clone());
        let user = authority::anybody(catalogue, &actor).ok().filter(|user| case.involved.contains(&user.unit))?;
        let edition: &Edition = catalogue.editions.get(&case.edition)?;
        let service = edition.services.get(&case.service)?;
        let workflow = edition.workflows.get(service.workflow_of(case.variant.as_ref()))?;
        let step = case.step.as_ref().and_then(|step| workflow.step(step));
        Some(Self { catalogue, edition, service, workflow, case, user, step, now })
    }

    fn has(&self, role: Role) -> bool {
        self.user.roles.contains(&role)
    }

    /// A one-stop clerk of a unit that serves the case.
    fn is_clerk(&self) -> bool {
        self.serves() && self.has(Role::Clerk)
    }

    fn serves(&self) -> bool {
        self.case.is_served_by(&self.user.unit)
    }

    /// Whether the case lies with the person's unit.
    fn is_here(&self) -> bool {
        self.user.unit == self.case.at
    }

    /// Whether the person's unit is the competent one.
    fn answers_for_it(&self) -> bool {
        self.user.unit == self.case.unit
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        match self.case.status {
            Status::Filed if self.is_here() && self.has(Role::Clerk) => {
                acts.push(Act { main: true, ..plain(ActKind::Accept) });
                acts.extend(self.request_supplement());
                acts.push(plain(ActKind::Reject));
            }
            Status::AwaitingSupplement => {
                if self.is_clerk() {
                    acts.push(Act { main: true, ..plain(ActKind::ReceiveSupplement) });
                }
                if self.case.accepted_at.is_none() && self.is_here() && self.has(Role::Clerk) {
                    acts.push(plain(ActKind::Reject));
                }
                acts.extend(self.assign());
            }
            Status::Accepted | Status::InProgress => {
                acts.extend(self.assign());
                acts.extend(self.in_step());
            }
            Status::Done if self.is_clerk() && self.has_valid_result() => {
                acts.push(Act { main: true, ..plain(ActKind::HandOver) });
            }
            Status::AwaitingPayment => {
                if self.serves() && (self.is_clerk() || self.is_head() || self.has_it()) {
                    acts.push(Act { main: true, ..plain(ActKind::Resume) });
                }
                acts.extend(self.assign());
            }
            Status::Stopped => {
                if self.answers_for_it() && self.is_head() {
                    acts.push(Act { main: true, ..plain(ActKind::Resume) });
                }
                acts.extend(self.assign());
            }
            Status::Filed | Status::Done | Status::Rejected | Status::Withdrawn | Status::HandedOver => {}
        }
        acts.extend(self.beside().into_iter().map(plain));
        acts.extend(self.transfer());
        if self.is_clerk() && !self.case.status.is_closed() && self.case.status != Status::Done {
            acts.push(plain(ActKind::Withdraw));
        }
        acts
    }

    /// What stands beside the path.
    fn beside(&self) -> Vec<ActKind> {
        let (case, status) = (self.case, self.case.status);
        let (clerk, head) = (self.is_clerk(), self.answers_for_it() && self.is_head());
        let unit_head = self.answers_for_it() && self.has(Role::UnitHead);
        let unsigned =
            !status.is_closed() && !matches!(status, Status::Done | Status::Stopped) && case.approval.is_none();
        let fees_left = case.code.is_some() && self.service.fees.iter().any(|fee| case.payment_of(&fee.code).is_none());
        let stoppable = status.is_running() || matches!(status, Status::AwaitingSupplement | Status::AwaitingPayment);
        let early = case.due_at.is_some_and(|due| self.now.day() < due.day()) && case.extension.is_none();
        let mine = |made: &crate::case::Move| made.by == crate::Actor::Official(self.user.id.clone());
        let complained = case.complaints.iter().any(|complaint| complaint.answer.is_none());
        let issued = matches!(status, Status::Done | Status::HandedOver) && self.has_valid_result();
        let may = [
            (ActKind::Recall, self.serves() && status.is_running() && case.last_move.as_ref().is_some_and(mine)),
            (ActKind::CollectFee, clerk && fees_left && !matches!(status, Status::Stopped | Status::Withdrawn)),
            (ActKind::AnswerConsultation, self.may_answer()),
            (ActKind::AnswerComplaint, complained && head),
            (ActKind::Note, true),
            (ActKind::Message, self.serves() && (self.has(Role::Clerk) || self.is_head() || self.has_it())),
            (ActKind::Correct, unsigned && (clerk || self.serves() && self.has_it())),
            (ActKind::Extend, status.is_running() && early && unit_head),
            (ActKind::Stop, stoppable && head && case.accepted_at.is_some()),
            (ActKind::Complain, clerk && status != Status::Filed && !complained),
            (ActKind::RefundFee, head && case.paid().next().is_some()),
            (ActKind::Revoke, issued && unit_head),
            (ActKind::IssueCopy, issued && self.answers_for_it() && self.edition.copies.allow(self.user)),
        ];
        may.into_iter().filter(|(_, allowed)| *allowed).map(|(kind, _)| kind).collect()
    }

    fn is_head(&self) -> bool {
        authority::is_head(self.user)
    }

    fn has_it(&self) -> bool {
        authority::has_it(self.catalogue, self.case, self.user, self.now.day())
    }

    /// The unit that was asked answers itself, or those who have the case write the answer down.
    fn may_answer(&self) -> bool {
        let any = self.has(Role::Clerk) || self.is_head() || self.has_it();
        let open = self.case.consultations.iter().filter(|asked| asked.answer.is_none());
        open.into_iter().any(|asked| match asked.unit == self.user.unit {
            true => crate::consultation::answers(asked, self.case, self.user),
            false => any && self.serves(),
        })
    }

    /// Sending the case to the unit that is competent for it.
    fn transfer(&self) -> Option<Act> {
        let (case, filed) = (self.case, self.case.status == Status::Filed);
        let may = self.has(Role::UnitHead) || (filed && self.has(Role::Clerk));
        if !may || !self.answers_for_it() || !self.is_here() || !(filed || case.status.is_running()) {
            return None;
        }
        let others = self.service.units.iter().filter(|code| **code != case.unit);
        let units: Vec<Destination> = others
            .filter_map(|code| self.edition.units.get(code))
            .map(|unit| Destination { code: unit.code.clone(), name: unit.name.clone() })
            .collect();
        (!units.is_empty()).then(|| Act { units, ..plain(ActKind::Transfer) })
    }

    fn has_valid_result(&self) -> bool {
        self.case.deliverable.as_ref().is_some_and(|deliverable| deliverable.revocation.is_none())
    }

    /// The acts of the running step.
    fn in_step(&self) -> Vec<Act> {
        let Some(step) = self.step else { return Vec::new() };
        let theirs = authority::theirs(self.catalogue, self.case, step.role, self.user, self.now.day());
        let mine = self.is_here() && self.has(step.role) && theirs.is_ok();
        if !mine {
            return Vec::new();
        }
        let next = self.workflow.after(&step.id, &self.case.facts()).map(target);
        let mut acts = Vec::new();
        let main = match step.kind {
            StepKind::Handle => {
                let over = crate::deadline::end_of_wait(step, self.case).is_none_or(|until| until <= self.now);
                over.then_some(ActKind::CompleteStep)
            }
            StepKind::Review => self.case.proposal.as_ref().map(|_| ActKind::CompleteStep),
            StepKind::Draft => Some(ActKind::ProposeResult),
            StepKind::Sign => self.case.statement().map(|_| ActKind::Approve),
            StepKind::Number => self.case.approval.as_ref().map(|_| ActKind::Number),
            StepKind::Receive | StepKind::Assign | StepKind::HandOver => None,
        };
        if let Some(kind) = main {
            let decision = self.case.proposal.as_ref().map(|proposal| proposal.decision).unwrap_or_default();
            let register = (kind == ActKind::Number).then(|| self.edition.book_of(self.service, decision).clone());
            acts.push(Act { main: true, next: next.clone(), register, ..plain(kind) });
        }
        if step.kind == StepKind::Draft {
            acts.push(Act { next, ..plain(ActKind::ProposeRejection) });
        }
        if matches!(step.kind, StepKind::Assign | StepKind::Handle | StepKind::Draft | StepKind::Review) {
            acts.extend(self.request_supplement());
            acts.extend([plain(ActKind::Consult), plain(ActKind::RequestPayment)]);
            acts.extend(self.change_variant());
        }
        let mut targets: Vec<Target> = self.workflow.before(&step.id).map(target).collect();
        targets.reverse();
        let can_return = !matches!(step.kind, StepKind::Receive | StepKind::Assign | StepKind::HandOver);
        if can_return && !targets.is_empty() {
            acts.push(Act { targets, ..plain(ActKind::ReturnStep) });
        }
        acts
    }

    fn request_supplement(&self) -> Option<Act> {
        let left = self.case.supplements.len() < usize::from(self.service.supplement.requests_allowed);
        let until = self.case.accepted_at.zip(self.service.supplement.within_days).map(|(accepted, days)| {
            let minutes = i64::from(days) * crate::deadline::WORKING_DAY;
            self.edition.calendar.add_working_minutes(accepted, minutes).day()
        });
        left.then(|| Act { until, ..plain(ActKind::RequestSupplement) })
    }

    /// What the case can turn out to be, as long as its time is not over.
    fn change_variant(&self) -> Option<Act> {
        let case = self.case;
        let due = case.due_at.filter(|due| self.now <= *due)?;
        let facts = case.facts();
        let other = |variant: &Variant| OtherVariant {
            id: variant.id.clone(),
            name: variant.name.clone(),
            due_at: deadline::with_variant(self.edition, case, &variant.id).unwrap_or(due),
        };
        let variants: Vec<OtherVariant> =
            self.service.later_variants(case.variant.as_ref(), &facts).map(other).collect();
        (!variants.is_empty()).then(|| Act { variants, ..plain(ActKind::ChangeVariant) })
    }

    /// Heads name somebody; a specialist takes what nobody has.
    fn assign(&self) -> Option<Act> {
        self.step?;
        if !self.is_here() {
            return None;
        }
        let completes = self.step.is_some_and(|step| step.kind == StepKind::Assign) && self.case.status.is_running();
        if self.is_head() {
            let candidates: Vec<Candidate> = self.specialists(completes).collect();
            let next =
                self.step.filter(|_| completes).and_then(|step| self.workflow.after(&step.id, &self.case.facts()));
            let next = next.map(target);
            return (!candidates.is_empty()).then(|| Act {
                main: completes,
                candidates,
                next,
                ..plain(ActKind::Assign)
            });
        }
        let free = self.case.assignee.is_none() && self.has(Role::Specialist);
        free.then(|| Act { main: completes, ..plain(ActKind::TakeOver) })
    }

    /// Who can be named; whoever has the case already only where that lets it go on.
    fn specialists(&self, with_owner: bool) -> impl Iterator<Item = Candidate> {
        let fits = move |user: &&User| {
            user.active
                && user.unit == self.case.at
                && user.roles.contains(&Role::Specialist)
                && (with_owner || self.case.assignee.as_ref() != Some(&user.id))
        };
        let users = self.catalogue.users.values().filter(fits);
        users.map(|user| Candidate { id: user.id.clone(), name: user.name.clone(), title: user.title.clone() })
    }
}

fn plain(kind: ActKind) -> Act {
    Act {
        kind,
        main: false,
        candidates: Vec::new(),
        targets: Vec::new(),
        next: None,
        register: None,
        variants: Vec::new(),
        units: Vec::new(),
        until: None,
    }
}

fn target(step: &Step) -> Target {
    Target { id: step.id.clone(), name: step.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Absence;
    use crate::decide::testing::*;
    use crate::{Actor, Command};
    use std::fmt::Write;

    const PEOPLE: [&str; 9] = ["mc", "cv1", "cv2", "lp", "ld", "vt", "la", "lb", "lc"];

    fn now() -> Moment {
        at("2026-11-16", 9)
    }

    #[test]
    fn the_list_of_acts_is_exactly_what_decide_accepts() {
        let mut world = World::new();
        world.linked();
        let mut linked = World::new();
        linked.linked();
        linked.place("review", OTHER_UNIT);
        let mut waiting = World::new();
        waiting.linked();
        waiting.waiting("draft", 15);
        let abroad = [("4 with the other unit for review", linked.proposed()), ("4 waiting", waiting.drafting())];
        let mut compared = 0;
        for (name, stage) in stages(&world).into_iter().chain(abroad) {
            let case = stage.case();
            for user in PEOPLE {
                let actor = Actor::Official(user.into());
                let acts = acts_for(stage.catalogue(), &case, &user.into(), now());
                assert!(acts.iter().filter(|act| act.main).count() <= 1, "{user}: {acts:?}");
                for (kind, command) in attempts(&case) {
                    let listed = acts.iter().find(|act| act.kind == kind);
                    let listed = match &command {
                        Command::ReturnStep { to, .. } => {
                            listed.is_some_and(|act| act.targets.iter().any(|target| target.id == *to))
                        }
                        _ => listed.is_some(),
                    };
                    let answer = stage.answer(actor.clone(), command.clone());
                    assert_eq!(listed, answer.is_ok(), "{name}: {user} {command:?}: {answer:?}");
                    compared += 1;
                }
                for candidate in ["cv1", "cv2", "mc", "lp", "lb"] {
                    let command = Command::Assign {
                        turn: case.turn,
                        from: case.assignee.clone(),
                        to: candidate.into(),
                        note: String::new(),
                    };
                    let named = |act: &Act| act.candidates.iter().any(|one| one.id.as_str() == candidate);
                    let takes = |act: &Act| act.kind == ActKind::TakeOver && user == candidate;
                    let listed = acts.iter().any(|act| named(act) || takes(act));
                    let answer = stage.answer(actor.clone(), command);
                    assert_eq!(listed, answer.is_ok(), "{name}: {user} names {candidate}: {answer:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 6_000, "{compared}");
    }

    /// Who may do what, and when: read and agreed on by people. Where the law changes, so does this file, in the open.
    #[test]
    fn role_by_status_by_act_is_what_was_reviewed() {
        let mut world = World::new();
        world.linked();
        let mut matrix = String::from("# Role by status by act, as the law gives it. The usual act is marked *.\n");
        for (name, stage) in stages(&world) {
            writeln!(matrix, "\n{name}").unwrap();
            for user in PEOPLE {
                let acts = acts_for(&world.catalogue, &stage.case(), &user.into(), now());
                let told = |act: &Act| {
                    let kind = serde_json::to_value(act.kind).unwrap();
                    format!("{}{}", kind.as_str().unwrap(), if act.main { "*" } else { "" })
                };
                let acts: Vec<String> = acts.iter().map(told).collect();
                writeln!(matrix, "  {user:4}{}", acts.join(" ")).unwrap();
            }
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/acts.txt");
        if std::env::var_os("MOTCUA_WRITE_SNAPSHOTS").is_some() {
            std::fs::write(path, &matrix).unwrap();
        }
        let reviewed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(matrix, reviewed, "crates/casework/acts.txt says otherwise; `make types` writes it anew for review");
    }

    #[test]
    fn papers_are_to_be_asked_for_within_three_working_days_of_reception_and_later_it_is_told() {
        let mut world = World::new();
        let until = |world: &World, day: &str| {
            let acts = acts_for(&world.catalogue, &world.drafting().case(), &"cv1".into(), at(day, 9));
            acts.into_iter().find(|act| act.kind == ActKind::RequestSupplement).map(|act| act.until)
        };
        let last = Some(Some("2026-11-19".parse().unwrap()));
        assert_eq!((until(&world, "2026-11-16"), until(&world, "2026-11-30")), (last, last));
        world.services(|service| service.supplement.within_days = None);
        assert_eq!(until(&world, "2026-11-16"), Some(None), "a special law sets no limit");
    }

    #[test]
    fn while_somebody_is_away_their_delegate_works_on_their_cases() {
        let mut world = World::new();
        let away = Absence {
            from: "2026-11-16".parse().unwrap(),
            until: "2026-11-17".parse().unwrap(),
            delegate: "cv2".into(),
        };
        world.catalogue.users.get_mut(&"cv1".into()).unwrap().absence = Some(away);
        let drafting = world.drafting();
        let case = drafting.case();
        let proposes = |day: &str| {
            let acts = acts_for(&world.catalogue, &case, &"cv2".into(), at(day, 9));
            acts.iter().any(|act| act.kind == ActKind::ProposeResult)
        };
        assert_eq!((proposes("2026-11-16"), proposes("2026-11-17"), proposes("2026-11-18")), (true, true, false));
        drafting.when_at(at("2026-11-17", 9), other_specialist(), propose(case.turn)).then_ok();
        let late = drafting.when_at(at("2026-11-18", 9), other_specialist(), propose(case.turn)).refusal();
        assert_eq!(late, crate::Refusal::WithSomeoneElse { assignee: "cv1".into() });
    }
}
