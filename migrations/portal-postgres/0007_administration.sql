-- Rooms of the staff: who is signed in, what was done there, and the edition that is being prepared.
CREATE TABLE staff_sessions (
  digest     TEXT PRIMARY KEY,             -- SHA-256 of the token; the token itself is only in the browser
  user_id    TEXT NOT NULL,
  seen_at    BIGINT NOT NULL,              -- ends when nothing was asked for too long
  expires_at BIGINT NOT NULL               -- ends in any case
);

CREATE TABLE staff_actions (
  seq     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      BIGINT NOT NULL,
  user_id TEXT NOT NULL,
  unit    TEXT NOT NULL,                   -- whose matter it was
  action  TEXT NOT NULL,
  detail  TEXT NOT NULL
);
CREATE INDEX staff_actions_by_unit ON staff_actions (unit, seq);
CREATE TRIGGER staff_actions_stay BEFORE UPDATE OR DELETE ON staff_actions
  FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE TABLE catalogue_drafts (
  one        BIGINT PRIMARY KEY CHECK (one = 1),
  body       TEXT NOT NULL,                -- the edition as YAML, as the administrator left it
  revision   BIGINT NOT NULL,              -- grows with each change: nobody overwrites what they have not seen
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);
