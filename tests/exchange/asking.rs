//! Connected systems ask and are told, by tokens with scopes and by the published description.

use crate::post_office::receiver;
use crate::stage::{Stage, now, unit};
use casework::{CaseId, Command, UnitCode};
use motcua_tests::fixture::units;
use portal::api::{ApiScope, add_hook, create_token};
use portal::{call_signature, run_jobs};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn token(stage: &Stage, scopes: &[ApiScope], unit: Option<UnitCode>) -> String {
    let scopes: BTreeSet<ApiScope> = scopes.iter().copied().collect();
    create_token(&stage.portal, "Hệ thống thử", scopes, unit).await.unwrap().1
}

async fn ask(stage: &Stage, token: &str, path: &str) -> Response {
    stage.client.get(stage.url(path)).bearer_auth(token).send().await.unwrap()
}

async fn put(stage: &Stage, token: &str, path: &str, body: &Value) -> Response {
    stage.client.put(stage.url(path)).bearer_auth(token).json(body).send().await.unwrap()
}

async fn code(stage: &Stage, case: CaseId) -> String {
    stage.case(case).await.code.unwrap().0
}

/// What of a value is not as its schema says.
fn faults(all: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = all.pointer(name.trim_start_matches('#')).expect("a schema that is described");
        return faults(all, schema, value, place, found);
    }
    if let Some(one_of) = schema["oneOf"].as_array() {
        let fits = |schema: &&Value| {
            let mut wrong = Vec::new();
            faults(all, schema, value, place, &mut wrong);
            wrong.is_empty()
        };
        if one_of.iter().filter(fits).count() != 1 {
            found.push(format!("{place}: {value} is not one of {one_of:?}"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one.as_str()],
        _ => vec![kind],
    };
    if !allowed.contains(&kind) {
        found.push(format!("{place}: {value} is no {allowed:?}"));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{place}: {value} is not listed"));
    }
    for (index, element) in value.as_array().into_iter().flatten().enumerate() {
        faults(all, &schema["items"], element, &format!("{place}[{index}]"), found);
    }
    if let Value::Object(fields) = value {
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(required) {
                found.push(format!("{place}.{required} is missing"));
            }
        }
        for (name, field) in fields {
            match schema["properties"].get(name) {
                Some(schema) => faults(all, schema, field, &format!("{place}.{name}"), found),
                None => found.push(format!("{place}.{name} is not described")),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_documented_route_answers_by_its_schema_for_each_way_it_can_go() {
    let stage = Stage::open().await;
    let case = stage.received(1, None).await;
    let (code, unit) = (code(&stage, case).await, unit());
    let all = [ApiScope::Catalogue, ApiScope::Cases, ApiScope::Statistics, ApiScope::Post];
    let (full, nothing) = (token(&stage, &all, None).await, token(&stage, &[ApiScope::Post], None).await);
    let other = token(&stage, &all, Some(units()[1].clone())).await;
    let description: Value =
        stage.client.get(stage.url("/api/openapi.json")).send().await.unwrap().json().await.unwrap();
    let item = json!({"waybill": "EMS-123456", "carrier": "Bưu điện", "state": "under_way"});
    let days = "?from=2026-01-01&days=365";
    let figures = "/api/open/1/figures/{unit}";
    let (one, post) = ("/api/open/1/cases/{code}", "/api/open/1/cases/{code}/post");
    let ways: Vec<(Method, &str, String, &str, Value, u16)> = vec![
        (Method::GET, "/api/open/1/services", String::new(), &full, Value::Null, 200),
        (Method::GET, "/api/open/1/services", String::new(), &nothing, Value::Null, 403),
        (Method::GET, "/api/open/1/services", String::new(), "no", Value::Null, 401),
        (Method::GET, "/api/open/1/units", String::new(), &full, Value::Null, 200),
        (Method::GET, "/api/open/1/units", String::new(), "", Value::Null, 401),
        (Method::GET, one, code.clone(), &full, Value::Null, 200),
        (Method::GET, one, "%00".to_owned(), &full, Value::Null, 404),
        (Method::GET, one, "%FF".to_owned(), &full, Value::Null, 400),
        (Method::GET, one, code.clone(), &other, Value::Null, 403),
        (Method::PUT, post, code.clone(), &full, item.clone(), 200),
        (Method::PUT, post, code.clone(), &full, json!({"waybill": "1"}), 400),
        (
            Method::PUT,
            post,
            code.clone(),
            &full,
            json!({"waybill": "a b c d", "carrier": "x", "state": "returned"}),
            400,
        ),
        (Method::PUT, post, "none".to_owned(), &full, item.clone(), 404),
        (Method::GET, one, code.clone(), &full, Value::Null, 200),
        (Method::GET, figures, format!("{unit}{days}"), &full, Value::Null, 200),
        (Method::GET, figures, unit.0.clone(), &full, Value::Null, 400),
        (Method::GET, figures, format!("{unit}?from=2026-12-31&days=367"), &full, Value::Null, 400),
        (Method::GET, figures, format!("none{days}"), &full, Value::Null, 404),
        (Method::GET, figures, format!("{unit}{days}"), &other, Value::Null, 403),
    ];
    let mut seen = BTreeSet::new();
    for (method, route, filled, token, body, status) in ways {
        let path = match (route.find('{'), route.find('}')) {
            (Some(from), Some(to)) => match filled.split_once('?') {
                Some((value, query)) => format!("{}{value}{}?{query}", &route[..from], &route[to + 1..]),
                None => format!("{}{filled}{}", &route[..from], &route[to + 1..]),
            },
            _ => route.to_owned(),
        };
        let request = stage.client.request(method.clone(), stage.url(&path)).bearer_auth(token);
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{method} {path}");
        let answer: Value = answer.json().await.unwrap();
        let verb = method.as_str().to_lowercase();
        let described = &description["paths"][route][&verb]["responses"][status.to_string()];
        let schema = &described["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{verb} {route} {status} is not described");
        let mut found = Vec::new();
        faults(&description, schema, &answer, route, &mut found);
        assert!(found.is_empty(), "{found:?}");
        assert!(!answer.to_string().contains("Nguyễn Văn Đức"), "nobody is named");
        seen.insert((route.to_owned(), verb));
    }
    let documented = description["paths"].as_object().unwrap().iter();
    let documented: BTreeSet<(String, String)> = documented
        .flat_map(|(route, verbs)| verbs.as_object().unwrap().keys().map(|verb| (route.clone(), verb.clone())))
        .collect();
    assert_eq!(seen, documented, "each route was asked");
    let page = stage.page(case).await;
    assert!(page.contains("EMS-123456") && page.contains("Under way"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_opens_nothing_and_a_hasty_one_is_told_when_to_come_back() {
    let stage = Stage::open().await;
    let secret = token(&stage, &[ApiScope::Catalogue], None).await;
    let id = stage.portal.store.tokens().await.unwrap()[0].id.clone();
    let mut last = ask(&stage, &secret, "/api/open/1/units").await;
    for _ in 0..300 {
        if last.status() == 429 {
            break;
        }
        assert_eq!(last.status(), 200);
        last = ask(&stage, &secret, "/api/open/1/units").await;
    }
    assert_eq!(last.status(), 429);
    let wait: u32 = last.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert!(stage.portal.store.revoke_token(&id, now()).await.unwrap());
    assert!(!stage.portal.store.revoke_token(&id, now()).await.unwrap(), "it is over already");
    assert_eq!(ask(&stage, &secret, "/api/open/1/units").await.status(), 401);
    assert!(create_token(&stage.portal, "x", BTreeSet::new(), None).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_waybill_is_one_cases_and_told_twice_it_is_the_same() {
    let stage = Stage::open().await;
    let (one, two) = (stage.received(1, None).await, stage.received(2, None).await);
    let path = |code: String| format!("/api/open/1/cases/{code}/post");
    let (one, two) = (path(code(&stage, one).await), path(code(&stage, two).await));
    let token = token(&stage, &[ApiScope::Post], None).await;
    let item = |state: &str| json!({"waybill": "E-1", "carrier": "Bưu điện", "state": state});
    assert_eq!(put(&stage, &token, &one, &item("handed_in")).await.status(), 400, "too short");
    let item = |state: &str| json!({"waybill": "EMS-0001", "carrier": "Bưu điện", "state": state});
    assert_eq!(put(&stage, &token, &one, &item("handed_in")).await.status(), 200);
    assert_eq!(put(&stage, &token, &one, &item("delivered")).await.status(), 200);
    assert_eq!(put(&stage, &token, &two, &item("handed_in")).await.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_told_of_each_change_signed_and_of_nothing_before_it_was_added() {
    let stage = Stage::dark().await;
    stage.received(1, None).await;
    let (url, mut calls, script) = receiver().await;
    let (hook, secret) = add_hook(&stage.portal, &format!("{url}/told"), Some(unit())).await.unwrap();
    add_hook(&stage.portal, &format!("{url}/other"), Some(units()[1].clone())).await.unwrap();
    let case = stage.received(2, None).await;
    let turn = stage.case(case).await.turn;
    let asked = Command::RequestSupplement {
        turn,
        papers: vec!["Tờ khai".to_owned()],
        counts: Default::default(),
        reason: "Thiếu".to_owned(),
    };
    stage.does(case, "cv1", asked).await;
    script.lock().unwrap().push((500, String::new()));
    run_jobs(&stage.portal, now()).await.unwrap();
    run_jobs(&stage.portal, now().plus_minutes(2)).await.unwrap();
    let mut told = Vec::new();
    while let Ok(call) = calls.try_recv() {
        assert_eq!(call.path, "/told");
        let seconds: i64 = call.header("motcua-timestamp").parse().unwrap();
        let signature = call_signature(&secret, seconds, &call.body);
        assert_eq!(call.header("motcua-signature"), format!("sha256={signature}"));
        let body = call.json();
        assert_eq!(body["case"], code(&stage, case).await);
        told.push(body["status"].as_u64().unwrap());
    }
    assert_eq!(told, [2, 2, 5], "the first was told again after it was not taken, and the second after it");
    assert!(stage.portal.store.revoke_hook(&hook.id, now()).await.unwrap());
    stage.received(3, None).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(calls.try_recv().is_err());
}
