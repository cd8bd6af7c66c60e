-- What heads see beyond the log: who was at the other desks of the unit and what they looked at, and what applicants
-- thought of finished cases. Only at desks at which a head is enrolled; the portal has it all.
CREATE TABLE unit_book (
  place      INTEGER PRIMARY KEY,   -- the portal's
  at         INTEGER NOT NULL,      -- by the clock of that desk
  arrived_at INTEGER NOT NULL,
  desk       TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('signed_in', 'opened', 'reset')),
  case_id    TEXT,
  about      TEXT,
  CHECK ((kind = 'opened') = (case_id IS NOT NULL)),
  CHECK ((kind = 'reset') = (about IS NOT NULL))
) STRICT;
CREATE INDEX unit_book_by_time ON unit_book (at, place);

CREATE TABLE ratings (
  case_id  TEXT PRIMARY KEY,
  handling INTEGER NOT NULL,
  attitude INTEGER NOT NULL,
  agency   INTEGER NOT NULL,
  remark   TEXT NOT NULL,
  officer  TEXT,
  rated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ratings_by_time ON ratings (rated_at, case_id);

-- How far each of the two is, of which log, and since when nothing more was there.
CREATE TABLE heads_asked (
  what  TEXT PRIMARY KEY CHECK (what IN ('book', 'ratings')),
  log   TEXT NOT NULL,
  place INTEGER NOT NULL,   -- of the book: the portal's place; of the ratings: the moment of the last one
  as_of INTEGER             -- the portal's time at which the desk had everything; NULL before it ever did
) STRICT;
