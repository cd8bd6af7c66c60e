-- Rooms of the staff: who is signed in, what was done there, and the edition that is being prepared.
CREATE TABLE staff_sessions (
  digest     TEXT PRIMARY KEY,             -- SHA-256 of the token; the token itself is only in the browser
  user_id    TEXT NOT NULL,
  seen_at    INTEGER NOT NULL,             -- ends when nothing was asked for too long
  expires_at INTEGER NOT NULL              -- ends in any case
) STRICT;

CREATE TABLE staff_actions (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  unit    TEXT NOT NULL,                   -- whose matter it was
  action  TEXT NOT NULL,
  detail  TEXT NOT NULL
) STRICT;
CREATE INDEX staff_actions_by_unit ON staff_actions (unit, seq);
CREATE TRIGGER staff_actions_stay AFTER UPDATE ON staff_actions
  BEGIN SELECT RAISE(ABORT, 'the book of actions is append-only'); END;
CREATE TRIGGER staff_actions_last BEFORE DELETE ON staff_actions
  BEGIN SELECT RAISE(ABORT, 'the book of actions is append-only'); END;

CREATE TABLE catalogue_drafts (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  body       TEXT NOT NULL,                -- the edition as YAML, as the administrator left it
  revision   INTEGER NOT NULL,             -- grows with each change: nobody overwrites what they have not seen
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
