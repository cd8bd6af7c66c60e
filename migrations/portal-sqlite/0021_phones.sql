-- The phone number that an account has proven to be its own.
ALTER TABLE accounts ADD COLUMN verified_phone TEXT;   -- its digits, beginning with 0
CREATE UNIQUE INDEX accounts_by_phone ON accounts (verified_phone) WHERE verified_phone IS NOT NULL;
CREATE TABLE account_phone_codes (
  account    TEXT PRIMARY KEY REFERENCES accounts (id),
  phone      TEXT NOT NULL,
  digest     TEXT NOT NULL,                -- of the code; the code itself is only in the message
  expires_at INTEGER NOT NULL
) STRICT;
-- How many codes a number was sent on a day, whoever asked: nobody's telephone is made to ring on.
CREATE TABLE phone_codes_sent (
  digest TEXT NOT NULL,                    -- of the number
  day    INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (digest, day)
) STRICT;
-- Cases by the phone number of their applicant: its digest, so that the number stands in the case alone.
CREATE TABLE case_phones (
  case_id TEXT PRIMARY KEY,
  digest  TEXT NOT NULL
) STRICT;
CREATE INDEX case_phones_by_digest ON case_phones (digest);
