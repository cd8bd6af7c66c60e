//! For connected systems: services, units, the state of a case, figures, waybills. JSON, described by OpenAPI.
//!
//! Whoever asks shows a token that an administrator made, with the scopes it needs. Nothing here names an applicant.

mod access;
mod answers;
mod hooks;
mod routes;

pub use access::{ApiScope, ApiToken, create_token};
pub(crate) use hooks::{HOOK, follows, tell};
pub use hooks::{Hook, add_hook};
pub(crate) use routes::routes;
