-- The key by which a desk signs bundles, and which answers are sealed to; it tells it over its line.
ALTER TABLE devices ADD COLUMN bundle_key TEXT;
-- Bundles that were carried here. What was in them stands in the log like everything else.
CREATE TABLE bundles (
  digest     TEXT PRIMARY KEY,
  device     TEXT NOT NULL REFERENCES devices (id),
  unit       TEXT NOT NULL,
  number     BIGINT NOT NULL,
  made_at    BIGINT NOT NULL,              -- by the desk's clock
  arrived_at BIGINT NOT NULL,
  carrier    TEXT NOT NULL,                 -- the desk or the person that brought it
  accepted   BIGINT NOT NULL,
  refused    BIGINT NOT NULL,
  documents  BIGINT NOT NULL
);
CREATE INDEX bundles_by_unit ON bundles (unit, arrived_at);
