-- Spans of case numbers for one day, beside the desks' own spans of every day. A span that was granted stays granted for
-- ever: case codes are unique.
CREATE TABLE day_codes (
  unit       TEXT NOT NULL,
  day        TEXT NOT NULL,
  first_code INTEGER NOT NULL,
  last_code  INTEGER NOT NULL,
  device     TEXT NOT NULL REFERENCES devices (id),
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (unit, day, first_code),
  CHECK (first_code > 0 AND last_code >= first_code AND last_code <= 9999)
) STRICT;
CREATE INDEX day_codes_by_device ON day_codes (device, day);

-- Locked while numbers of a unit are shared out: no two desks are given the same.
CREATE TABLE code_units (
  unit TEXT PRIMARY KEY
) STRICT;
