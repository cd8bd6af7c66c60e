-- What exists nowhere else: envelopes, drafts, leased numbers, keys. One commit here is what 'saved' means.
-- No migration of this file ever deletes an envelope.
CREATE TABLE envelopes (
  place      INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which the commands were given
  id         TEXT NOT NULL UNIQUE,
  case_id    TEXT NOT NULL,
  body       TEXT NOT NULL,                     -- JSON, sent exactly as it stands here
  kept_at    INTEGER NOT NULL,
  state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'refused', 'closed')),
  seq        INTEGER,                           -- place in the portal's log up to which it had judged
  refusal    TEXT,                              -- JSON of the refusal; a refused envelope is a conflict until closed
  judged_at  INTEGER,
  closed_at  INTEGER,
  closed_by  TEXT,
  closing_note TEXT,
  CHECK ((state = 'waiting') = (seq IS NULL)),
  CHECK ((state IN ('refused', 'closed')) = (refusal IS NOT NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX envelopes_by_state ON envelopes (state, place);
CREATE INDEX envelopes_by_case ON envelopes (case_id, state, place);

-- Documents that were made here, until the portal holds them and its backup does too.
CREATE TABLE uploads (
  digest   TEXT PRIMARY KEY,
  place    INTEGER NOT NULL REFERENCES envelopes (place), -- the first envelope that names it
  name     TEXT NOT NULL,
  size     INTEGER NOT NULL CHECK (size > 0),
  held_at  INTEGER                                        -- when the portal said that it holds the whole document
) STRICT;
CREATE INDEX uploads_waiting ON uploads (place) WHERE held_at IS NULL;

-- What people are typing, by person: saved every second, gone when the act is kept.
CREATE TABLE drafts (
  user_id  TEXT NOT NULL,
  key      TEXT NOT NULL,
  content  TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT;

-- The numbers of the day that this desk gives to cases, the same span every day.
CREATE TABLE code_block (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  first   INTEGER NOT NULL CHECK (first > 0),
  last    INTEGER NOT NULL CHECK (last >= first),
  day     TEXT NOT NULL,     -- the latest day on which a number was given
  next    INTEGER NOT NULL   -- on that day; may be one past the last
) STRICT;

-- Registers that only this desk numbers in.
CREATE TABLE registers (
  book TEXT NOT NULL,
  year INTEGER NOT NULL,
  next INTEGER NOT NULL CHECK (next > 0),
  PRIMARY KEY (book, year)
) STRICT;

-- Keys for signing (PKCS#12, locked by their own secret), by person.
CREATE TABLE signing_keys (
  user_id  TEXT PRIMARY KEY,
  p12      BLOB NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

-- Who this desk is: device, token, portal, the portal's key.
CREATE TABLE facts (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
