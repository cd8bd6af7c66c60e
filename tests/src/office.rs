//! A real portal on a free port, and real desks on encrypted files, in temporary folders.

use crate::fixture::{catalogue, people, units};
use casework::UserId;
use desk::sync_loop::{EnrolledLine, Turn, TurnError, turn};
use desk::views::Failure;
use desk::{Apology, Composer, Desk, DraftResult, Sealing, enrolment};
use portal::{Portal, Serving, Store, add_enrol_code, serve, set_secret};
use protocol::enrol::{Proof, Secret};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// The secret of everybody here.
pub const SECRET: &str = "bí mật";

/// A portal and a folder for desks.
pub struct Office {
    pub portal: Arc<Portal>,
    pub serving: Option<Serving>,
    pub address: String,
    pub folder: TempDir,
}

/// Anything that can go wrong while setting the stage.
pub type Anything = Box<dyn std::error::Error + Send + Sync>;

impl Office {
    /// A portal with the fixture's catalogue and people.
    ///
    /// # Errors
    /// What broke.
    pub async fn open() -> Result<Self, Anything> {
        let folder = tempfile::tempdir()?;
        let store = Store::embedded(&folder.path().join("portal")).await?;
        Self::on(store, folder).await
    }

    /// The same on a store that is there already.
    ///
    /// # Errors
    /// What broke.
    pub async fn on(store: Store, folder: TempDir) -> Result<Self, Anything> {
        let data = folder.path().join("portal");
        let portal = Portal::open(store, &data).await?;
        portal.publish(catalogue()).await?;
        for (user, _) in [people(0), people(1)].concat() {
            set_secret(&portal, &user, SECRET).await?;
        }
        let serving = serve(portal.clone(), "127.0.0.1:0").await?;
        let address = serving.address.to_string();
        Ok(Self { portal, serving: Some(serving), address, folder })
    }

    /// The portal's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The line goes down.
    ///
    /// # Errors
    /// What broke.
    pub async fn cut_the_line(&mut self) -> Result<(), Anything> {
        if let Some(serving) = self.serving.take() {
            serving.stop().await?;
        }
        Ok(())
    }

    /// The line is back, at the same address.
    ///
    /// # Errors
    /// What broke.
    pub async fn mend_the_line(&mut self) -> Result<(), Anything> {
        self.serving = Some(serve(self.portal.clone(), &self.address).await?);
        Ok(())
    }

    /// Enrols a desk of a unit for these people.
    ///
    /// # Errors
    /// What broke.
    pub async fn enrol(&self, name: &str, side: usize, users: &[&str]) -> Result<PathBuf, Anything> {
        let code = add_enrol_code(&self.portal, &units()[side], true, 5).await?;
        let folder = self.folder.path().join(name);
        let proof = |user: &&str| Proof { user: UserId((*user).to_owned()), secret: Secret(SECRET.to_owned()) };
        enrolment::enrol(&folder, &self.url(), &code, name, users.iter().map(proof).collect()).await?;
        Ok(folder)
    }
}

/// Synchronises a desk until nothing is left to do.
///
/// # Errors
/// What stopped it.
pub async fn synchronise(desk: &Desk) -> Result<(), TurnError> {
    let line = EnrolledLine::of(desk).await?;
    while turn(desk, &line).await? == Turn::More {}
    Ok(())
}

/// Makes documents of plain text: what these tests are about is not the layout.
pub struct PlainComposer;

impl Composer for PlainComposer {
    fn draft(&self, _: &casework::Case, _: &casework::Edition, draft: &DraftResult<'_>) -> Result<Vec<u8>, Failure> {
        Ok(format!("%PDF {} {}", draft.title, draft.body).into_bytes())
    }
    fn sign(
        &self,
        case: &casework::Case,
        _: &casework::Edition,
        signer: &casework::catalogue::User,
        _: &[u8],
        _: &str,
        _: casework::Moment,
    ) -> Result<Vec<u8>, Failure> {
        Ok(format!("%PDF {} {}", case.id, signer.id).into_bytes())
    }
    fn apology(&self, apology: &Apology<'_>) -> Result<Vec<u8>, Failure> {
        Ok(format!("%PDF {} {}", apology.case.id, apology.to).into_bytes())
    }
    fn seal(&self, sealing: &Sealing<'_>) -> Result<Vec<u8>, Failure> {
        Ok([sealing.signed, sealing.number.as_bytes()].concat())
    }
}
