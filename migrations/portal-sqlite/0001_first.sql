-- The centre's log and what follows from it. The entries are the truth; cases are their fold.
CREATE TABLE identity (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  log         TEXT NOT NULL,               -- which log this is; a restored portal begins another one
  signing_key TEXT NOT NULL,               -- Ed25519 seed, hexadecimal: signs checkpoints and download tickets
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE catalogues (
  version      INTEGER PRIMARY KEY,
  body         TEXT NOT NULL,
  published_at INTEGER NOT NULL
) STRICT;

-- The counter row of a unit: taken last in a transaction, so that number order is commit order.
CREATE TABLE unit_logs (
  unit     TEXT PRIMARY KEY,
  seq      INTEGER NOT NULL,
  hash     TEXT NOT NULL,
  safe_seq INTEGER NOT NULL DEFAULT 0      -- the last backup holds the log up to here
) STRICT;

CREATE TABLE entries (
  unit     TEXT NOT NULL REFERENCES unit_logs (unit),
  seq      INTEGER NOT NULL CHECK (seq > 0),
  case_id  TEXT NOT NULL,
  envelope TEXT NOT NULL,
  body     TEXT NOT NULL,                  -- exactly as it was first written: hashed and forwarded as these bytes
  hash     TEXT NOT NULL,
  PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_case ON entries (case_id, unit, seq);
-- History is append-only, whoever asks.
CREATE TRIGGER entries_stay AFTER UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE cases (
  id      TEXT PRIMARY KEY,
  unit    TEXT NOT NULL,
  version INTEGER NOT NULL,
  shape   INTEGER NOT NULL,
  state   TEXT NOT NULL,
  code    TEXT UNIQUE,                     -- the printed case code is nobody else's
  account TEXT                             -- the citizen's account, where it was filed online
) STRICT;
CREATE INDEX cases_by_unit ON cases (unit);
CREATE INDEX cases_by_account ON cases (account) WHERE account IS NOT NULL;

-- Every envelope that was judged, with its verdict: given again for ever.
CREATE TABLE envelopes (
  id         TEXT PRIMARY KEY,
  digest     TEXT NOT NULL,                -- of the bytes as they came: the same id must bring the same bytes
  body       TEXT NOT NULL,
  source     TEXT NOT NULL,
  arrived_at INTEGER NOT NULL,
  verdict    TEXT NOT NULL
) STRICT;

CREATE TABLE registers (
  unit   TEXT NOT NULL,
  book   TEXT NOT NULL,
  holder TEXT,                             -- the only desk that numbers in it
  PRIMARY KEY (unit, book)
) STRICT;
CREATE TABLE register_years (
  unit TEXT NOT NULL,
  book TEXT NOT NULL,
  year INTEGER NOT NULL,
  next INTEGER NOT NULL CHECK (next > 0),
  PRIMARY KEY (unit, book, year)
) STRICT;
CREATE TABLE register_entries (
  unit      TEXT NOT NULL,
  book      TEXT NOT NULL,
  year      INTEGER NOT NULL,
  number    INTEGER NOT NULL,
  case_id   TEXT NOT NULL,
  envelope  TEXT NOT NULL,
  is_voided INTEGER NOT NULL,              -- printed on a document that was then refused
  PRIMARY KEY (unit, book, year, number)
) STRICT;

CREATE TABLE secrets (
  user_id TEXT PRIMARY KEY,
  phc     TEXT NOT NULL                    -- Argon2id
) STRICT;

CREATE TABLE enrol_codes (
  digest           TEXT PRIMARY KEY,       -- SHA-256 of the code; the code itself is nowhere
  unit             TEXT NOT NULL,
  grants_registers INTEGER NOT NULL,
  expires_at       INTEGER NOT NULL,
  used_at          INTEGER
) STRICT;

CREATE TABLE devices (
  id           TEXT PRIMARY KEY,
  unit         TEXT NOT NULL,
  name         TEXT NOT NULL,
  token_digest TEXT NOT NULL UNIQUE,
  first_code   INTEGER NOT NULL,
  last_code    INTEGER NOT NULL,
  enrolled_at  INTEGER NOT NULL,
  revoked_at   INTEGER,
  UNIQUE (unit, first_code),
  CHECK (first_code > 0 AND last_code >= first_code AND last_code <= 9999)
) STRICT;
CREATE TABLE device_people (
  device  TEXT NOT NULL REFERENCES devices (id),
  user_id TEXT NOT NULL,
  PRIMARY KEY (device, user_id)
) STRICT;

-- Documents whose bytes are all here and were checked against their digest.
CREATE TABLE files (
  digest  TEXT PRIMARY KEY,
  size    INTEGER NOT NULL,
  held_at INTEGER NOT NULL,
  is_complete_result INTEGER NOT NULL      -- a PDF whose signatures are whole and cover it
) STRICT;
CREATE TABLE file_uses (
  digest  TEXT NOT NULL,
  case_id TEXT NOT NULL,
  unit    TEXT NOT NULL,
  PRIMARY KEY (digest, case_id)
) STRICT;
