//! Blocks of case numbers, the same on both databases.

use casework::{DeviceId, Moment, UnitCode};
use motcua_tests::fixture::day;
use portal::{NewDesk, NotEnrolled, Store};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

async fn enrol(store: &Store, number: u128, now: Moment) -> Result<(u16, u16), NotEnrolled> {
    let code = protocol::digest(format!("code {number}").as_bytes());
    store.add_enrol_code(&code, &UnitCode::from("a"), false, now.plus_minutes(5)).await.expect("a code");
    let desk = NewDesk {
        code_digest: code,
        name: format!("Quầy {number}"),
        device: DeviceId(Uuid::from_u128(number)),
        token_digest: protocol::digest(format!("token {number}").as_bytes()),
        people: vec!["a.mc".into()],
        now,
    };
    let enrolled = store.enrol(&desk, &Default::default()).await.expect("the store");
    enrolled.map(|enrolled| (enrolled.codes.first, enrolled.codes.last))
}

pub async fn blocks(store: Store) {
    let (monday, tuesday) = (Moment::at(day("2026-11-23"), 600), Moment::at(day("2026-11-24"), 600));
    for number in 1..=39 {
        let first = u16::try_from((number - 1) * 250 + 1).expect("a number");
        assert_eq!(enrol(&store, number, monday).await, Ok((first, first + 249)));
    }
    assert_eq!(enrol(&store, 40, monday).await, Err(NotEnrolled::NoBlockLeft));
    store.revoke(DeviceId(Uuid::from_u128(5)), monday).await.expect("revoked");
    assert_eq!(enrol(&store, 41, monday).await, Err(NotEnrolled::NoBlockLeft), "its numbers of today were given");
    assert_eq!(enrol(&store, 42, tuesday).await, Ok((1_001, 1_250)), "codes of another day are other codes");
    assert_eq!(enrol(&store, 43, tuesday).await, Err(NotEnrolled::NoBlockLeft));
    let desks = store.desks(&UnitCode::from("a")).await.expect("the desks");
    assert_eq!(desks.len(), 40, "the one that was revoked stays on the list");

    // The last desk is revoked: what is granted for a day begins above those that could give numbers on it.
    store.revoke(DeviceId(Uuid::from_u128(39)), tuesday).await.expect("revoked");
    let wednesday = tuesday.plus_minutes(24 * 60);
    let rights = protocol::push::DeskRights {
        device: DeviceId(Uuid::from_u128(42)),
        unit: UnitCode::from("a"),
        users: [].into(),
        codes: protocol::push::CodeBlock { first: 1_001, last: 1_250 },
    };
    let mut held = Vec::new();
    for first in [9_900, 9_800, 9_700, 9_600, 9_501] {
        held = store.day_codes(&rights, &held, Some(wednesday.day()), wednesday).await.expect("granted");
        assert_eq!(held.last().map(|span| span.codes.first), Some(first));
    }
    assert_eq!(
        enrol(&store, 44, wednesday).await,
        Err(NotEnrolled::NoBlockLeft),
        "and stays out of a new desk's block"
    );
    let yesterday = store.day_codes(&rights, &[], Some(tuesday.day()), wednesday).await.expect("granted");
    assert_eq!(yesterday.last().map(|span| span.codes.first), Some(9_900));
    assert_eq!(enrol(&store, 45, wednesday.plus_minutes(24 * 60)).await, Ok((9_501, 9_750)));
}

#[tokio::test]
async fn desks_that_were_enrolled_before_keep_their_people_when_the_table_is_written_anew() {
    let options = sqlx::sqlite::SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
    let mut connection = options.connect().await.expect("SQLite");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/portal-sqlite");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the migrations").map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a migration");
        let is_this_one = file.ends_with("0035_blocks.sql");
        if is_this_one {
            let rows = "INSERT INTO devices VALUES ('d', 'a', 'Quầy', 't', 1, 250, 5, NULL);
                        INSERT INTO device_people VALUES ('d', 'a.mc');
                        INSERT INTO day_codes VALUES ('a', '2026-11-23', 9900, 9999, 'd', 5);";
            sqlx::raw_sql(rows).execute(&mut connection).await.expect("rows");
        }
        let mut transaction = connection.begin().await.expect("begun");
        sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut *transaction).await.expect("a migration");
        transaction.commit().await.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    let joined = "SELECT COUNT(*) FROM devices JOIN device_people AS people ON people.device = devices.id
                  JOIN day_codes ON day_codes.device = devices.id WHERE devices.first_code = 1";
    let count: i64 = sqlx::query_scalar(joined).fetch_one(&mut connection).await.expect("a count");
    assert_eq!(count, 1);
    let orphan = "INSERT INTO device_people VALUES ('nobody', 'a.mc')";
    sqlx::query(orphan).execute(&mut connection).await.expect_err("what refers to a desk is still held to it");
}
