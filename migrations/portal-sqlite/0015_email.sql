-- The e-mail address that an account has proven to be its own, and its wishes about being told.
ALTER TABLE accounts ADD COLUMN verified_email TEXT;  -- in lower case
ALTER TABLE accounts ADD COLUMN wants_no_mail INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN wants_no_messages INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX accounts_by_email ON accounts (verified_email) WHERE verified_email IS NOT NULL;
CREATE TABLE account_email_codes (
  account    TEXT PRIMARY KEY REFERENCES accounts (id),
  email      TEXT NOT NULL,
  digest     TEXT NOT NULL,                -- of the code; the code itself is only in the e-mail
  expires_at INTEGER NOT NULL
) STRICT;
-- Cases by the e-mail address of their applicant: its digest, so that the address stands in the case alone.
CREATE TABLE case_emails (
  case_id TEXT PRIMARY KEY,
  digest  TEXT NOT NULL
) STRICT;
CREATE INDEX case_emails_by_digest ON case_emails (digest);
