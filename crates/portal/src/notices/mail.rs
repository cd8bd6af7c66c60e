//! E-mail over SMTP.

use super::Notice;
use crate::jobs::JobError;
use lettre::message::SinglePart;
use lettre::message::header::{ContentTransferEncoding, ContentType};
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
    pub(super) async fn send(&self, to: &str, notice: &Notice, id: &str) -> Result<(), JobError> {
        let wrong = |what: &str| JobError::Never(format!("{what} is no e-mail address"));
        let domain = self.from.rsplit('@').next().unwrap_or_default().trim_end_matches('>').to_owned();
        let text = format!("{}\n\n---\n\n{}\n", notice.vietnamese, notice.english);
        let part =
            SinglePart::builder().header(ContentType::TEXT_PLAIN).header(ContentTransferEncoding::Base64).body(text);
        let message = Message::builder()
            .from(self.from.parse().map_err(|_| wrong("MOTCUA_MAIL_FROM"))?)
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
