//! What the portal exchanges with other systems, over real HTTP.

mod nation;
mod noticing;
mod paying;
mod post_office;
mod stage;
