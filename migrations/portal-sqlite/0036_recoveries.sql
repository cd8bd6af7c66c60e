-- Codes with which somebody comes back into an account whose password is forgotten.
CREATE TABLE account_recoveries (
  account    TEXT PRIMARY KEY REFERENCES accounts (id),
  digest     TEXT NOT NULL,                -- of the code; the code itself is only with its owner
  expires_at INTEGER NOT NULL
) STRICT;
