-- What is kept for each person over restarts: their news, and what they want to be interrupted for.
CREATE TABLE news_books (
  user_id  TEXT PRIMARY KEY,
  body     TEXT,      -- JSON of the news; NULL before the first look
  settings TEXT       -- JSON of the choices; NULL before the first choice
) STRICT;

-- The book of this desk: who was here, what they looked at. Only added to; what was done to cases stands in the log.
CREATE TABLE desk_book (
  place   INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('signed_in', 'opened', 'reset')),
  case_id TEXT,                                   -- what was opened
  about   TEXT,                                   -- whose secret was set anew
  seen_at INTEGER,                                -- when the one it is about was told
  CHECK ((kind = 'opened') = (case_id IS NOT NULL)),
  CHECK ((kind = 'reset') = (about IS NOT NULL))
) STRICT;
CREATE INDEX desk_book_by_time ON desk_book (at);
CREATE INDEX desk_book_untold ON desk_book (about) WHERE kind = 'reset' AND seen_at IS NULL;
