//! PostgreSQL's own programs for backups: `pg_dump` and `pg_restore`, found in the PATH (or in the folder that
//! `MOTCUA_POSTGRES_PROGRAMS` names). The password goes to them by their environment, not on a command line that anybody
//! on the machine can read.

use crate::admit::PortalError;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// The dump's name in the folder of a backup.
pub(crate) const DUMP: &str = "portal.dump";

fn program(name: &str) -> PathBuf {
    std::env::var_os("MOTCUA_POSTGRES_PROGRAMS")
        .map_or_else(|| PathBuf::from(name), |folder| Path::new(&folder).join(name))
}

/// The address without its password, and the password.
fn without_password(url: &str) -> Result<(String, Option<String>), PortalError> {
    let wrong = || PortalError::Wrong("the address of the database cannot be read".to_owned());
    let mut parsed = reqwest::Url::parse(url).map_err(|_| wrong())?;
    let password = parsed.password().map(decoded);
    if password.is_some() {
        parsed.set_password(None).map_err(|()| wrong())?;
    }
    Ok((parsed.to_string(), password))
}

/// `%40` and the like as what they stand for.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| hex::decode(code).ok());
        match code.as_deref() {
            Some([byte]) => {
                bytes.push(*byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn run(name: &str, url: &str, arguments: &[&std::ffi::OsStr]) -> Result<(), PortalError> {
    let (address, password) = without_password(url)?;
    let mut command = Command::new(program(name));
    command.arg("--no-password").arg("--dbname").arg(address).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let missing = |error: std::io::Error| {
        PortalError::Wrong(format!(
            "{name} cannot be started ({error}): install PostgreSQL's programs of the server's version"
        ))
    };
    let output = command.output().await.map_err(missing)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("nothing was said").to_owned();
    Err(PortalError::Wrong(format!("{name} failed: {last}")))
}

/// Dumps a database into a folder, under a name that it does not keep; the file is whole and synced.
pub(crate) async fn dump(url: &str, folder: &Path) -> Result<PathBuf, PortalError> {
    let part = folder.join(format!("{DUMP}.part"));
    let arguments = ["--format=custom".as_ref(), "--no-owner".as_ref(), "--file".as_ref(), part.as_os_str()];
    run("pg_dump", url, &arguments).await?;
    let what = "keeping the dump";
    let failed = |source| PortalError::File { what, source };
    std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
    Ok(part)
}

/// Puts a dump into an empty database.
pub(crate) async fn put_back(url: &str, folder: &Path) -> Result<(), PortalError> {
    let dump = folder.join(DUMP);
    let arguments =
        ["--no-owner".as_ref(), "--exit-on-error".as_ref(), "--single-transaction".as_ref(), dump.as_os_str()];
    run("pg_restore", url, &arguments).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_taken_out_of_the_address() {
        let (address, password) =
            without_password("postgres://motcua:a%40b%3A@db.example:5432/motcua?sslmode=require").unwrap();
        assert_eq!(address, "postgres://motcua@db.example:5432/motcua?sslmode=require");
        assert_eq!(password.as_deref(), Some("a@b:"));
        assert_eq!(without_password("postgres:///motcua?host=/run").unwrap().1, None);
    }
}
