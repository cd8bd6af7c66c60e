//! Whose tries are counted: behind a trusted proxy the caller's, and nobody gets out of it by making headers up.

use crate::stage::Stage;
use portal::{Exchange, Proxies};
use reqwest::{Client, StatusCode};

async fn looks_up(stage: &Stage, told: &str, turn: usize) -> StatusCode {
    // Each asks for another code, so that only the bound by address can be met.
    let code = format!("N-{told}-{turn}");
    let form = [("ma", code.as_str()), ("them", "")];
    let request = Client::new().post(format!("{}/tra-cuu", stage.url)).header("x-forwarded-for", told);
    request.form(&form).send().await.unwrap().status()
}

/// How many of 70 tries as these addresses were heard.
async fn heard(stage: &Stage, address: impl Fn(usize) -> String) -> usize {
    let mut heard = 0;
    for turn in 0..70 {
        heard += usize::from(looks_up(stage, &address(turn), turn).await == StatusCode::NOT_FOUND);
    }
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_behind_a_trusted_proxy_are_bounded_one_by_one_and_nobody_else_is_believed() {
    let stage = Stage::open().await;
    // This machine is trusted where nothing is said. A minute may turn meanwhile: then some more are heard.
    let same = heard(&stage, |turn| format!("198.51.100.{turn}, 203.0.113.5")).await;
    assert!(same >= 60, "{same}");
    assert_eq!(heard(&stage, |turn| format!("203.0.113.{}", 100 + turn)).await, 70, "each has its own bound");
    let trusts_nobody = Proxies::read("192.0.2.1").unwrap();
    stage.portal.connect(Exchange { proxies: trusts_nobody, ..Exchange::default() });
    let mut heard_of_all = 0;
    for turn in 0..140 {
        let told = format!("203.0.113.{}", turn % 250);
        heard_of_all += usize::from(looks_up(&stage, &told, 1_000 + turn).await == StatusCode::NOT_FOUND);
    }
    assert!(heard_of_all <= 120, "{heard_of_all} of 140: a made-up header is worth nothing");
}
