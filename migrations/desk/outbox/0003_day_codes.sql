-- Spans of case numbers that the portal granted this desk for one day, beside its own span of every day.
CREATE TABLE day_codes (
  day   TEXT NOT NULL,
  first INTEGER NOT NULL CHECK (first > 0),
  last  INTEGER NOT NULL CHECK (last >= first),
  next  INTEGER NOT NULL,   -- may be one past the last
  PRIMARY KEY (day, first)
) STRICT;
