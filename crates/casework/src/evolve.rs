//! Folding events into a case. One total match that cannot fail: what was recorded has happened.

use crate::{
    Approval, Case, CaseId, Deliverable, Event, HandOver, Paper, Proposal, Recorded, Status, SupplementRequest,
};

/// The case after `recorded`. The first event of a case is its filing; any other event for a case that is not there
/// leaves nothing there, which only a broken history can ask for.
#[must_use]
pub fn evolve(case: Option<Case>, recorded: &Recorded) -> Option<Case> {
    let Some(mut case) = case else { return begin(recorded) };
    let (by, at) = (recorded.by.clone(), recorded.at);
    match &recorded.event {
        Event::Filed { .. } => {}
        Event::Accepted { code, due_at, step, step_due_at } => {
            case.status = Status::Accepted;
            case.code = Some(code.clone());
            case.accepted_at = Some(at);
            case.due_at = Some(*due_at);
            case.step = Some(step.clone());
            case.step_due_at = Some(*step_due_at);
            case.turn += 1;
        }
        Event::Rejected { reason } => close(&mut case, Status::Rejected, reason, recorded),
        Event::SupplementRequested { papers, reason } => {
            case.status = Status::AwaitingSupplement;
            case.supplements.push(SupplementRequest {
                asked_at: at,
                asked_by: by,
                papers: papers.clone(),
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
        Event::StepCompleted { next, step_due_at, .. } => {
            if case.status == Status::Accepted {
                case.status = Status::InProgress;
            }
            case.step = Some(next.clone());
            case.step_due_at = Some(*step_due_at);
            case.turn += 1;
        }
        Event::StepReturned { to, step_due_at, .. } => {
            case.status = Status::InProgress;
            case.step = Some(to.clone());
            case.step_due_at = Some(*step_due_at);
            // Whatever was signed for a step that is done again is no longer the result.
            case.approval = None;
            case.turn += 1;
        }
        Event::ResultProposed { title, body, draft } => {
            let (title, body, draft) = (title.clone(), body.clone(), draft.clone());
            case.proposal = Some(Proposal { by, at, title, body, draft });
        }
        Event::Approved { document } => case.approval = Some(Approval { by, at, document: document.clone() }),
        Event::Numbered { register, number, issued_on, title, document } => {
            case.status = Status::Done;
            case.finished_at = Some(at);
            case.deliverable = Some(Deliverable {
                register: register.clone(),
                number: *number,
                issued_on: *issued_on,
                by,
                at,
                title: title.clone(),
                document: document.clone(),
            });
        }
        Event::HandedOver { to, method, note } => {
            case.status = Status::HandedOver;
            case.hand_over = Some(HandOver { to: to.clone(), method: *method, at, by, note: note.clone() });
            case.step = None;
            case.step_due_at = None;
            case.turn += 1;
        }
        Event::Withdrawn { reason } => close(&mut case, Status::Withdrawn, reason, recorded),
    }
    case.version += 1;
    case.changed_at = at;
    Some(case)
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
        service: application.service.clone(),
        channel: application.channel,
        applicant: application.applicant.clone(),
        submitter: application.submitter.clone(),
        subject: application.subject.clone(),
        papers: application.papers.clone(),
        entries: application.entries.clone(),
        filed_by: recorded.by.clone(),
        filed_at: recorded.at,
        status: Status::Filed,
        step: None,
        step_due_at: None,
        assignee: None,
        accepted_at: None,
        due_at: None,
        supplements: Vec::new(),
        proposal: None,
        approval: None,
        deliverable: None,
        hand_over: None,
        closing_reason: None,
        finished_at: None,
        changed_at: recorded.at,
    })
}

fn close(case: &mut Case, status: Status, reason: &str, recorded: &Recorded) {
    case.status = status;
    case.closing_reason = Some(reason.to_owned());
    case.finished_at = Some(recorded.at);
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
