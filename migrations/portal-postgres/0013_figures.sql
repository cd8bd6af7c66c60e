-- What figures need of a case, narrow, so that a million cases are counted at once: written only when one of them changes.
CREATE TABLE case_facts (
  case_id      TEXT PRIMARY KEY,
  unit         TEXT NOT NULL,              -- the competent one
  service      TEXT NOT NULL,
  edition      TEXT NOT NULL,
  is_online    BIGINT NOT NULL,
  accepted_at  BIGINT,
  finished_at  BIGINT,
  due_at       BIGINT,
  is_withdrawn BIGINT NOT NULL,
  is_paused    BIGINT NOT NULL,
  is_moved     BIGINT NOT NULL,             -- it was passed on after its acceptance: several units count it
  facts_at     BIGINT NOT NULL             -- latest claimed time of an event that changed one of them
);
CREATE INDEX case_facts_late ON case_facts (facts_at);
CREATE INDEX case_facts_moved ON case_facts (case_id) WHERE is_moved = 1;
-- Tables that were filled from what was there before them.
CREATE TABLE fills (name TEXT PRIMARY KEY);

-- Which cases a report of a period has to read: all that are not over, and what something happened in since.
ALTER TABLE case_units ADD COLUMN is_over BIGINT NOT NULL DEFAULT 0;
ALTER TABLE case_units ADD COLUMN touched_on BIGINT NOT NULL DEFAULT 0; -- beginning of the day of its latest event
CREATE INDEX case_units_open ON case_units (unit) WHERE is_over = 0;
CREATE INDEX case_units_touched ON case_units (unit, touched_on);
