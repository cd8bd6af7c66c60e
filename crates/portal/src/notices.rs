//! What citizens are told without asking: by e-mail, and through whoever sends SMS or Zalo messages for the agency.
//!
//! A job names the case and the event; who is told and in what words is looked up when it runs, so no particulars lie
//! in the list of jobs and none go to the logs.

pub(crate) mod judge;
mod mail;
mod message;
pub(crate) mod templates;
mod text;

pub use mail::Mail;
pub use message::MessageProvider;
pub(crate) use text::sample;

use crate::admit::Portal;
use crate::jobs::{JobError, NewJob, text as field};
use crate::store::{Account, MailWishes};
use casework::{AccountId, Actor, Case, CaseId, Event, Moment, Recorded};
use serde_json::{Value, json};

/// The job that sends an e-mail.
pub(crate) const MAIL: &str = "mail";
/// The job that tells by e-mail of an agency's answer to a question.
pub(crate) const ANSWER: &str = "answer";
/// The job that tells by e-mail that an account is not deleted.
pub(crate) const REFUSAL: &str = "refusal";
/// The job that hands a short message to a provider.
pub(crate) const MESSAGE: &str = "message";

/// Something that a citizen is told, in both languages.
struct Notice {
    /// A word for machines.
    kind: &'static str,
    subject: String,
    vietnamese: String,
    english: String,
    /// For SMS: one sentence, Vietnamese.
    short: String,
}

/// What follows from an entry of a log.
pub(crate) fn follows(recorded: &Recorded, kind: &'static str) -> Vec<NewJob> {
    let is_told = matches!(
        recorded.event,
        Event::Accepted { .. }
            | Event::Rejected { .. }
            | Event::SupplementRequested { .. }
            | Event::PaymentRequested { .. }
            | Event::Extended { .. }
            | Event::Numbered { .. }
            | Event::VariantChanged { .. }
            | Event::Stopped { .. }
            | Event::Resumed { .. }
            | Event::Passed { wholly: true, .. }
            | Event::Revoked { .. }
    ) || matches!((&recorded.event, &recorded.by), (Event::Messaged { .. }, Actor::Official(_)));
    // A case that several units have in their logs gives the same name in each.
    let name = format!("{kind} {}/{}", recorded.case, recorded.version);
    let payload = json!({"case": recorded.case, "version": recorded.version});
    is_told.then_some(NewJob { name, kind, payload }).into_iter().collect()
}

/// Sends the e-mail of a job; done at once where the applicant gave no address.
pub(crate) async fn send_mail(portal: &Portal, payload: &Value) -> Result<(), JobError> {
    let (case, recorded) = subject(portal, payload).await?;
    let exchange = portal.exchange();
    let mail = exchange.mail.as_ref().ok_or_else(|| JobError::Later("no e-mail server is set".to_owned()))?;
    let address = case.applicant.email.as_deref().map(str::trim).filter(|address| !address.is_empty());
    let (Some(address), Some(notice)) = (address, text::notice(portal, &case, &recorded)) else { return Ok(()) };
    if wishes(portal, &case).await?.no_mail {
        return Ok(());
    }
    mail.send(address, &notice, &format!("{}.{}", recorded.case, recorded.version)).await
}

/// What whoever filed a case wishes about being told: with the account it was filed from, or those that have proven the
/// applicant's address and number. Whoever has proven the number says whether it is sent messages.
async fn wishes(portal: &Portal, case: &Case) -> Result<MailWishes, JobError> {
    let store = &portal.store;
    if let Actor::Citizen(account) = &case.filed_by {
        return Ok(store.mail_wishes(account).await?);
    }
    let by_email = match case.applicant.email.as_deref().filter(|email| !email.trim().is_empty()) {
        Some(email) => store.account_by_email(email).await?,
        None => None,
    };
    let mut wishes = match by_email {
        Some(account) => store.mail_wishes(&account.id).await?,
        None => MailWishes::default(),
    };
    if let Some(account) = store.account_by_phone(&case.applicant.phone).await? {
        wishes.no_messages = store.mail_wishes(&account.id).await?.no_messages;
    }
    Ok(wishes)
}

/// Sends the code that proves a number; nothing of it is kept.
pub(crate) async fn send_phone_code(portal: &Portal, to: &str, code: &str, now: Moment) -> Result<(), JobError> {
    let exchange = portal.exchange();
    let provider = exchange.messages.as_ref();
    let provider = provider.ok_or_else(|| JobError::Later("no provider of messages is set".to_owned()))?;
    let mut name = [0; 16];
    crate::admit::random(&mut name)?;
    provider.send(&format!("code.{}", hex::encode(name)), to, &text::phone_code(portal, code), now).await
}

/// Sends the code that proves an address; nothing of it is kept.
pub(crate) async fn send_email_code(portal: &Portal, to: &str, code: &str) -> Result<(), JobError> {
    let exchange = portal.exchange();
    let mail = exchange.mail.as_ref().ok_or_else(|| JobError::Later("no e-mail server is set".to_owned()))?;
    let mut name = [0; 16];
    crate::admit::random(&mut name)?;
    mail.send(to, &text::email_code(portal, code), &format!("code.{}", hex::encode(name))).await
}

/// Where a code for a forgotten password goes: to what its account has proven to be its own.
pub(crate) enum Way {
    Email(String),
    Phone(String),
}

/// Sends the code for a forgotten password; nothing of it is kept.
pub(crate) async fn send_recovery_code(portal: &Portal, to: &Way, code: &str, now: Moment) -> Result<(), JobError> {
    let (exchange, notice) = (portal.exchange(), text::recovery_code(portal, code));
    let mut name = [0; 16];
    crate::admit::random(&mut name)?;
    let id = format!("code.{}", hex::encode(name));
    match (to, &exchange.mail, &exchange.messages) {
        (Way::Email(email), Some(mail), _) => mail.send(email, &notice, &id).await,
        (Way::Phone(phone), _, Some(provider)) => provider.send(&id, phone, &notice, now).await,
        _ => Err(JobError::Later("nobody is set who sends it".to_owned())),
    }
}

/// What follows from an answer; nothing where no e-mail server is set.
pub(crate) fn follows_answer(portal: &Portal, question: &str) -> Option<NewJob> {
    let is_told = portal.exchange().mail.is_some();
    let job = || NewJob { name: format!("{ANSWER} {question}"), kind: ANSWER, payload: json!({"question": question}) };
    is_told.then(job)
}

/// Tells the asker that their question was answered; done at once where the account has no address. The answer itself
/// stays in the account: it may say what an e-mail should not.
pub(crate) async fn send_answer(portal: &Portal, payload: &Value) -> Result<(), JobError> {
    let id = field(payload, "question")?;
    let exchange = portal.exchange();
    let mail = exchange.mail.as_ref().ok_or_else(|| JobError::Later("no e-mail server is set".to_owned()))?;
    let question = portal.store.question(id).await?;
    let question = question.ok_or_else(|| JobError::Never("there is no such question".to_owned()))?;
    let account = portal.store.account(&question.account).await?;
    let Some(address) = account.map(|account| account.email).filter(|address| !address.trim().is_empty()) else {
        return Ok(());
    };
    mail.send(address.trim(), &text::answered(portal, &question), &format!("answer.{id}")).await
}

/// What follows where an account is not deleted; nothing where no e-mail server is set.
pub(crate) fn follows_refusal(portal: &Portal, account: &AccountId, at: Moment) -> Option<NewJob> {
    let is_told = portal.exchange().mail.is_some();
    let name = format!("{REFUSAL} {account} {}", at.0);
    is_told.then(|| NewJob { name, kind: REFUSAL, payload: json!({"account": account, "at": at}) })
}

/// Tells the owner of an account that it is not deleted; the reason stays in the account.
pub(crate) async fn send_refusal(portal: &Portal, payload: &Value) -> Result<(), JobError> {
    let id = AccountId(field(payload, "account")?.to_owned());
    let exchange = portal.exchange();
    let mail = exchange.mail.as_ref().ok_or_else(|| JobError::Later("no e-mail server is set".to_owned()))?;
    let address = portal.store.account(&id).await?.map(|account| account.email);
    let Some(address) = address.filter(|address| !address.trim().is_empty()) else { return Ok(()) };
    let name = format!("refusal.{id}.{}", payload["at"]);
    mail.send(address.trim(), &text::not_erased(portal), &name).await
}

/// Tells the owner that their account is deleted, while its address is still known. `false` where the server takes
/// nothing now; an address that takes nothing ever hinders nobody.
pub(crate) async fn tell_of_erasure(portal: &Portal, account: &Account) -> bool {
    let exchange = portal.exchange();
    let address = account.email.trim();
    let Some(mail) = exchange.mail.as_ref().filter(|_| !address.is_empty()) else { return true };
    let sent = mail.send(address, &text::erased(portal), &format!("erased.{}", account.id)).await;
    if let Err(error) = &sent {
        tracing::warn!(account = %account.id, %error, "nobody was told that an account goes");
    }
    !matches!(sent, Err(JobError::Later(_)))
}

/// Hands the short message of a job to the provider; done at once where the applicant gave no phone number.
pub(crate) async fn send_message(portal: &Portal, payload: &Value, now: Moment) -> Result<(), JobError> {
    let (case, recorded) = subject(portal, payload).await?;
    let exchange = portal.exchange();
    let provider = exchange.messages.as_ref();
    let provider = provider.ok_or_else(|| JobError::Later("no provider of messages is set".to_owned()))?;
    let phone: String =
        case.applicant.phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    let Some(notice) = text::notice(portal, &case, &recorded).filter(|_| phone.len() >= 8) else { return Ok(()) };
    if wishes(portal, &case).await?.no_messages {
        return Ok(());
    }
    let id = format!("{}.{}", recorded.case, recorded.version);
    provider.send(&id, &phone, &notice, now).await
}

/// The case and the event that a job is about.
async fn subject(portal: &Portal, payload: &Value) -> Result<(Case, Recorded), JobError> {
    let id = field(payload, "case")?.parse::<CaseId>();
    let id = id.map_err(|_| JobError::Never("the job names no case".to_owned()))?;
    let version = payload["version"].as_u64();
    let case = portal.store.case(id).await?;
    let history = portal.store.history(id).await?;
    let recorded = history.into_iter().find(|recorded| Some(u64::from(recorded.version)) == version);
    case.zip(recorded).ok_or_else(|| JobError::Never("the job's event is not in the log".to_owned()))
}
