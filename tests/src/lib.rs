//! The test world: desks, one portal, a network, a clock and a seed, in one process.
//!
//! The desks and the portal run the very code of the product (`desk::submit`, `desk::apply`, `protocol::push::judge`)
//! over memory that crashes between any two calls. The checks know the law only from tables of their own.

pub mod authenticator;
pub mod checks;
pub mod fixture;
pub mod memory_desk;
pub mod memory_portal;
pub mod office;
pub mod planted;
pub mod world;
