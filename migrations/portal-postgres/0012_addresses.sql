-- Addresses under which another system may open one document each: signed, good for so long, and ended by a date here.
CREATE TABLE document_addresses (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL,
  digest     TEXT NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  given_to   TEXT NOT NULL,                -- 'national'
  made_at    BIGINT NOT NULL,
  revoked_at BIGINT,
  opened_at  BIGINT,                       -- last
  openings   BIGINT NOT NULL DEFAULT 0,
  UNIQUE (case_id, digest, given_to)
);

-- The national portal's lists, as they were read last.
CREATE TABLE national_lists (
  one        BIGINT PRIMARY KEY CHECK (one = 1),
  body       TEXT NOT NULL,
  fetched_at BIGINT NOT NULL
);
