//! What the portal holds of an account's owner, to take along; and the wish that it be deleted.

use super::{Answers, Page, Trouble, Visit, answer, go};
use crate::admit::clock;
use crate::site::words;
use axum::Form;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::{Actor, Case, FileRef};
use protocol::LARGEST_FILE;
use serde_json::{Value, json};

pub(super) async fn export(visit: Visit) -> Page {
    let me = visit.require_me()?;
    let (store, account) = (&visit.portal.store, &me.account);
    let mut cases = Vec::new();
    for linked in super::cases_of(&visit, &me).await? {
        let Some(case) = store.case(linked.case).await? else { continue };
        if linked.by_digits {
            let (code, unit) = (&case.code, &case.unit);
            cases.push(
                json!({"id": case.id, "code": code, "service": case.service, "unit": unit, "status": case.status}),
            );
            continue;
        }
        let acts = linked.acts_as.as_ref().is_some_and(|name| case.filed_by == Actor::Citizen(name.clone()));
        cases.push(of_case(&visit, &case, acts).await?);
    }
    let questions: Vec<Value> = store
        .questions_of(&account.id)
        .await?
        .into_iter()
        .map(|question| {
            let answered = question.answer;
            json!({
                "kind": question.kind, "unit": question.unit, "title": question.title, "body": question.body,
                "asked_at": question.asked_at, "answer": answered.map(|answer| answer.text),
            })
        })
        .collect();
    let drafts: Vec<Value> = store
        .filing_drafts(&account.id)
        .await?
        .into_iter()
        .map(|draft| json!({"service": draft.service, "body": draft.body, "saved_at": draft.saved_at}))
        .collect();
    let wishes = store.mail_wishes(&account.id).await?;
    let identities = store.identities_of(&account.id).await?;
    let identities: Vec<Value> =
        identities.into_iter().map(|one| json!({"issuer": one.issuer, "subject": one.subject})).collect();
    let phone = store.verified_phone(&account.id).await?;
    let keys = store.passkeys_of(&crate::passkeys::owner_account(account.id.as_str())).await?;
    let keys: Vec<Value> = keys
        .into_iter()
        .map(|key| json!({"name": key.name, "added_at": key.added_at, "used_at": key.used_at}))
        .collect();
    let idle = visit.portal.exchange().sessions.idle;
    let sessions = store.account_sessions(&account.id, idle, clock()).await?;
    let sessions: Vec<Value> = sessions
        .into_iter()
        .map(|one| json!({"device": one.device, "begun_at": one.begun_at, "used_at": one.used_at}))
        .collect();
    let data = json!({
        "account": {
            "login": account.login, "name": account.name, "identity_number": account.identity_number,
            "phone": account.phone, "email": account.email, "address": account.address,
            "created_at": account.created_at, "deletion_asked_at": account.deletion_asked_at,
            "second_factor": account.totp_secret.is_some(), "identities": identities, "passkeys": keys, "sessions": sessions,
            "verified_email": wishes.verified, "verified_phone": phone, "wants_no_mail": wishes.no_mail, "wants_no_messages": wishes.no_messages,
        },
        "cases": cases, "questions": questions, "drafts": drafts,
    });
    let text = serde_json::to_string_pretty(&data)
        .map_err(|source| crate::PortalError::Json { what: "the data of an account", source })?;
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"du-lieu-cua-toi.json\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

/// What is held of a case: what it states, what happened, what was written, paid and rated. Documents are fetched one by
/// one, by whoever filed the case.
async fn of_case(visit: &Visit, case: &Case, acts: bool) -> Result<Value, Trouble> {
    let store = &visit.portal.store;
    let events = store.history(case.id).await?;
    let history = events.iter().filter_map(|recorded| {
        let text = words::event(&visit.frame, recorded)?;
        Some(json!({"at": recorded.arrived_at, "text": text}))
    });
    let message = |message: &casework::Message| {
        let by = if matches!(message.by, Actor::Citizen(_)) { "applicant" } else { "agency" };
        json!({"by": by, "at": message.at, "text": message.text})
    };
    let fee = |paid: &casework::Payment| {
        let returned = paid.refund.as_ref().map(|refund| json!({"at": refund.at, "reason": refund.reason}));
        json!({"receipt": paid.receipt, "at": paid.at, "lines": paid.lines, "method": paid.method, "returned": returned})
    };
    let rating = store.rating_of(case.id).await?.map(|rating| {
        json!({
            "at": rating.at, "handling": rating.handling, "attitude": rating.attitude, "agency": rating.agency,
            "remark": rating.remark,
        })
    });
    let document = |file: &FileRef| {
        let path = acts.then(|| format!("/tai-khoan/du-lieu/{}/{}", case.id, file.digest));
        json!({
            "name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.digest, "path": path,
        })
    };
    Ok(json!({
        "id": case.id, "code": case.code, "service": case.service, "unit": case.unit, "status": case.status,
        "applicant": case.applicant, "submitter": case.submitter,
        // Of others only whoever filed for them is told.
        "co_applicants": acts.then_some(&case.co_applicants), "subject": case.subject, "papers": case.papers, "entries": case.entries,
        "filed_at": case.filed_at, "due_at": case.due_at,
        "history": history.collect::<Vec<_>>(),
        "messages": case.messages.iter().map(message).collect::<Vec<_>>(),
        "fees": case.payments.iter().map(fee).collect::<Vec<_>>(),
        "rating": rating,
        "documents": theirs(case).map(document).collect::<Vec<_>>(),
    }))
}

/// What the applicant sent, and the result once it is numbered.
fn theirs(case: &Case) -> impl Iterator<Item = &FileRef> {
    let papers = case.papers.iter().flat_map(|paper| &paper.files);
    papers.chain(case.deliverable.iter().map(|deliverable| &deliverable.document))
}

/// A document of a case that was filed from the account.
pub(super) async fn document(visit: Visit, Path((id, digest)): Path<(String, String)>) -> Page {
    let me = visit.require_me()?;
    visit.throttled(&format!("my documents {}", me.account.id), 120).await?;
    let store = &visit.portal.store;
    let linked = super::cases_of(&visit, &me).await?.into_iter().find(|linked| linked.case.to_string() == id);
    let linked = linked.filter(|linked| !linked.by_digits).ok_or_else(|| visit.not_there())?;
    let case = store.case(linked.case).await?.ok_or_else(|| visit.not_there())?;
    let acts = linked.acts_as.is_some_and(|name| case.filed_by == Actor::Citizen(name));
    let file = theirs(&case).find(|file| acts && file.digest.as_str() == digest).cloned();
    let file = file.ok_or_else(|| visit.not_there())?;
    // A result is given out where its bytes are here and its signatures are whole (P7).
    let is_result = case.deliverable.as_ref().is_some_and(|deliverable| deliverable.document.digest == file.digest);
    let held = store.file(&file.digest).await?;
    held.filter(|held| !is_result || held.is_complete_result).ok_or_else(|| visit.not_there())?;
    let (portal, wanted) = (visit.portal.clone(), file.digest.clone());
    let reading = tokio::task::spawn_blocking(move || portal.documents.read(&wanted, 0, LARGEST_FILE)).await;
    let bytes = reading.map_err(|error| Trouble::Broken(error.to_string()))??;
    let bytes = bytes.ok_or_else(|| Trouble::Broken("a held document is not in its place".to_owned()))?;
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{:.12}{}\"", file.digest.as_str(), ending(&file))),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn ending(file: &FileRef) -> &'static str {
    match file.media_type.as_str() {
        "application/pdf" => ".pdf",
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        _ => "",
    }
}

/// Asks for the deletion, or takes the request back.
pub(super) async fn deletion(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let at = (answer(&typed, "wish") == "delete").then(clock);
    visit.portal.store.ask_deletion(&me.account.id, at).await?;
    Ok(go("/tai-khoan"))
}
