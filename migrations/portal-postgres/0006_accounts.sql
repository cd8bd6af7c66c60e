-- Citizens' accounts and what belongs to them. Cases stay in the log; these tables only say who sees them.
CREATE TABLE accounts (
  id                TEXT PRIMARY KEY,
  login             TEXT NOT NULL UNIQUE,   -- e-mail in lower case, or the digits of a telephone number
  name              TEXT NOT NULL,
  identity_number   TEXT,
  phone             TEXT NOT NULL,
  email             TEXT NOT NULL,
  address           TEXT NOT NULL,
  phc               TEXT NOT NULL,          -- Argon2id
  totp_secret       TEXT,                   -- hexadecimal; the second factor, where it is on
  totp_step         BIGINT NOT NULL DEFAULT 0, -- the last step that was used: a code is good once
  created_at        BIGINT NOT NULL,
  deletion_asked_at BIGINT
);
CREATE TABLE account_sessions (
  digest     TEXT PRIMARY KEY,              -- SHA-256 of the token; the token itself is nowhere
  account    TEXT NOT NULL REFERENCES accounts (id),
  expires_at BIGINT NOT NULL
);
CREATE INDEX account_sessions_by_account ON account_sessions (account);
CREATE TABLE account_recovery (
  account TEXT NOT NULL REFERENCES accounts (id),
  digest  TEXT NOT NULL,
  PRIMARY KEY (account, digest)
);
CREATE TABLE account_cases (
  account  TEXT NOT NULL REFERENCES accounts (id),
  case_id  TEXT NOT NULL,
  acts_as  TEXT,                            -- in whose name the account may act in it; none: it only looks
  added_at BIGINT NOT NULL,
  PRIMARY KEY (account, case_id)
);
CREATE TABLE filing_drafts (
  account  TEXT NOT NULL REFERENCES accounts (id),
  service  TEXT NOT NULL,
  body     TEXT NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (account, service)
);

-- Questions and petitions to agencies.
CREATE TABLE questions (
  id           TEXT PRIMARY KEY,
  account      TEXT NOT NULL REFERENCES accounts (id),
  kind         TEXT NOT NULL CHECK (kind IN ('question', 'petition')),
  unit         TEXT NOT NULL,
  service      TEXT,
  case_id      TEXT,
  title        TEXT NOT NULL,
  body         TEXT NOT NULL,
  asked_at     BIGINT NOT NULL,
  answer       TEXT,
  answered_by  TEXT,
  answered_at  BIGINT,
  is_published BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX questions_by_account ON questions (account, asked_at);
CREATE INDEX questions_by_unit ON questions (unit, asked_at);

-- Once for each finished case.
CREATE TABLE ratings (
  case_id  TEXT PRIMARY KEY,
  unit     TEXT NOT NULL,
  handling BIGINT NOT NULL CHECK (handling BETWEEN 1 AND 5),
  attitude BIGINT NOT NULL CHECK (attitude BETWEEN 1 AND 5),
  agency   BIGINT NOT NULL CHECK (agency BETWEEN 1 AND 5),
  remark   TEXT NOT NULL,
  rated_at BIGINT NOT NULL
);
CREATE INDEX ratings_by_unit ON ratings (unit);
