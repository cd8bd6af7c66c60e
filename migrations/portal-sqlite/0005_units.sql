-- Units with a part in a case: each has its whole history in its own log.
CREATE TABLE case_units (
  case_id    TEXT NOT NULL REFERENCES cases (id),
  unit       TEXT NOT NULL,
  version    INTEGER NOT NULL,             -- events of the case that this unit's log holds
  is_current INTEGER NOT NULL,             -- the unit still has a part; a case that went elsewhere leaves a trace
  PRIMARY KEY (case_id, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_units_by_unit ON case_units (unit, case_id);
INSERT INTO case_units (case_id, unit, version, is_current) SELECT id, unit, version, 1 FROM cases;

-- When the step of a case goes on by itself.
ALTER TABLE cases ADD COLUMN goes_on_at INTEGER;
CREATE INDEX cases_by_waiting ON cases (goes_on_at) WHERE goes_on_at IS NOT NULL;
