//! Phone numbers that accounts have proven to be their own, and the cases filed with them.

use super::contacts::Contact;
use super::{Account, DatabaseError, Store};
use casework::{AccountId, CaseId, Date, Digest, Moment};

/// How a number is compared: its digits, beginning with 0; nothing where it is no Vietnamese number.
pub(crate) fn plain_phone(text: &str) -> Option<String> {
    let written = text.chars().all(|letter| letter.is_ascii_digit() || " .-+()\u{a0}".contains(letter));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("84") {
        Some(rest) if rest.len() == 9 => format!("0{rest}"),
        _ => digits,
    };
    (written && (10..=11).contains(&digits.len()) && digits.starts_with('0')).then_some(digits)
}

/// How a case is found by a number; nothing where it is none.
pub(crate) fn phone_digest(text: &str) -> Option<Digest> {
    plain_phone(text).map(|digits| protocol::digest(format!("phone {digits}").as_bytes()))
}

impl Store {
    /// The number that an account has proven.
    ///
    /// # Errors
    /// The database.
    pub async fn verified_phone(&self, account: &AccountId) -> Result<Option<String>, DatabaseError> {
        each!(self, store => store.verified_phone(account).await)
    }
    /// Counts a code that a number is to be sent on a day; `false` where there were `most` already.
    pub(crate) async fn may_send_phone_code(&self, phone: &str, day: Date, most: i64) -> Result<bool, DatabaseError> {
        let Some(digest) = phone_digest(phone) else { return Ok(false) };
        each!(self, store => store.may_send_phone_code(&digest, Moment::at(day, 0).0, most).await)
    }
    /// Notes the code that was sent to a number; a former one is worth nothing any more.
    pub(crate) async fn note_phone_code(
        &self,
        account: &AccountId,
        phone: &str,
        code: &Digest,
        expires_at: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_contact_code(Contact::Phone, account, phone, code, expires_at).await)
    }
    /// Uses a code up; the number is the account's from then on, and nobody else's. `false` where the code is not that.
    pub(crate) async fn verify_phone(
        &self,
        account: &AccountId,
        code: &Digest,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.verify_contact(Contact::Phone, account, code, now).await)
    }
    /// The account that has proven a number.
    pub(crate) async fn account_by_phone(&self, phone: &str) -> Result<Option<Account>, DatabaseError> {
        let Some(phone) = plain_phone(phone) else { return Ok(None) };
        each!(self, store => store.account_by_contact(Contact::Phone, &phone).await)
    }
    /// Cases whose applicant gave this number.
    pub(crate) async fn cases_with_phone(&self, phone: &str) -> Result<Vec<CaseId>, DatabaseError> {
        let Some(digest) = phone_digest(phone) else { return Ok(Vec::new()) };
        each!(self, store => store.cases_with_contact(Contact::Phone, &digest).await)
    }
    /// Notes the numbers of cases that are older than their list, once.
    pub(crate) async fn fill_phones(&self) -> Result<(), DatabaseError> {
        each!(self, store => store.fill_phones().await)
    }
}

macro_rules! phones_store {
    ($store:ident, connection: $connection:ident, write: $write:expr) => {
        impl $store {
            pub(crate) async fn verified_phone(&self, account: &AccountId) -> Done<Option<String>> {
                let phone: Option<Option<String>> =
                    sqlx::query_scalar("SELECT verified_phone FROM accounts WHERE id = $1")
                        .bind(account.as_str())
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("reading a proven number"))?;
                Ok(phone.flatten())
            }

            pub(crate) async fn may_send_phone_code(&self, phone: &Digest, day: i64, most: i64) -> Done<bool> {
                let what = "counting codes";
                sqlx::query("DELETE FROM phone_codes_sent WHERE day < $1")
                    .bind(day)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                let count: i64 = sqlx::query_scalar(
                    "INSERT INTO phone_codes_sent (digest, day, count) VALUES ($1, $2, 1)
                     ON CONFLICT (digest, day) DO UPDATE SET count = phone_codes_sent.count + 1 RETURNING count",
                )
                .bind(phone.as_str())
                .bind(day)
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                Ok(count <= most)
            }

            /// Notes by which number cases are found.
            pub(super) async fn write_phones(connection: &mut $connection, rows: Vec<(String, String)>) -> Done<()> {
                if rows.is_empty() {
                    return Ok(());
                }
                $write(connection, rows).await.map_err(DatabaseError::sql("noting the numbers of cases"))
            }

            pub(crate) async fn fill_phones(&self) -> Done<()> {
                let what = "filling the numbers of cases";
                if self.is_filled("case_phones").await? {
                    return Ok(());
                }
                let mut last = String::new();
                while let Some(cases) = self.cases_after(&mut last).await? {
                    let digest = |case: &Case| {
                        super::phones::phone_digest(&case.applicant.phone)
                            .map(|digest| (case.id.to_string(), digest.to_string()))
                    };
                    let mut transaction = self.begin().await?;
                    Self::write_phones(&mut transaction, cases.iter().filter_map(digest).collect()).await?;
                    transaction.commit().await.map_err(DatabaseError::sql(what))?;
                }
                self.note_filled("case_phones").await
            }
        }
    };
}

pub(crate) use phones_store;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in ["0912345678", "0912 345 678", "+84 912.345.678", "(0912) 345-678"] {
            assert_eq!(plain_phone(text).as_deref(), Some("0912345678"), "{text}");
        }
        for text in ["", "12345", "912345678", "0912 345 67x", "a@b.vn"] {
            assert_eq!(plain_phone(text), None, "{text}");
        }
    }
}
