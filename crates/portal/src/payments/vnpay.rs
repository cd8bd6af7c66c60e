//! VNPay's protocol 2.1.0: sorted parameters, signed with HMAC-SHA512 over the encoded query.

use super::{Heard, Order, Word};
use aws_lc_rs::hmac;
use casework::Moment;
use std::collections::BTreeMap;
use std::fmt;

/// Parameters of a request or an answer, in the order in which they are signed.
pub type Parameters = BTreeMap<String, String>;

/// A merchant's contract with VNPay.
#[derive(Clone)]
pub struct Vnpay {
    /// Where people are sent to pay.
    pub url: String,
    /// `vnp_TmnCode`.
    pub terminal: String,
    /// The secret that both sides sign with.
    pub secret: String,
    /// Where refunds are asked for; none are where it is not set.
    pub refund_url: Option<String>,
    /// `vnp_IpAddr` of this portal's own requests.
    pub from: String,
}

impl fmt::Debug for Vnpay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Vnpay").field("url", &self.url).field("terminal", &self.terminal).finish_non_exhaustive()
    }
}

pub(super) const SIGNATURE: &str = "vnp_SecureHash";

impl Vnpay {
    /// The address at which an order is paid.
    #[must_use]
    pub fn address(&self, order: &Order) -> String {
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let parameters = Parameters::from([
            text("vnp_Version", "2.1.0"),
            text("vnp_Command", "pay"),
            text("vnp_TmnCode", &self.terminal),
            // The protocol counts in hundredths.
            text("vnp_Amount", &order.amount.saturating_mul(100).to_string()),
            text("vnp_CurrCode", "VND"),
            text("vnp_TxnRef", &order.reference),
            text("vnp_OrderInfo", &order.about),
            text("vnp_OrderType", "other"),
            text("vnp_Locale", if order.english { "en" } else { "vn" }),
            text("vnp_ReturnUrl", &order.return_url),
            text("vnp_IpAddr", &order.from),
            text("vnp_CreateDate", &stamp(order.created_at)),
            text("vnp_ExpireDate", &stamp(order.expires_at)),
        ]);
        format!("{}?{}", self.url, signed(&parameters, &self.secret))
    }

    /// What the gateway says of an order; `None` where it did not say it.
    #[must_use]
    pub fn hear(&self, parameters: &Parameters) -> Option<Heard> {
        let value = |name: &str| parameters.get(name).map_or("", String::as_str);
        if !is_signed(parameters, &self.secret) || value("vnp_TmnCode") != self.terminal {
            return None;
        }
        let (code, status) = (value("vnp_ResponseCode"), parameters.get("vnp_TransactionStatus").map(String::as_str));
        let word = match (code, status) {
            ("00", None | Some("00")) => Word::Paid,
            ("07", _) | (_, Some("07")) => Word::Doubtful,
            _ => Word::Refused,
        };
        let hundredths: u64 = value("vnp_Amount").parse().ok()?;
        Some(Heard {
            reference: value("vnp_TxnRef").to_owned(),
            amount: hundredths.is_multiple_of(100).then_some(hundredths / 100),
            word,
            number: value("vnp_TransactionNo").to_owned(),
        })
    }
}

/// The query of these parameters with their signature at its end.
#[must_use]
pub fn signed(parameters: &Parameters, secret: &str) -> String {
    let query = query(parameters);
    let signature = hmac::sign(&key(secret), query.as_bytes());
    format!("{query}&{SIGNATURE}={}", hex::encode(signature.as_ref()))
}

/// Whether the signature among these parameters is that of the others.
#[must_use]
pub fn is_signed(parameters: &Parameters, secret: &str) -> bool {
    let Some(signature) = parameters.get(SIGNATURE).and_then(|text| hex::decode(text).ok()) else { return false };
    hmac::verify(&key(secret), query(parameters).as_bytes(), &signature).is_ok()
}

pub(super) fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA512, secret.as_bytes())
}

/// The signed text: parameters that say something, by name, encoded as forms are.
fn query(parameters: &Parameters) -> String {
    let said = parameters.iter().filter(|(name, value)| {
        name.starts_with("vnp_") && !value.is_empty() && *name != SIGNATURE && *name != "vnp_SecureHashType"
    });
    said.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `yyyyMMddHHmmss`, Vietnam time.
#[must_use]
pub fn stamp(at: Moment) -> String {
    let (day, minute) = (at.day(), at.minute_of_day());
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!("{:04}{:02}{:02}{:02}{:02}{second:02}", day.year(), day.month(), day.day(), minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Date;

    fn parameters(pairs: &[(&str, &str)]) -> Parameters {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn parameters_are_sorted_encoded_as_forms_are_and_signed() {
        let told = parameters(&[("vnp_TxnRef", "A 1"), ("vnp_Amount", "1000000"), ("vnp_BankCode", "")]);
        let query = signed(&told, "k");
        assert!(query.starts_with("vnp_Amount=1000000&vnp_TxnRef=A+1&vnp_SecureHash="), "{query}");
        let signature = query.rsplit('=').next().unwrap().to_owned();
        assert_eq!(signature.len(), 128);
        let mut came = told.clone();
        came.insert(SIGNATURE.to_owned(), signature.to_uppercase());
        came.insert("vnp_SecureHashType".to_owned(), "SHA512".to_owned());
        assert!(is_signed(&came, "k"));
        assert!(!is_signed(&came, "other"));
        came.insert("vnp_Amount".to_owned(), "1000001".to_owned());
        assert!(!is_signed(&came, "k"));
        assert!(!is_signed(&told, "k"), "a missing signature is a wrong one");
    }

    #[test]
    fn a_moment_is_written_in_vietnam_time() {
        let noon = Moment::at(Date::from_ymd(2026, 11, 23).unwrap(), 12 * 60 + 5);
        assert_eq!(stamp(Moment(noon.0 + 7_000)), "20261123120507");
    }

    #[test]
    fn what_is_paid_what_is_refused_and_what_is_doubted_are_three_things() {
        let text = |text: &str| text.to_owned();
        let vnpay =
            Vnpay { url: text(""), terminal: text("T"), secret: text("k"), refund_url: None, from: text("127.0.0.1") };
        for (code, status, word) in [
            ("00", "00", Word::Paid),
            ("00", "02", Word::Refused),
            ("24", "02", Word::Refused),
            ("07", "00", Word::Doubtful),
            ("07", "07", Word::Doubtful),
            ("00", "07", Word::Doubtful),
        ] {
            let mut said = parameters(&[("vnp_TmnCode", "T"), ("vnp_Amount", "100"), ("vnp_TxnRef", "A")]);
            said.extend(parameters(&[("vnp_ResponseCode", code), ("vnp_TransactionStatus", status)]));
            let signature = signed(&said, "k").rsplit('=').next().unwrap().to_owned();
            said.insert(SIGNATURE.to_owned(), signature);
            assert_eq!(vnpay.hear(&said).map(|heard| heard.word), Some(word), "{code} {status}");
        }
    }
}
