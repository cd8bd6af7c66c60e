-- Passkeys of accounts and of the staff. The owner is written `account …` or `user …`.
CREATE TABLE passkeys (
  id         TEXT PRIMARY KEY,              -- SHA-256 of the credential's id, hexadecimal
  owner      TEXT NOT NULL,
  name       TEXT NOT NULL,                 -- what its owner calls it
  credential TEXT NOT NULL,                 -- public key and counter, JSON
  added_at   BIGINT NOT NULL,
  used_at    BIGINT
);
CREATE INDEX passkeys_by_owner ON passkeys (owner);
-- What was asked of a browser and is answered once.
CREATE TABLE passkey_challenges (
  digest     TEXT PRIMARY KEY,              -- of the token that the browser shows with the answer
  owner      TEXT NOT NULL,                 -- empty where anybody may answer
  state      TEXT NOT NULL,                 -- JSON
  expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_by_end ON passkey_challenges (expires_at);
