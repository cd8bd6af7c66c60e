//! The command line's part for connected systems: tokens, addresses that are told, waybills.

use casework::UnitCode;
use clap::Subcommand;
use portal::api::{ApiScope, add_hook, create_token};
use portal::postal::{self, PostalItem, PostalState};
use portal::{Portal, PortalError};
use serde::Serialize;

/// What can be done with tokens.
#[derive(Subcommand)]
pub enum TokenTask {
    /// Makes a token and prints its secret, once.
    Create {
        /// Whose it is.
        #[arg(long)]
        name: String,
        /// catalogue, cases, statistics, post; give it once for each.
        #[arg(long = "scope", required = true)]
        scopes: Vec<ApiScope>,
        /// Only cases of this unit.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Ends a token at once.
    Revoke {
        /// Its identifier, from `list`.
        id: String,
    },
    /// Prints every token, without its secret, as JSON.
    List,
}

/// What can be done with addresses that are told of changes.
#[derive(Subcommand)]
pub enum HookTask {
    /// Adds an address and prints the secret of its calls, once.
    Add {
        /// Where calls go.
        #[arg(long)]
        url: String,
        /// Only of cases of this unit.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Ends an address at once.
    Revoke {
        /// Its identifier, from `list`.
        id: String,
    },
    /// Prints every address as JSON.
    List,
}

/// A result that goes by post.
#[derive(clap::Args)]
pub struct PostTask {
    /// The case code.
    #[arg(long)]
    case: String,
    /// Number of the waybill.
    #[arg(long)]
    waybill: String,
    /// Who carries it.
    #[arg(long)]
    carrier: String,
    /// handed_in, under_way, delivered, returned.
    #[arg(long, default_value = "handed_in")]
    state: PostalState,
}

fn print(what: &'static str, value: &impl Serialize) -> Result<(), PortalError> {
    let text = serde_json::to_string_pretty(value).map_err(|source| PortalError::Json { what, source })?;
    println!("{text}");
    Ok(())
}

fn ended(done: bool, what: &str, id: &str) -> Result<(), PortalError> {
    if done { Ok(()) } else { Err(PortalError::Wrong(format!("no {what} {id} holds; see `list`"))) }
}

/// Tokens.
///
/// # Errors
/// What was given wrongly, or the store.
pub async fn token(portal: &Portal, task: TokenTask) -> Result<(), PortalError> {
    match task {
        TokenTask::Create { name, scopes, unit } => {
            let (token, secret) = create_token(portal, &name, scopes.into_iter().collect(), unit.map(UnitCode)).await?;
            eprintln!("token {}; this is its secret, shown only now:", token.id);
            println!("{secret}");
            Ok(())
        }
        TokenTask::Revoke { id } => ended(portal.store.revoke_token(&id, crate::now()).await?, "token", &id),
        TokenTask::List => print("the tokens", &portal.store.tokens().await?),
    }
}

/// Addresses that are told.
///
/// # Errors
/// What was given wrongly, or the store.
pub async fn hook(portal: &Portal, task: HookTask) -> Result<(), PortalError> {
    match task {
        HookTask::Add { url, unit } => {
            let (hook, secret) = add_hook(portal, &url, unit.map(UnitCode)).await?;
            eprintln!("hook {}; this is the secret of its calls, shown only now:", hook.id);
            println!("{secret}");
            Ok(())
        }
        HookTask::Revoke { id } => ended(portal.store.revoke_hook(&id, crate::now()).await?, "hook", &id),
        HookTask::List => print("the addresses", &portal.store.hooks().await?),
    }
}

/// Notes where a result is.
///
/// # Errors
/// An unknown case, a waybill that is none, or the store.
pub async fn post(portal: &Portal, task: PostTask) -> Result<(), PortalError> {
    let wrong = |what: String| PortalError::Wrong(what);
    let case = portal.store.case_by_code(&task.case.as_str().into()).await?;
    let case = case.ok_or_else(|| wrong(format!("no case {}", task.case)))?.id;
    let PostTask { waybill, carrier, state, .. } = task;
    let item = PostalItem { case, waybill, carrier, state, changed_at: crate::now() };
    postal::note(portal, &item).await.map_err(|error| wrong(error.to_string()))
}
