-- Sealed bundles that were written here, and what came of them.
CREATE TABLE bundles (
  number     INTEGER PRIMARY KEY,
  digest     TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  acts       INTEGER NOT NULL,
  documents  INTEGER NOT NULL,
  answer     TEXT,                 -- digest of the portal's answer that was read
  read_at    INTEGER,
  accepted   INTEGER,
  refused    INTEGER,
  CHECK ((answer IS NULL) = (read_at IS NULL))
) STRICT;
-- The latest bundle that an envelope is in; it waits until there is a verdict, whichever way that comes.
ALTER TABLE envelopes ADD COLUMN bundle INTEGER REFERENCES bundles (number);
