//! Names of things, one type per noun, so that a unit's code is never taken for a service's.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])+ $name:ident),+ $(,)?) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::parse_str(text)?))
            }
        }
    )+};
}

macro_rules! text_id {
    ($($(#[$doc:meta])+ $name:ident),+ $(,)?) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

uuid_id! {
    /// A case, for ever; made where the case is first written down, never used for order.
    CaseId,
    /// One command on its way; the portal answers the same id the same way, however often it comes.
    EnvelopeId,
    /// A desk that was enrolled with the portal.
    DeviceId,
}

text_id! {
    /// The printed number of a case (mã số hồ sơ), `000.00.04.H40-230414-0002`: unit, day of reception, number of that
    /// day. Circular 01/2018 Art. 19.
    CaseCode,
    /// The identifier code of an agency unit (mã định danh).
    UnitCode,
    /// The national code of a procedure (mã thủ tục hành chính).
    ServiceCode,
    /// A variant of a service (trường hợp), with its own path or time.
    VariantId,
    /// The code of a field of administration (mã lĩnh vực).
    FieldCode,
    /// A dated edition of the catalogue.
    EditionId,
    /// A workflow within an edition.
    WorkflowId,
    /// A step within a workflow.
    StepId,
    /// A person with a role in a unit.
    UserId,
    /// A citizen's or business's account at the portal.
    AccountId,
    /// A numbered book of documents (sổ văn bản), by the document's kind: `QĐ`, `GP`, `GXN`.
    RegisterBook,
}

impl CaseCode {
    /// Builds the code that Circular 01/2018 Art. 19 describes: `unit-YYMMDD-NNNN`.
    #[must_use]
    pub fn compose(unit: &UnitCode, day: crate::Date, number: u16) -> Self {
        Self(format!("{}-{:02}{:02}{:02}-{number:04}", unit.0, day.year().rem_euclid(100), day.month(), day.day()))
    }

    /// The parts of a well-formed code: unit, `YYMMDD`, number of the day. `None` where the text is not a case code.
    #[must_use]
    pub fn parts(&self) -> Option<(UnitCode, &str, u16)> {
        let mut pieces = self.0.rsplitn(3, '-');
        let (number, day, unit) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(number, 4) || !digits(day, 6) || unit.is_empty() {
            return None;
        }
        Some((UnitCode(unit.to_owned()), day, number.parse().ok()?))
    }

    /// The day on which it was given; years are of this century.
    #[must_use]
    pub fn day(&self) -> Option<crate::Date> {
        let (_, digits, _) = self.parts()?;
        let two = |from: usize| digits.get(from..from + 2)?.parse::<u8>().ok();
        crate::Date::from_ymd(2000 + i32::from(two(0)?), two(2)?, two(4)?)
    }
}

/// SHA-256 of a document's bytes, lower-case hexadecimal: a document's only name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", ts(type = "string"))]
pub struct Digest(String);

impl Digest {
    /// The digest as 64 hexadecimal characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is not a SHA-256 in lower-case hexadecimal.
#[derive(Debug, thiserror::Error)]
#[error("a digest is 64 lower-case hexadecimal characters")]
pub struct NotADigest;

impl TryFrom<String> for Digest {
    type Error = NotADigest;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let well_formed = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if well_formed { Ok(Self(text)) } else { Err(NotADigest) }
    }
}
impl FromStr for Digest {
    type Err = NotADigest;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}
impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}
impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_code_is_unit_day_and_number_of_the_day() {
        let day = crate::Date::from_ymd(2023, 4, 14).unwrap();
        let code = CaseCode::compose(&"000.00.04.H40".into(), day, 2);
        assert_eq!(code.as_str(), "000.00.04.H40-230414-0002");
        assert_eq!(code.parts(), Some(("000.00.04.H40".into(), "230414", 2)));
    }

    #[test]
    fn texts_that_are_not_case_codes_have_no_parts() {
        for text in ["", "H40", "H40-230414", "H40-23041-0002", "H40-230414-2", "-230414-0002", "H40-2304a4-0002"] {
            assert_eq!(CaseCode::from(text).parts(), None, "{text}");
        }
    }

    #[test]
    fn a_digest_is_sixty_four_lower_case_hexadecimal_characters() {
        assert!("a".repeat(64).parse::<Digest>().is_ok());
        assert!("A".repeat(64).parse::<Digest>().is_err());
        assert!("a".repeat(63).parse::<Digest>().is_err());
    }
}
