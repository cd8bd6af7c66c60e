-- The books of the desks: who was there and which case they looked at, by unit. Only added to. An entry is named by what it
-- says, so that what comes twice stands once.
CREATE TABLE desk_book (
  unit       TEXT NOT NULL,
  place      BIGINT NOT NULL,               -- in the order of commits, with gaps
  device     TEXT NOT NULL REFERENCES devices (id),
  at         BIGINT NOT NULL,               -- by the desk's clock
  user_id    TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('signed_in', 'opened', 'reset')),
  about      TEXT NOT NULL,                -- the case that was opened, or the person whose secret was set anew; '' for neither
  arrived_at BIGINT NOT NULL,
  PRIMARY KEY (unit, place),
  UNIQUE (device, at, user_id, kind, about),
  CHECK ((kind = 'signed_in') = (about = ''))
);

-- The last place of each unit's book; locked first, so that no place is committed after a later one.
CREATE TABLE desk_book_units (
  unit  TEXT PRIMARY KEY,
  place BIGINT NOT NULL
);

-- Desks of heads take ratings over in this order.
CREATE INDEX ratings_by_time ON ratings (unit, rated_at, case_id);
