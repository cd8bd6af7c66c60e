//! Short messages through a provider that the agency has a contract with: SMS, Zalo.

use super::Notice;
use crate::jobs::JobError;
use crate::signed_call::SignedCall;
use casework::Moment;
use serde_json::json;

/// A provider of short messages: one address that takes them, signed.
#[derive(Debug, Clone)]
pub struct MessageProvider(pub SignedCall);

impl MessageProvider {
    pub(super) async fn send(&self, id: &str, to: &str, notice: &Notice, now: Moment) -> Result<(), JobError> {
        let body = json!({
            "id": id,
            "kind": notice.kind,
            "to": to,
            "text": notice.short,
            "title": notice.subject,
            "body": {"vi": notice.vietnamese, "en": notice.english},
        });
        self.0.post(id, &body, now).await
    }
}
