//! One suite for the portal's stores: in memory (as the simulation has it), on SQLite, on a real PostgreSQL.

mod blocks;
mod contacts;
mod days;
mod heads;
mod http;
mod instances;
mod postgres;
mod questions;
mod staff;
mod suite;
mod tls;

use motcua_tests::memory_portal::MemoryPortal;
use portal::Store;
use suite::{Bank, Test};

fn run(test: impl AsyncFn(&Bank) -> Test) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let memory = MemoryPortal::new(suite::log(), suite::holders(), None);
        test(&Bank::Memory(Box::new(memory))).await;
        let folder = tempfile::tempdir().expect("a folder");
        let sqlite = Store::embedded(folder.path()).await.expect("SQLite");
        test(&suite::prepared(sqlite).await).await;
        let database = postgres::database().await;
        let store = Store::postgres(&database.url).await.expect("PostgreSQL");
        test(&suite::prepared(store).await).await;
    });
}

macro_rules! suite {
    ($($name:ident),+ $(,)?) => {$(
        #[test]
        fn $name() {
            run(suite::$name);
        }
    )+};
}

suite! {
    a_verdict_is_stored_with_its_effects_and_repeated,
    the_same_id_with_other_content_is_not_judged,
    a_refusal_is_repeated_too,
    a_command_waits_for_the_one_before_it_and_falls_with_it,
    a_case_code_belongs_to_one_case,
    a_span_for_a_day_is_one_desks_for_that_day_only,
    a_register_has_no_gap_even_when_a_number_is_refused,
    a_case_that_goes_to_another_unit_takes_its_whole_history_along,
    the_log_is_gapless_and_chained_and_pages_do_not_overlap,
    units_do_not_disturb_each_other,
    what_the_store_adds_up_is_what_the_log_folds_to,
}

#[test]
fn eight_writers_leave_no_gap_and_a_reader_passes_nothing_unseen() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        suite::eight_writers(Store::embedded(folder.path()).await.expect("SQLite")).await;
        let database = postgres::database().await;
        suite::eight_writers(Store::postgres(&database.url).await.expect("PostgreSQL")).await;
    });
}

#[test]
fn codes_are_good_once_blocks_are_apart_and_registers_have_one_holder() {
    both(suite::enrolment);
}

#[test]
fn what_the_staff_do_is_kept_alike_in_both_databases() {
    both(staff::staff);
}

#[test]
fn a_block_of_a_desk_that_was_revoked_before_today_is_given_again() {
    both(blocks::blocks);
}

#[test]
fn published_questions_are_found_by_words_and_read_page_by_page() {
    both(questions::questions);
}

/// The same on both databases.
fn both(test: impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        test(Store::embedded(folder.path()).await.expect("SQLite")).await;
        let database = postgres::database().await;
        test(Store::postgres(&database.url).await.expect("PostgreSQL")).await;
    });
}

#[test]
fn the_books_of_the_desks_stand_once_and_by_unit_in_both_databases() {
    both(heads::books);
}

#[test]
fn a_head_sees_who_looked_at_which_case_at_every_desk_of_the_unit() {
    both(heads::a_head_sees_looks_at_every_desk);
}

#[test]
fn pages_of_the_account_of_who_did_what_leave_nothing_out() {
    both(heads::pages_of_the_account_leave_nothing_out);
}
