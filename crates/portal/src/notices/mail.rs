//! E-mail over SMTP.

use super::Notice;
use crate::admit::PortalError;
use crate::jobs::JobError;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Mailbox, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt;

/// The server that sends the agency's e-mail.
#[derive(Clone)]
pub struct Mail {
    /// `smtps://user:secret@host`, `smtp://host:587?tls=required`, or `smtp://127.0.0.1:2525` without encryption.
    pub url: String,
    /// `Bộ phận một cửa <motcua@example.vn>`.
    pub from: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mail {
    /// Finds out what is wrong with the settings, before anybody is to be told anything.
    pub(crate) fn checked(&self) -> Result<(), PortalError> {
        let wrong = |what: String| Err(PortalError::Wrong(what));
        if self.from.parse::<Mailbox>().is_err() {
            return wrong(format!("MOTCUA_MAIL_FROM {}: write it like Bộ phận một cửa <motcua@example.vn>", self.from));
        }
        match AsyncSmtpTransport::<Tokio1Executor>::from_url(&self.url) {
            Ok(_) => Ok(()),
            // The address holds a secret: it is not repeated.
            Err(error) => wrong(format!("MOTCUA_SMTP_URL: {error}; write it like smtps://user:secret@smtp.example.vn")),
        }
    }

    pub(super) async fn send(&self, to: &str, notice: &Notice, id: &str) -> Result<(), JobError> {
        let wrong = |what: &str| JobError::Never(format!("{what} is no e-mail address"));
        let domain = self.from.rsplit('@').next().unwrap_or_default().trim_end_matches('>').to_owned();
        let text = format!("{}\n\n---\n\n{}\n", notice.vietnamese, notice.english);
        let part =
            SinglePart::builder().header(ContentType::TEXT_PLAIN).header(ContentTransferEncoding::Base64).body(text);
        let message = Message::builder()
            // A wrong setting is put right one day: the notice waits for that.
            .from(self.from.parse().map_err(|_| JobError::Later("MOTCUA_MAIL_FROM is no e-mail address".to_owned()))?)
            .to(to.parse().map_err(|_| wrong("what the applicant gave"))?)
            .subject(notice.subject.clone())
            // The same notice has the same name: mail readers show it once if it had to be sent twice.
            .message_id(Some(format!("<{id}@{domain}>")))
            .singlepart(part)
            .map_err(|error| JobError::Never(error.to_string()))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&self.url)
            .map_err(|_| JobError::Later("MOTCUA_SMTP_URL cannot be read".to_owned()))?
            .timeout(Some(std::time::Duration::from_secs(20)))
            .build();
        // What the server says may repeat the address: only its number goes on.
        transport.send(message).await.map(drop).map_err(|error| match error.status() {
            Some(code) if error.is_permanent() => JobError::Never(format!("the e-mail server said {code}")),
            Some(code) => JobError::Later(format!("the e-mail server said {code}")),
            None => JobError::Later("the e-mail server was not reached".to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_or_a_server_that_is_none_is_told_at_the_start_without_its_secret() {
        let mail = |url: &str, from: &str| Mail { url: url.to_owned(), from: from.to_owned() }.checked();
        let (server, sender) = ("smtps://user:bimat@smtp.example.vn", "Bộ phận một cửa <motcua@example.vn>");
        assert!(mail(server, sender).is_ok() && mail("smtp://127.0.0.1:2525", "motcua@example.vn").is_ok());
        assert!(mail(server, "Bộ phận một cửa").unwrap_err().to_string().starts_with("MOTCUA_MAIL_FROM Bộ phận"));
        for wrong in ["smtp.example.vn", "https://user:bimat@smtp.example.vn", "smtp://user:bimat@h?tls=maybe"] {
            let error = mail(wrong, sender).unwrap_err().to_string();
            assert!(error.starts_with("MOTCUA_SMTP_URL") && !error.contains("bimat"), "{error}");
        }
    }
}
