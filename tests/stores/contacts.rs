//! By which address and number cases are found on PostgreSQL: written with the cases themselves, in one statement.

use crate::postgres;
use casework::{AccountId, Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::{application, at, catalogue, units};
use portal::{Portal, Store};
use protocol::push::{Source, Verdict};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

async fn file(portal: &Portal, number: u128, email: Option<&str>, phone: &str) {
    let account = AccountId("account".to_owned());
    let mut application = application(&units()[0], "S", Channel::Online, "Nguyễn Văn Đức");
    application.applicant.email = email.map(str::to_owned);
    phone.clone_into(&mut application.applicant.phone);
    let envelope = Envelope {
        id: EnvelopeId(Uuid::from_u128(100 + number)),
        case: CaseId(Uuid::from_u128(number)),
        actor: Actor::Citizen(account.clone()),
        at: at("2026-11-16", 9),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command: Command::File { application },
    };
    let bytes = serde_json::to_string(&envelope).expect("JSON");
    let admitted = portal.admit(envelope, bytes, Source::Account(account), at("2026-11-16", 9)).await;
    assert!(matches!(admitted, Ok(Ok(Verdict::Accepted { .. }))), "{admitted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_are_found_by_what_their_applicants_gave_however_it_is_written() {
    let (database, folder) = (postgres::database().await, tempfile::tempdir().expect("a folder"));
    let portal = Portal::open(Store::postgres(&database.url).await.expect("PostgreSQL"), folder.path()).await;
    let portal = portal.expect("a portal");
    portal.publish(catalogue()).await.expect("published");
    // Those that come together are written together.
    tokio::join!(
        file(&portal, 1, Some("Duc@Example.vn "), "0912 345 678"),
        file(&portal, 2, Some("duc@example.vn"), "+84 912.345.678"),
        file(&portal, 3, None, "0912345679"),
    );
    let mut connection = PgConnection::connect(&database.url).await.expect("a connection");
    let mut found = async |table: &str| -> Vec<(String, String)> {
        let asked = format!("SELECT case_id, digest FROM {table} ORDER BY case_id");
        sqlx::query_as(sqlx::AssertSqlSafe(asked)).fetch_all(&mut connection).await.expect("rows")
    };
    let (emails, phones) = (found("case_emails").await, found("case_phones").await);
    let cases = |rows: &[(String, String)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    let ids = [1, 2, 3].map(|number| Uuid::from_u128(number).to_string());
    assert_eq!(cases(&emails), ids[..2]);
    assert_eq!(cases(&phones), ids);
    assert_eq!(emails[0].1, emails[1].1);
    assert_eq!(phones[0].1, phones[1].1);
    assert_ne!(phones[1].1, phones[2].1);
}
