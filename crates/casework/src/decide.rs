//! One match, from a command to the file of its verb.

mod assign;
mod complain;
mod conclude;
mod consult;
mod converse;
mod copy;
mod correct;
mod extend;
mod halt;
mod hand_over;
mod pay;
mod receive;
mod reject;
mod step;
mod supplement;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod transfer;
mod vary;
mod withdraw;

use crate::acts::ActKind;
use crate::catalogue::{Role, Service, Step, StepKind, User, Workflow};
use crate::{Actor, Case, Catalogue, Command, Edition, Envelope, Event, Refusal, Status, VariantId, authority};

/// What a command leads to: the events to record, or the reason why not.
///
/// `case` is the state that the command is judged against, `None` where the case does not exist yet. The answer depends
/// on the arguments alone. Rules across cases (number blocks, registers) are judged by whoever keeps the numbers.
///
/// # Errors
/// A [`Refusal`] when the law, the state of the case or the actor's rights do not allow the command.
pub fn decide(catalogue: &Catalogue, case: Option<&Case>, envelope: &Envelope) -> Result<Vec<Event>, Refusal> {
    match &envelope.command {
        Command::File { application } => receive::file(catalogue, case, envelope, application),
        Command::Receive { application, code } => receive::receive(catalogue, case, envelope, application, code),
        Command::Accept { turn, code } => receive::accept(&Matter::open(catalogue, case, envelope, *turn)?, code),
        Command::Reject { turn, reason } => reject::reject(&Matter::open(catalogue, case, envelope, *turn)?, reason),
        Command::RequestSupplement { turn, papers, counts, reason } => {
            supplement::request(&Matter::open(catalogue, case, envelope, *turn)?, papers, counts, reason)
        }
        Command::ReceiveSupplement { turn, papers } => {
            supplement::receive(&Matter::open(catalogue, case, envelope, *turn)?, papers)
        }
        Command::Assign { turn, from, to, note } => {
            assign::assign(&Matter::open(catalogue, case, envelope, *turn)?, from.as_ref(), to, note)
        }
        Command::CompleteStep { turn, note } => step::complete(&Matter::open(catalogue, case, envelope, *turn)?, note),
        Command::ReturnStep { turn, to, reason } => {
            step::return_to(&Matter::open(catalogue, case, envelope, *turn)?, to, reason)
        }
        Command::ProposeResult { turn, title, body, draft } => {
            conclude::propose(&Matter::open(catalogue, case, envelope, *turn)?, title, body, draft)
        }
        Command::ProposeRejection { turn, reason, draft } => {
            conclude::propose_rejection(&Matter::open(catalogue, case, envelope, *turn)?, reason, draft)
        }
        Command::Approve { turn, document, states } => {
            conclude::approve(&Matter::open(catalogue, case, envelope, *turn)?, document, states)
        }
        Command::Number { turn, register, number, issued_on, document, states } => {
            let issue = conclude::Issue { register, number: *number, issued_on: *issued_on, document, states };
            conclude::number(&Matter::open(catalogue, case, envelope, *turn)?, &issue)
        }
        Command::HandOver { turn, to, method, note, signature } => {
            let matter = Matter::open(catalogue, case, envelope, *turn)?;
            hand_over::hand_over(&matter, to, *method, note, signature.as_ref())
        }
        Command::Withdraw { turn, reason } => {
            withdraw::withdraw(&Matter::open(catalogue, case, envelope, *turn)?, reason)
        }
        Command::Stop { turn, reason } => halt::stop(&Matter::open(catalogue, case, envelope, *turn)?, reason),
        Command::RequestPayment { turn, reason } => {
            halt::request_payment(&Matter::open(catalogue, case, envelope, *turn)?, reason)
        }
        Command::Resume { turn, note } => halt::resume(&Matter::open(catalogue, case, envelope, *turn)?, note),
        Command::Extend { turn, to, reason, document } => {
            extend::extend(&Matter::open(catalogue, case, envelope, *turn)?, *to, reason, document)
        }
        Command::ChangeVariant { turn, variant, reason } => {
            vary::change(&Matter::open(catalogue, case, envelope, *turn)?, variant, reason)
        }
        Command::Recall { turn, reason } => step::recall(&Matter::open(catalogue, case, envelope, *turn)?, reason),
        Command::Note { text } => correct::note(&Matter::look(catalogue, case, envelope)?, text),
        Command::Message { text } => converse::message(&Matter::look(catalogue, case, envelope)?, text),
        Command::Correct { turn, applicant, subject, entries, reason } => {
            let statement = correct::Statement { applicant, subject, entries };
            correct::correct(&Matter::open(catalogue, case, envelope, *turn)?, &statement, reason)
        }
        Command::Consult { turn, unit, question, answer_by } => {
            consult::ask(&Matter::open(catalogue, case, envelope, *turn)?, unit, question, *answer_by)
        }
        Command::AnswerConsultation { consultation, answer, files } => {
            consult::answer(&Matter::look(catalogue, case, envelope)?, *consultation, answer, files)
        }
        Command::Complain { text } => complain::complain(&Matter::look(catalogue, case, envelope)?, text),
        Command::AnswerComplaint { complaint, answer, upheld } => {
            complain::answer(&Matter::look(catalogue, case, envelope)?, *complaint, answer, *upheld)
        }
        Command::Revoke { turn, reason, again } => {
            complain::revoke(&Matter::open(catalogue, case, envelope, *turn)?, reason, *again)
        }
        Command::IssueCopy { document, copies, to, name, reason } => {
            let wanted = copy::Wanted { document, copies: *copies, to: *to, name, reason };
            copy::issue(&Matter::look(catalogue, case, envelope)?, &wanted)
        }
        Command::Transfer { turn, to, reason } => {
            transfer::transfer(&Matter::open(catalogue, case, envelope, *turn)?, to, reason)
        }
        Command::CollectFee { receipt, lines, method } => {
            pay::collect(&Matter::look(catalogue, case, envelope)?, receipt, lines, *method)
        }
        Command::RefundFee { payment, reason } => {
            pay::refund(&Matter::look(catalogue, case, envelope)?, *payment, reason)
        }
    }
}

/// An existing case on the table, with what the rules need: its service, its workflow, and the envelope.
pub(crate) struct Matter<'a> {
    pub catalogue: &'a Catalogue,
    pub edition: &'a Edition,
    pub service: &'a Service,
    pub workflow: &'a Workflow,
    pub case: &'a Case,
    pub envelope: &'a Envelope,
}

impl<'a> Matter<'a> {
    /// Opens the case for a command that was given for `turn`.
    pub fn open(
        catalogue: &'a Catalogue,
        case: Option<&'a Case>,
        envelope: &'a Envelope,
        turn: u32,
    ) -> Result<Self, Refusal> {
        let case = case.ok_or(Refusal::NoSuchCase)?;
        if case.turn != turn {
            return Err(Refusal::CaseMovedOn { status: case.status, step: case.step.clone(), turn: case.turn });
        }
        Self::look(catalogue, Some(case), envelope)
    }

    /// Looks at the case for a command that holds in any turn of it: what it adds stands beside the path.
    pub fn look(catalogue: &'a Catalogue, case: Option<&'a Case>, envelope: &'a Envelope) -> Result<Self, Refusal> {
        let case = case.ok_or(Refusal::NoSuchCase)?;
        let edition = edition(catalogue, &case.edition)?;
        let (service, workflow) = service(edition, &case.service, case.variant.as_ref())?;
        Ok(Self { catalogue, edition, service, workflow, case, envelope })
    }

    /// How long this case may take.
    pub fn time_limit(&self) -> &'a crate::catalogue::TimeLimit {
        self.service.time_limit_of(self.case.variant.as_ref())
    }

    /// The procedure must allow the act in the step that the case is in.
    pub fn require_allowed(&self, act: ActKind) -> Result<(), Refusal> {
        match self.case.step.as_ref().and_then(|step| self.workflow.step(step)) {
            Some(step) if step.forbids.contains(&act) => Err(Refusal::NotAllowedInStep { step: step.id.clone() }),
            _ => Ok(()),
        }
    }

    /// The actor as an active official of a unit that serves the case: the competent one, the one that took it in, or
    /// the one where it lies.
    pub fn require_official(&self) -> Result<&'a User, Refusal> {
        let user = authority::anybody(self.catalogue, &self.envelope.actor)?;
        let serves = self.case.is_served_by(&user.unit);
        if serves { Ok(user) } else { Err(Refusal::OtherUnit { unit: self.case.unit.clone() }) }
    }

    /// The actor as a head of the competent unit, which alone answers for the case.
    pub fn require_head(&self) -> Result<&'a User, Refusal> {
        let user = authority::official(self.catalogue, &self.case.unit, &self.envelope.actor)?;
        if authority::is_head(user) { Ok(user) } else { Err(Refusal::RoleMissing { role: Role::DivisionHead }) }
    }

    /// The actor as the head of the competent unit.
    pub fn require_unit_head(&self) -> Result<&'a User, Refusal> {
        authority::with_role(self.catalogue, &self.case.unit, &self.envelope.actor, Role::UnitHead)
    }

    /// The case must be in one of these statuses.
    pub fn require_status(&self, allowed: &[Status]) -> Result<(), Refusal> {
        let status = self.case.status;
        if allowed.contains(&status) { Ok(()) } else { Err(Refusal::NotInThisStatus { status }) }
    }

    /// The running step must be of one of these kinds, and the actor must have its role (and the case, if it is theirs).
    pub fn require_step(&self, kinds: &[StepKind]) -> Result<(&'a Step, &'a User), Refusal> {
        self.require_status(&[Status::Accepted, Status::InProgress])?;
        let step = self.step()?;
        if !kinds.contains(&step.kind) {
            return Err(Refusal::NotInThisStep { step: self.case.step.clone() });
        }
        let user = authority::with_role(self.catalogue, &self.case.at, &self.envelope.actor, step.role)?;
        authority::theirs(self.catalogue, self.case, step.role, user, self.envelope.at.day())?;
        Ok((step, user))
    }

    /// A step that only waits is not done before its time is up, whoever says so.
    pub fn require_no_wait(&self) -> Result<(), Refusal> {
        match crate::deadline::end_of_wait(self.step()?, self.case) {
            Some(until) if self.envelope.at < until => Err(Refusal::StillWaiting { until: until.day() }),
            _ => Ok(()),
        }
    }

    /// The step that the case is in.
    pub fn step(&self) -> Result<&'a Step, Refusal> {
        let step = self.case.step.as_ref().ok_or(Refusal::NotInThisStep { step: None })?;
        self.workflow.step(step).ok_or_else(|| Refusal::UnknownStep { step: step.clone() })
    }

    /// The actor as an official with a role in a unit that serves the case.
    pub fn require_role(&self, role: Role) -> Result<&'a User, Refusal> {
        let user = self.require_official()?;
        if user.roles.contains(&role) { Ok(user) } else { Err(Refusal::RoleMissing { role }) }
    }

    /// The actor as a one-stop clerk of the unit where the case lies.
    pub fn require_clerk_here(&self) -> Result<&'a User, Refusal> {
        authority::with_role(self.catalogue, &self.case.at, &self.envelope.actor, Role::Clerk)
    }

    /// Going on to the step after `from`, and to the unit that carries it out.
    pub fn next_step(&self, from: &Step, note: &str) -> Result<Vec<Event>, Refusal> {
        let next = self.workflow.after(&from.id, &self.case.facts()).ok_or(Refusal::WorkflowBroken)?;
        let completed = Event::StepCompleted {
            step: from.id.clone(),
            next: next.id.clone(),
            step_due_at: self.step_due_at(next),
            note: note.to_owned(),
        };
        Ok(std::iter::once(completed).chain(self.passing_to(next)).collect())
    }

    /// The way to the unit that carries a step out, where the case does not lie there already.
    pub fn passing_to(&self, step: &Step) -> Option<Event> {
        let to = self.edition.place_of(step, &self.case.unit, self.case.received_by.as_ref());
        (*to != self.case.at).then(|| Event::Passed { to: to.clone(), wholly: false, reason: String::new() })
    }

    /// When a step that begins now is due.
    pub fn step_due_at(&self, step: &Step) -> crate::Moment {
        crate::deadline::of_step(&self.edition.calendar, step.hours, self.envelope.at)
    }

    /// Whether somebody has the case on the day of the command: it is theirs, or they stand in for whose it is.
    pub fn has_it(&self, user: &User) -> bool {
        authority::has_it(self.catalogue, self.case, user, self.envelope.at.day())
    }

    /// Whether the actor is the applicant who filed this case through the portal.
    pub fn is_applicant(&self) -> bool {
        matches!(self.envelope.actor, Actor::Citizen(_)) && self.envelope.actor == self.case.filed_by
    }
}

fn edition<'a>(catalogue: &'a Catalogue, id: &crate::EditionId) -> Result<&'a Edition, Refusal> {
    catalogue.editions.get(id).ok_or_else(|| Refusal::UnknownEdition { edition: id.clone() })
}

fn service<'a>(
    edition: &'a Edition,
    code: &crate::ServiceCode,
    variant: Option<&VariantId>,
) -> Result<(&'a Service, &'a Workflow), Refusal> {
    let service = edition.services.get(code).ok_or_else(|| Refusal::UnknownService { service: code.clone() })?;
    let workflow = edition.workflows.get(service.workflow_of(variant)).ok_or(Refusal::WorkflowBroken)?;
    Ok((service, workflow))
}
