//! What the portal holds of an account's owner, to take along; and the wish that it be deleted.

use super::{Answers, Page, Visit, answer, go};
use crate::admit::clock;
use axum::Form;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
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
        cases.push(json!({
            "id": case.id, "code": case.code, "service": case.service, "unit": case.unit, "status": case.status,
            "applicant": case.applicant, "subject": case.subject, "papers": case.papers, "entries": case.entries,
            "filed_at": case.filed_at, "due_at": case.due_at,
        }));
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
    let data = json!({
        "account": {
            "login": account.login, "name": account.name, "identity_number": account.identity_number,
            "phone": account.phone, "email": account.email, "address": account.address,
            "created_at": account.created_at, "deletion_asked_at": account.deletion_asked_at,
            "second_factor": account.totp_secret.is_some(), "identities": identities, "passkeys": keys,
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

/// Asks for the deletion, or takes the request back.
pub(super) async fn deletion(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let at = (answer(&typed, "wish") == "delete").then(clock);
    visit.portal.store.ask_deletion(&me.account.id, at).await?;
    Ok(go("/tai-khoan"))
}
