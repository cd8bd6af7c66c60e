-- The key by which a desk signs bundles, and which answers are sealed to; it tells it over its line.
ALTER TABLE devices ADD COLUMN bundle_key TEXT;
-- Bundles that were carried here. What was in them stands in the log like everything else.
CREATE TABLE bundles (
  digest     TEXT PRIMARY KEY,
  device     TEXT NOT NULL REFERENCES devices (id),
  unit       TEXT NOT NULL,
  number     INTEGER NOT NULL,
  made_at    INTEGER NOT NULL,              -- by the desk's clock
  arrived_at INTEGER NOT NULL,
  carrier    TEXT NOT NULL,                 -- the desk or the person that brought it
  accepted   INTEGER NOT NULL,
  refused    INTEGER NOT NULL,
  documents  INTEGER NOT NULL
) STRICT;
CREATE INDEX bundles_by_unit ON bundles (unit, arrived_at);
