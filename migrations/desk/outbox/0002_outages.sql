-- When this desk was without a line: what the minutes of an outage are made of.
CREATE TABLE outages (
  began_at INTEGER PRIMARY KEY,
  ended_at INTEGER,
  CHECK (ended_at IS NULL OR ended_at >= began_at)
) STRICT;
CREATE UNIQUE INDEX outages_open ON outages (ended_at IS NULL) WHERE ended_at IS NULL;
