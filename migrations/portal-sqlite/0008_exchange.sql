-- Work to do for other systems: at least once, tried again with growing pauses, shared by all instances.
CREATE TABLE jobs (
  name        TEXT PRIMARY KEY,            -- the same work has the same name and is there once
  kind        TEXT NOT NULL,
  payload     TEXT NOT NULL,               -- JSON; names cases, holds nobody's particulars
  run_at      INTEGER NOT NULL,            -- while somebody does it: when another one may
  tries       INTEGER NOT NULL,
  last_error  TEXT,
  done_at     INTEGER,
  given_up_at INTEGER
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at IS NULL AND given_up_at IS NULL;
-- How far each kind of work has read each unit's log; the row without a unit says that it has begun.
CREATE TABLE job_cursors (
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  seq  INTEGER NOT NULL,
  PRIMARY KEY (name, unit)
) STRICT, WITHOUT ROWID;

-- Fees that somebody set out to pay online.
CREATE TABLE payment_intents (
  reference      TEXT PRIMARY KEY,         -- what the gateway calls it
  case_id        TEXT NOT NULL,
  unit           TEXT NOT NULL,
  gateway        TEXT NOT NULL,
  amount         INTEGER NOT NULL CHECK (amount > 0),
  lines          TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('open', 'expired', 'paid', 'failed')),
  created_at     INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  confirmed_at   INTEGER,
  gateway_number TEXT,
  envelope       TEXT,                     -- the command that records it, written before it is given
  recorded_at    INTEGER,
  problem        TEXT                      -- why the law did not take it; somebody must give the money back
) STRICT;
CREATE UNIQUE INDEX payment_intents_open ON payment_intents (case_id, amount) WHERE state = 'open';
CREATE INDEX payment_intents_by_case ON payment_intents (case_id);
CREATE INDEX payment_intents_by_day ON payment_intents (confirmed_at) WHERE confirmed_at IS NOT NULL;

-- What was sent to the national portal for a case, and what it said.
CREATE TABLE national_messages (
  id      TEXT PRIMARY KEY,                -- in the order in which they were sent
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  call    TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  request TEXT NOT NULL,
  answer  TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('taken', 'refused', 'unreached'))
) STRICT;
CREATE INDEX national_messages_by_case ON national_messages (case_id);

-- Other systems that may ask, and addresses that are told.
CREATE TABLE api_tokens (
  digest     TEXT PRIMARY KEY,             -- SHA-256 of the token; the token itself is nowhere
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  scopes     TEXT NOT NULL,
  unit       TEXT,                         -- only this unit's cases
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE TABLE api_hooks (
  id         TEXT PRIMARY KEY,
  url        TEXT NOT NULL,
  unit       TEXT,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

-- Results on their way by post.
CREATE TABLE postal_items (
  case_id    TEXT PRIMARY KEY,
  waybill    TEXT NOT NULL UNIQUE,
  carrier    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('handed_in', 'under_way', 'delivered', 'returned')),
  changed_at INTEGER NOT NULL
) STRICT;
