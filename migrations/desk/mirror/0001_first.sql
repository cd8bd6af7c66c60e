-- The desk's copy of what the portal confirmed, and what screens show. Disposable: it can be deleted and is made again
-- from the portal's log and the outbox.
CREATE TABLE head (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  log    TEXT NOT NULL,
  unit   TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  hash   TEXT NOT NULL,
  as_of  INTEGER NOT NULL,
  behind INTEGER NOT NULL
) STRICT;

CREATE TABLE catalogues (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  row           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  shape         INTEGER NOT NULL,
  shown         TEXT NOT NULL,   -- JSON of the case that screens read
  confirmed     TEXT,            -- JSON as the portal confirmed it, 'null' where it has none yet; NULL: the same as shown
  code          TEXT,
  applicant     TEXT NOT NULL,
  service_name  TEXT NOT NULL,
  status        INTEGER NOT NULL,
  step_kind     TEXT NOT NULL,   -- '' where there is no step
  step_name     TEXT,
  waits_for     TEXT NOT NULL,   -- role that the case waits for; '' where it waits for nobody in the unit
  assignee      TEXT NOT NULL,   -- '' where nobody has it
  assignee_name TEXT,
  is_open       INTEGER NOT NULL,
  is_running    INTEGER NOT NULL,
  due_at        INTEGER,
  urgency       INTEGER NOT NULL, -- what open cases are ordered by: due moment, or filing
  changed_at    INTEGER NOT NULL,
  recency       INTEGER NOT NULL GENERATED ALWAYS AS (-changed_at) VIRTUAL
) STRICT;
CREATE INDEX cases_by_role ON cases (waits_for, urgency, id);
CREATE INDEX cases_by_status ON cases (status, urgency, id);
CREATE INDEX cases_by_step ON cases (step_kind, urgency, id) WHERE is_running = 1;
CREATE INDEX cases_running ON cases (urgency, id) WHERE is_running = 1;
CREATE INDEX cases_open ON cases (urgency, id) WHERE is_open = 1;
CREATE INDEX cases_recent ON cases (recency, id);
CREATE INDEX cases_pending ON cases (id) WHERE confirmed IS NOT NULL;

-- Exact counts of every queue without counting: kept by triggers.
CREATE TABLE counts (
  status    INTEGER NOT NULL,
  waits_for TEXT NOT NULL,
  step_kind TEXT NOT NULL,
  assignee  TEXT NOT NULL,
  cases     INTEGER NOT NULL,
  PRIMARY KEY (status, waits_for, step_kind, assignee)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cases_counted_in AFTER INSERT ON cases BEGIN
  INSERT INTO counts VALUES (NEW.status, NEW.waits_for, NEW.step_kind, NEW.assignee, 1)
  ON CONFLICT DO UPDATE SET cases = cases + 1;
END;
CREATE TRIGGER cases_counted_out AFTER DELETE ON cases BEGIN
  UPDATE counts SET cases = cases - 1
  WHERE status = OLD.status AND waits_for = OLD.waits_for AND step_kind = OLD.step_kind AND assignee = OLD.assignee;
END;
CREATE TRIGGER cases_counted_over AFTER UPDATE OF status, waits_for, step_kind, assignee ON cases BEGIN
  UPDATE counts SET cases = cases - 1
  WHERE status = OLD.status AND waits_for = OLD.waits_for AND step_kind = OLD.step_kind AND assignee = OLD.assignee;
  INSERT INTO counts VALUES (NEW.status, NEW.waits_for, NEW.step_kind, NEW.assignee, 1)
  ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_case ON events (case_id, seq);

-- Documents that cases refer to, so that those of open cases can be fetched ahead.
CREATE TABLE case_files (
  case_id TEXT NOT NULL,
  digest  TEXT NOT NULL,
  size    INTEGER NOT NULL,
  state   TEXT NOT NULL DEFAULT 'missing' CHECK (state IN ('missing', 'here', 'nowhere')), -- nowhere: not at the portal yet
  PRIMARY KEY (case_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_files_elsewhere ON case_files (state, digest) WHERE state <> 'here';

-- Words without accents, đ as d; the row is the case's.
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);
