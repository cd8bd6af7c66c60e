-- What an independent authority has put its time on: documents, and places in the logs.
CREATE TABLE timestamps (
  digest    TEXT PRIMARY KEY,              -- of the document, or what stands for the place in the log
  log       TEXT,                          -- the place: everything up to it existed then; of which log, since a
  unit      TEXT,                          -- restored portal begins another one with the same entries
  seq       BIGINT,
  at        BIGINT NOT NULL,            -- the authority's time
  authority TEXT NOT NULL,
  token     BYTEA NOT NULL                -- RFC 3161
);
CREATE INDEX timestamps_by_place ON timestamps (unit, seq) WHERE unit IS NOT NULL;
-- How far each log has been given to the authority, and when.
CREATE TABLE timestamped_logs (
  unit     TEXT PRIMARY KEY,
  seq      BIGINT NOT NULL,
  hash     TEXT NOT NULL,
  asked_at BIGINT NOT NULL
);
