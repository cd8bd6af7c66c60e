//! What screens and scripts read: plain values, no behaviour. The window's TypeScript types are made from these.

mod act;
mod audit;
mod bundle;
mod case;
mod desk;
mod list;
mod news;
mod office;

pub use act::*;
pub use audit::*;
pub use bundle::*;
pub use case::*;
pub use desk::*;
pub use list::*;
pub use news::*;
pub use office::*;
