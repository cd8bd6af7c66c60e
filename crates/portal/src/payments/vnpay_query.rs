//! VNPay's word on an order that it is asked about (`vnp_Command=querydr`, 2.1.0): JSON by POST, signed over values in a
//! fixed order.

use super::query::{Question, Told};
use super::returned::AskedBack;
use super::vnpay::{Parameters, Vnpay, stamp};
use super::vnpay_refund::{is_signed, sign};
use super::{Heard, Word};
use crate::jobs::JobError;

/// What a question is signed over.
pub(crate) const ASKED: [&str; 9] = [
    "vnp_RequestId",
    "vnp_Version",
    "vnp_Command",
    "vnp_TmnCode",
    "vnp_TxnRef",
    "vnp_TransactionDate",
    "vnp_CreateDate",
    "vnp_IpAddr",
    "vnp_OrderInfo",
];
/// What an answer is signed over.
pub(crate) const ANSWERED: [&str; 15] = [
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
    "vnp_PromotionCode",
    "vnp_PromotionAmount",
];

impl Vnpay {
    /// The question, signed.
    fn question(&self, asked: &Question) -> Parameters {
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut said = Parameters::from([
            text("vnp_RequestId", &asked.request),
            text("vnp_Version", "2.1.0"),
            text("vnp_Command", "querydr"),
            text("vnp_TmnCode", &self.terminal),
            text("vnp_TxnRef", &asked.reference),
            text("vnp_TransactionDate", &stamp(asked.ordered_at)),
            text("vnp_CreateDate", &stamp(asked.asked_at)),
            text("vnp_IpAddr", &self.from),
            text("vnp_OrderInfo", &asked.about),
        ]);
        sign(&mut said, &ASKED, &self.secret);
        said
    }

    /// Asks what became of an order.
    pub(super) async fn tell(&self, asked: &Question) -> Result<Told, JobError> {
        self.understand_told(asked, &self.call(&self.question(asked)).await?)
    }

    /// Asks how a refund ended; its own word, none where it tells of something else.
    pub(super) async fn tell_of_refund(&self, asked: &AskedBack) -> Result<Option<String>, JobError> {
        let question = Question {
            request: asked.request.clone(),
            reference: asked.reference.clone(),
            ordered_at: asked.returned_at,
            about: asked.about.clone(),
            asked_at: asked.asked_at,
        };
        let mut said = self.question(&question);
        // It is not among what is signed.
        said.insert("vnp_TransactionNo".to_owned(), asked.number.clone());
        self.understand_refund(asked, &self.call(&said).await?)
    }

    /// What an answer says of a refund. Only a signed one on this order counts, and only one on a refund.
    fn understand_refund(&self, asked: &AskedBack, answer: &Parameters) -> Result<Option<String>, JobError> {
        let value = |name: &str| answer.get(name).map_or("", String::as_str);
        let code = value("vnp_ResponseCode");
        let said = || format!("the gateway says {code} {}", value("vnp_Message"));
        if !is_signed(answer, &ANSWERED, &self.secret) || value("vnp_TmnCode") != self.terminal {
            return Err(JobError::Later(format!("{}, and the answer is not signed", said())));
        }
        match code {
            "00" if value("vnp_TxnRef") == asked.reference => {}
            "91" => return Ok(None),
            _ => return Err(JobError::Later(said())),
        }
        let is_of_refund = matches!(value("vnp_TransactionType"), "02" | "03");
        let status = Some(value("vnp_TransactionStatus").to_owned());
        Ok(status.filter(|status| is_of_refund && !status.is_empty()))
    }

    /// What an answer says. Only a signed one on this order counts.
    fn understand_told(&self, asked: &Question, answer: &Parameters) -> Result<Told, JobError> {
        let value = |name: &str| answer.get(name).map_or("", String::as_str);
        let code = value("vnp_ResponseCode");
        let said = || format!("the gateway says {code} {}", value("vnp_Message"));
        if !is_signed(answer, &ANSWERED, &self.secret) || value("vnp_TmnCode") != self.terminal {
            return Err(JobError::Later(format!("{}, and the answer is not signed", said())));
        }
        match code {
            "00" if value("vnp_TxnRef") == asked.reference => {}
            // Nobody came to pay.
            "91" => return Ok(Told::Unknown),
            _ => return Err(JobError::Later(said())),
        }
        let word = match value("vnp_TransactionStatus") {
            "00" => Word::Paid,
            "07" => Word::Doubtful,
            // Begun and not ended.
            "01" => return Ok(Told::UnderWay),
            "02" | "04" => Word::Refused,
            status => return Err(JobError::Later(format!("{}, status {status}", said()))),
        };
        let hundredths = value("vnp_Amount").parse::<u64>().ok();
        Ok(Told::Heard(Heard {
            reference: asked.reference.clone(),
            amount: hundredths.filter(|amount| amount.is_multiple_of(100)).map(|amount| amount / 100),
            word,
            number: value("vnp_TransactionNo").to_owned(),
        }))
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

    fn question() -> Question {
        let noon = Moment::at(Date::from_ymd(2026, 11, 23).unwrap(), 12 * 60);
        let text = |text: &str| text.to_owned();
        Question {
            request: text("R1"),
            reference: text("A1"),
            ordered_at: noon,
            about: text("Hoi giao dich A1"),
            asked_at: noon.plus_minutes(20),
        }
    }

    #[test]
    fn a_question_is_signed_over_its_values_in_the_published_order() {
        let said = vnpay().question(&question());
        let joined: Vec<&str> = ASKED.iter().map(|name| said[*name].as_str()).collect();
        assert_eq!(
            joined.join("|"),
            "R1|2.1.0|querydr|TMN1|A1|20261123120000|20261123122000|127.0.0.1|Hoi giao dich A1"
        );
        assert!(is_signed(&said, &ASKED, "k") && !is_signed(&said, &ASKED, "other"));
    }

    #[test]
    fn only_a_signed_answer_on_the_order_counts() {
        let answer = |code: &str, status: &str, reference: &str| {
            let pairs = [
                ("vnp_ResponseCode", code),
                ("vnp_TransactionStatus", status),
                ("vnp_TmnCode", "TMN1"),
                ("vnp_TxnRef", reference),
                ("vnp_Amount", "1500000"),
            ];
            let mut said: Parameters = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            sign(&mut said, &ANSWERED, "k");
            said
        };
        let understood = |said: &Parameters| vnpay().understand_told(&question(), said);
        let heard = |word| {
            let (reference, amount, number) = ("A1".to_owned(), Some(15_000), String::new());
            Told::Heard(Heard { reference, amount, word, number })
        };
        assert_eq!(understood(&answer("00", "00", "A1")).unwrap(), heard(Word::Paid));
        assert_eq!(understood(&answer("00", "02", "A1")).unwrap(), heard(Word::Refused));
        assert_eq!(understood(&answer("00", "07", "A1")).unwrap(), heard(Word::Doubtful));
        assert_eq!(understood(&answer("00", "01", "A1")).unwrap(), Told::UnderWay);
        assert_eq!(understood(&answer("91", "", "")).unwrap(), Told::Unknown);
        for (code, status, reference) in [("00", "00", "B2"), ("00", "55", "A1"), ("94", "", "A1"), ("99", "", "A1")] {
            assert!(understood(&answer(code, status, reference)).is_err(), "{code} {status} {reference}");
        }
        let mut forged = answer("00", "02", "A1");
        forged.insert("vnp_TransactionStatus".to_owned(), "00".to_owned());
        assert!(understood(&forged).is_err());
    }

    #[test]
    fn only_a_signed_answer_on_the_refund_tells_how_it_ended() {
        let answer = |code: &str, status: &str, kind: &str, reference: &str| {
            let pairs = [
                ("vnp_ResponseCode", code),
                ("vnp_TransactionStatus", status),
                ("vnp_TransactionType", kind),
                ("vnp_TmnCode", "TMN1"),
                ("vnp_TxnRef", reference),
            ];
            let mut said: Parameters = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            sign(&mut said, &ANSWERED, "k");
            said
        };
        let Question { request, reference, ordered_at, about, asked_at } = question();
        let asked = AskedBack { request, reference, returned_at: ordered_at, number: "15".to_owned(), about, asked_at };
        let understood = |said: &Parameters| vnpay().understand_refund(&asked, said);
        for status in ["00", "05", "06", "09"] {
            assert_eq!(understood(&answer("00", status, "02", "A1")).unwrap().as_deref(), Some(status));
        }
        assert_eq!(understood(&answer("00", "00", "01", "A1")).unwrap(), None, "it tells of the payment");
        assert_eq!(understood(&answer("91", "", "", "")).unwrap(), None);
        for (code, reference) in [("00", "B2"), ("94", "A1"), ("99", "A1")] {
            assert!(understood(&answer(code, "00", "02", reference)).is_err(), "{code} {reference}");
        }
        let mut forged = answer("00", "05", "02", "A1");
        forged.insert("vnp_TransactionStatus".to_owned(), "00".to_owned());
        assert!(understood(&forged).is_err());
    }
}
