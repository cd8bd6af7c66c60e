//! Groups of a list, and the cases behind a figure of a report.

use crate::{act, receive, sign_in};
use casework::statistics::Period;
use casework::{Channel, Status};
use desk::clock;
use desk::views::{
    ActRequest, Counted, CountedAs, Filter, Finds, Group, GroupBy, GroupsRequest, Intent, ListPlace, ListRequest, Queue,
};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, synchronise};

fn request(queue: Queue, filter: Filter, within: Option<Group>, after: Option<ListPlace>) -> ListRequest {
    ListRequest { queue, search: String::new(), filter, within, after, limit: 4 }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_counted_over_all_cases_of_a_queue_and_each_lists_its_own_in_parts() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let mut cases = Vec::new();
    for number in 0..9 {
        cases.push(receive(&clerk, &format!("Người {number}")).await.case);
    }
    synchronise(&clerk).await.unwrap();
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    for case in &cases[..3] {
        act(&specialist, case.id, Intent::TakeOver).await.unwrap();
    }
    let name = specialist.session().await.unwrap().user.name;
    for queue in [Queue::Open, Queue::All, Queue::Mine] {
        let groups = async |by, filter: Filter| specialist.groups(&GroupsRequest { queue, filter, by }).await.unwrap();
        let told = groups(GroupBy::Owner, Filter::default()).await;
        let told: Vec<_> = told.iter().map(|one| (one.key.as_str(), one.name.as_str(), one.count)).collect();
        assert_eq!(told, [("", "", 6), ("a.cv1", name.as_str(), 3)], "{queue:?}");
        let own = Filter { officers: Some(vec!["a.cv1".into()]), ..Filter::default() };
        assert_eq!(groups(GroupBy::Owner, own).await.len(), 1, "conditions hold for groups too");
        let days = groups(GroupBy::Due, Filter::default()).await;
        let due = cases[0].due_at.unwrap().day().to_string();
        assert_eq!(days.iter().map(|one| (one.key.clone(), one.count)).collect::<Vec<_>>(), [(due.clone(), 9)]);

        // Each case of a group once, in parts, and none of another group.
        let nobody = Group { by: GroupBy::Owner, key: String::new() };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let asked = request(queue, Filter::default(), Some(nobody.clone()), after);
            let part = specialist.list(&asked).await.unwrap();
            seen.extend(part.rows.into_iter().map(|row| row.id));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        let mut expected: Vec<_> = cases[3..].iter().map(|case| case.id).collect();
        seen.sort();
        expected.sort();
        assert_eq!(seen, expected, "{queue:?}");
        let of_day = Group { by: GroupBy::Due, key: due };
        let asked = request(queue, Filter::default(), Some(of_day), None);
        assert_eq!(specialist.list(&asked).await.unwrap().rows.len(), 4, "a part of nine");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cases_behind_a_month_are_those_that_its_report_counts() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let (one, other) = (receive(&clerk, "Nguyễn Văn Đức").await.case, receive(&clerk, "Trần Thị Lan").await.case);
    act(&clerk, one.id, Intent::Withdraw { reason: "Không cần nữa".to_owned() }).await.unwrap();
    let today = clock().day();
    let now = Period { from: today, to: today };
    let earlier = Period { from: today.plus_days(-60), to: today.plus_days(-30) };
    let behind = async |period, what| {
        let filter = Filter { counted: Some(Counted { period, what }), ..Filter::default() };
        let list = clerk.list(&request(Queue::All, filter, None, None)).await.unwrap();
        let mut ids: Vec<_> = list.rows.into_iter().map(|row| row.id).collect();
        ids.sort();
        ids
    };
    let mut both = vec![one.id, other.id];
    both.sort();
    let counts = clerk.report(now).await.unwrap().report.six_a.total;
    assert_eq!((counts.came_in(), counts.done()), (2, 1));
    assert_eq!(behind(now, CountedAs::Received).await, both);
    assert_eq!(behind(now, CountedAs::Done).await, [one.id]);
    assert_eq!(behind(earlier, CountedAs::Received).await, []);
    // What is done next is among them at once.
    act(&clerk, other.id, Intent::Withdraw { reason: "Không cần nữa".to_owned() }).await.unwrap();
    assert_eq!(behind(now, CountedAs::Done).await, both);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_in_ten_working_days_is_told_by_day_and_person_as_the_lists_hold_it() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let mut cases = Vec::new();
    for name in ["Nguyễn Văn Đức", "Trần Thị Lan", "Lê Văn Hùng"] {
        cases.push(receive(&clerk, name).await.case);
    }
    // What the applicant takes back is due no more.
    act(&clerk, cases[2].id, Intent::Withdraw { reason: "Không cần nữa".to_owned() }).await.unwrap();
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, cases[0].id, Intent::TakeOver).await.unwrap();
    let days = specialist.near_due().await.unwrap();
    assert!(days.len() >= 10 && days.windows(2).all(|pair| pair[0].day < pair[1].day), "{days:?}");
    let due = cases[0].due_at.unwrap().day();
    let told: Vec<_> = days.iter().filter(|day| !day.officers.is_empty()).collect();
    let [day] = told[..] else { panic!("{told:?}") };
    let loads: Vec<_> = day.officers.iter().map(|one| (one.key.as_str(), one.count)).collect();
    assert_eq!((day.day, loads), (due, vec![("", 1), ("a.cv1", 1)]));
    let filter = Filter { due_from: Some(due), due_until: Some(due), ..Filter::default() };
    let listed = specialist.list(&request(Queue::Open, filter, None, None)).await.unwrap().rows.len();
    assert_eq!(listed, 2, "the same cases");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cases_of_a_person_are_those_with_exactly_their_number() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let receive = async |name: &str, number: Option<&str>, subject: &str| {
        let mut application = application(&units()[0], "S", Channel::Counter, name);
        application.applicant.identity_number = number.map(str::to_owned);
        application.subject = subject.to_owned();
        let request = ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
        clerk.act(&request, &PlainComposer).await.unwrap().case.id
    };
    let own = [
        receive("Trần Thị Lan", Some("036192004711"), "Một").await,
        receive("Trần Thị Lan", Some("036 192 004711"), "Hai").await,
    ];
    receive("Lê Văn Hùng", Some("0361920047112"), "Số dài hơn").await;
    receive("Đỗ Văn Bình", None, "Nhờ bà Lan, số 036192004711, nhận hộ").await;
    let of = async |identity: &str, filter: Filter| {
        let filter = Filter { identity: Some(identity.to_owned()), ..filter };
        let list = clerk.list(&ListRequest { limit: 50, ..request(Queue::All, filter, None, None) }).await.unwrap();
        let mut ids: Vec<_> = list.rows.into_iter().map(|row| row.id).collect();
        ids.sort();
        ids
    };
    let mut both = own.to_vec();
    both.sort();
    assert_eq!(of("036192004711", Filter::default()).await, both);
    assert_eq!(of(" 036192 004711", Filter::default()).await, both, "however it is typed");
    assert_eq!(of("03619200471", Filter::default()).await, []);
    assert_eq!(of("", Filter::default()).await, [], "nobody is not everybody without a number");
    assert_eq!(of("036192004711", Filter { statuses: Some(vec![Status::Done]), ..Filter::default() }).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_says_how_many_it_finds_and_looks_for_accents_among_all_of_them() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let first = receive(&clerk, "Trần Thị Hoà").await.case.id;
    for _ in 0..203 {
        receive(&clerk, "Trần Thị Hoa").await;
    }
    let find = async |search: &str, filter: Filter| {
        let request = ListRequest { search: search.to_owned(), ..request(Queue::All, filter, None, None) };
        clerk.list(&request).await.unwrap()
    };
    let finds = |count| Some(Finds { count, more: false });
    let all = find("tran hoa", Filter::default()).await;
    assert_eq!((all.rows.len(), all.finds), (200, finds(204)), "what is not shown is said");
    let exact = find("trần hòa", Filter::default()).await;
    assert_eq!(
        (exact.rows[0].id, exact.rows.len(), exact.finds),
        (first, 200, finds(204)),
        "older than all that are shown"
    );
    let running = Filter { running: Some(true), ..Filter::default() };
    assert_eq!(find("tran hoa", running.clone()).await.finds, finds(204));
    act(&clerk, first, Intent::Withdraw { reason: "Không cần nữa".to_owned() }).await.unwrap();
    let left = find("tran hoa", running).await;
    assert_eq!((left.rows.len(), left.finds), (200, finds(203)), "conditions hold for the count, too");
    assert_eq!(find("binh", Filter::default()).await.finds, finds(0));
    assert_eq!(clerk.list(&request(Queue::All, Filter::default(), None, None)).await.unwrap().finds, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_case_is_told_in_working_time_while_its_clock_runs() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let view = receive(&clerk, "Trần Thị Hoà").await;
    let left = view.left.unwrap();
    let calendar = clerk.catalogue().editions[&view.case.edition].calendar.clone();
    let minutes = calendar.working_minutes_between(clock(), view.case.due_at.unwrap());
    let told = i64::from(left.days) * 480 + i64::from(left.minutes);
    assert!(!left.late && (told - minutes).abs() <= 1, "{left:?} {minutes}");
    let list = async || clerk.list(&request(Queue::All, Filter::default(), None, None)).await.unwrap().rows[0].clone();
    let row = list().await.left.unwrap();
    assert_eq!((row.late, row.days), (false, left.days));
    let reason = "Không cần nữa".to_owned();
    let after = act(&clerk, view.case.id, Intent::Withdraw { reason }).await.unwrap();
    assert_eq!((after.left, list().await.left), (None, None));
}
