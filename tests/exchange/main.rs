//! What the portal exchanges with other systems, over real HTTP.

mod paying;
mod stage;
