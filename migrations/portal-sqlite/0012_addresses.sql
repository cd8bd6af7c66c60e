-- Addresses under which another system may open one document each: signed, good for so long, and ended by a date here.
CREATE TABLE document_addresses (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL,
  digest     TEXT NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  given_to   TEXT NOT NULL,                -- 'national'
  made_at    INTEGER NOT NULL,
  revoked_at INTEGER,
  opened_at  INTEGER,                       -- last
  openings   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (case_id, digest, given_to)
) STRICT;

-- The national portal's lists, as they were read last.
CREATE TABLE national_lists (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  body       TEXT NOT NULL,
  fetched_at INTEGER NOT NULL
) STRICT;
