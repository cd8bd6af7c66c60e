-- Accounts that an identity provider signs in: what it calls their owners.
CREATE TABLE account_identities (
  issuer    TEXT NOT NULL,
  subject   TEXT NOT NULL,
  account   TEXT NOT NULL REFERENCES accounts (id),
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX account_identities_by_account ON account_identities (account);

-- Wishes to be deleted that the province did not carry out, and why.
CREATE TABLE deletion_refusals (
  account    TEXT PRIMARY KEY REFERENCES accounts (id),
  reason     TEXT NOT NULL,
  refused_by TEXT NOT NULL,
  refused_at BIGINT NOT NULL
);

-- What everybody reads of a published question, where the agency worded it anew; the asker's own words stay beside it.
ALTER TABLE questions ADD COLUMN public_title TEXT;
ALTER TABLE questions ADD COLUMN public_body TEXT;

-- Who had the case when it was rated.
ALTER TABLE ratings ADD COLUMN officer TEXT;
