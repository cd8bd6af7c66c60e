//! Calls to other systems that can tell who calls: HMAC-SHA256 over the time and the body.

use crate::jobs::JobError;
use aws_lc_rs::hmac;
use casework::Moment;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// An address, and the secret that its owner knows.
#[derive(Clone)]
pub struct SignedCall {
    pub url: String,
    pub secret: String,
}

impl fmt::Debug for SignedCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignedCall").field("url", &self.url).finish_non_exhaustive()
    }
}

/// The signature of a body at a time, in seconds since 1970: HMAC-SHA256 over `time.body`, hexadecimal.
#[must_use]
pub fn call_signature(secret: &str, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hex::encode(hmac::sign(&key, format!("{seconds}.{body}").as_bytes()).as_ref())
}

impl SignedCall {
    /// Posts a body: `id` is the same whenever the same thing is told again.
    pub(crate) async fn post(&self, id: &str, body: &Value, now: Moment) -> Result<(), JobError> {
        let (body, seconds) = (body.to_string(), now.0.div_euclid(1_000));
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        let client = client.map_err(|error| JobError::Later(error.to_string()))?;
        let call = client
            .post(&self.url)
            .timeout(Duration::from_secs(15))
            .header("content-type", "application/json")
            .header("motcua-id", id)
            .header("motcua-timestamp", seconds.to_string())
            .header("motcua-signature", format!("sha256={}", call_signature(&self.secret, seconds, &body)))
            .body(body);
        let answer = call.send().await.map_err(|error| JobError::Later(error.without_url().to_string()))?;
        let status = answer.status();
        match status.as_u16() {
            200..300 => Ok(()),
            400 | 404..=405 | 410 | 413..=415 | 422 => Err(JobError::Never(format!("it was refused: {status}"))),
            _ => Err(JobError::Later(format!("it was answered {status}"))),
        }
    }
}
