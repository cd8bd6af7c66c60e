//! What the portal exchanges with other systems, over real HTTP.

mod asking;
mod coming_back;
mod lanes;
mod nation;
mod noticing;
mod paying;
mod post_office;
#[path = "../stores/postgres.rs"]
mod postgres;

mod posting;
mod putting_back;
mod stage;
mod stamping;
mod time_authority;
mod two_instances;
mod verified;
