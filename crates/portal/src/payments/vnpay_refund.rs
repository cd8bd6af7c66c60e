//! VNPay's refunds (`vnp_Command=refund`, 2.1.0): JSON by POST, signed over values in a fixed order.

use super::refund::{Return, Returned};
use super::vnpay::{Parameters, SIGNATURE, Vnpay, key, stamp};
use crate::jobs::JobError;
use aws_lc_rs::hmac;
use serde_json::Value;
use std::time::Duration;

/// What a request is signed over.
pub(crate) const ASKED: [&str; 13] = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TransactionType",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_TransactionNo",
    "vnp_TransactionDate",
    "vnp_CreateBy",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
];
/// What an answer is signed over.
pub(crate) const ANSWERED: [&str; 13] = [
    "vnp_ResponseId",
    "vnp_Command",
    "vnp_ResponseCode",
    "vnp_Message",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_Amount",
    "vnp_BankCode",
    "vnp_PayDate",
    "vnp_TransactionNo",
    "vnp_TransactionType",
    "vnp_TransactionStatus",
    "vnp_OrderInfo",
];

/// Adds the signature over these fields.
pub(crate) fn sign(said: &mut Parameters, fields: &[&str], secret: &str) {
    let signature = hmac::sign(&key(secret), joined(said, fields).as_bytes());
    said.insert(SIGNATURE.to_owned(), hex::encode(signature.as_ref()));
}

/// Whether the signature is that of these fields.
pub(crate) fn is_signed(said: &Parameters, fields: &[&str], secret: &str) -> bool {
    let Some(signature) = said.get(SIGNATURE).and_then(|text| hex::decode(text).ok()) else { return false };
    hmac::verify(&key(secret), joined(said, fields).as_bytes(), &signature).is_ok()
}

fn joined(said: &Parameters, fields: &[&str]) -> String {
    fields.iter().map(|name| said.get(*name).map_or("", String::as_str)).collect::<Vec<_>>().join("|")
}

/// The fields of a JSON object, numbers as they are written.
pub(crate) fn fields(body: &str) -> Option<Parameters> {
    let Ok(Value::Object(object)) = serde_json::from_str(body) else { return None };
    let text = |value: Value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Some(object.into_iter().map(|(name, value)| (name, text(value))).collect())
}

impl Vnpay {
    /// The request for a refund, signed.
    fn refund(&self, wanted: &Return) -> Parameters {
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut said = Parameters::from([
            text("vnp_RequestId", &wanted.request),
            text("vnp_Version", "2.1.0"),
            text("vnp_Command", "refund"),
            text("vnp_TmnCode", &self.terminal),
            text("vnp_TransactionType", if wanted.is_whole { "02" } else { "03" }),
            text("vnp_TxnRef", &wanted.reference),
            // The protocol counts in hundredths.
            text("vnp_Amount", &wanted.amount.saturating_mul(100).to_string()),
            text("vnp_TransactionNo", &wanted.number),
            text("vnp_TransactionDate", &stamp(wanted.ordered_at)),
            text("vnp_CreateBy", &wanted.by),
            text("vnp_CreateDate", &stamp(wanted.asked_at)),
            text("vnp_IpAddr", &self.from),
            text("vnp_OrderInfo", &wanted.about),
        ]);
        sign(&mut said, &ASKED, &self.secret);
        said
    }

    /// Asks for a refund.
    pub(super) async fn give_back(&self, wanted: &Return) -> Result<Returned, JobError> {
        self.understand(&self.call(&self.refund(wanted)).await?)
    }

    /// Asks something of VNPay's own address for that; what it answers, whoever it is that answers.
    pub(super) async fn call(&self, asked: &Parameters) -> Result<Parameters, JobError> {
        let url = self.refund_url.as_ref();
        let url = url.ok_or_else(|| JobError::Later("no address for refunds and questions is set".to_owned()))?;
        let body = serde_json::to_string(asked).map_err(|error| JobError::Never(error.to_string()))?;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        let client = client.map_err(|error| JobError::Later(error.to_string()))?;
        let call = client.post(url).timeout(Duration::from_secs(30)).header("content-type", "application/json");
        let later = |error: reqwest::Error| JobError::Later(error.without_url().to_string());
        let answer = call.body(body).send().await.map_err(later)?;
        let status = answer.status();
        if !status.is_success() {
            return Err(JobError::Later(format!("it was answered {status}")));
        }
        Ok(fields(&answer.text().await.map_err(later)?).unwrap_or_default())
    }

    /// What an answer says. Only a signed one counts, and what the protocol does not settle is asked again.
    fn understand(&self, answer: &Parameters) -> Result<Returned, JobError> {
        let value = |name: &str| answer.get(name).map_or("", String::as_str);
        let code = value("vnp_ResponseCode");
        let said = || format!("the gateway says {code} {}", value("vnp_Message"));
        if !is_signed(answer, &ANSWERED, &self.secret) || value("vnp_TmnCode") != self.terminal {
            return Err(JobError::Later(format!("{}, and the answer is not signed", said())));
        }
        let status = value("vnp_TransactionStatus");
        match code {
            "00" if status == "09" => Ok(Returned::Refused(format!("{}, refund refused (09)", said()))),
            // It was asked before, by a request whose answer did not come.
            "00" | "94" => {
                Ok(Returned::Taken { number: value("vnp_TransactionNo").to_owned(), status: status.to_owned() })
            }
            "02" | "03" | "91" | "95" => Ok(Returned::Refused(said())),
            _ => Err(JobError::Later(said())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::{Date, Moment};

    fn vnpay() -> Vnpay {
        let text = |text: &str| text.to_owned();
        Vnpay { url: text(""), terminal: text("TMN1"), secret: text("k"), refund_url: None, from: text("127.0.0.1") }
    }

    fn answer(code: &str, status: &str) -> Parameters {
        let pairs = [("vnp_ResponseCode", code), ("vnp_TransactionStatus", status), ("vnp_TmnCode", "TMN1")];
        let mut said: Parameters = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        sign(&mut said, &ANSWERED, "k");
        said
    }

    #[test]
    fn a_request_is_signed_over_its_values_in_the_published_order() {
        let noon = Moment::at(Date::from_ymd(2026, 11, 23).unwrap(), 12 * 60);
        let wanted = Return {
            request: "R1".to_owned(),
            reference: "A1".to_owned(),
            ordered_at: noon,
            number: "14".to_owned(),
            amount: 15_000,
            is_whole: true,
            about: "Hoan phi".to_owned(),
            by: "stp.lp".to_owned(),
            asked_at: noon.plus_minutes(1),
        };
        let said = vnpay().refund(&wanted);
        assert_eq!(
            joined(&said, &ASKED),
            "R1|2.1.0|refund|TMN1|02|A1|1500000|14|20261123120000|stp.lp|20261123120100|127.0.0.1|Hoan phi"
        );
        assert_eq!(
            said[SIGNATURE],
            concat!(
                "510f97a68b7f46398edc628821d8e5ea696a91a54983f35f4eb31f67c393171b",
                "255ba620c900d6969b4d38e013de6ce7fcc5a080eb2a9000b17b1bc6733e199a"
            )
        );
        assert!(is_signed(&said, &ASKED, "k") && !is_signed(&said, &ASKED, "other"));
    }

    #[test]
    fn only_a_signed_answer_counts_and_what_is_unclear_is_asked_again() {
        let understood = |said: &Parameters| vnpay().understand(said);
        assert!(matches!(understood(&answer("00", "05")), Ok(Returned::Taken { status, .. }) if status == "05"));
        assert!(matches!(understood(&answer("94", "")), Ok(Returned::Taken { .. })));
        for (code, status) in [("00", "09"), ("02", ""), ("03", ""), ("91", ""), ("95", "")] {
            assert!(matches!(understood(&answer(code, status)), Ok(Returned::Refused(_))), "{code}");
        }
        for code in ["97", "99", "98", ""] {
            assert!(matches!(understood(&answer(code, "")), Err(JobError::Later(_))), "{code}");
        }
        let mut forged = answer("95", "");
        forged.insert("vnp_ResponseCode".to_owned(), "00".to_owned());
        assert!(matches!(understood(&forged), Err(JobError::Later(_))));
        assert!(matches!(understood(&Parameters::new()), Err(JobError::Later(_))));
    }
}
