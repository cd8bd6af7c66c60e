-- What desks said of somebody's absence, and what the portal said to it: the same wish gets the same answer for ever.
CREATE TABLE absence_wishes (
  id         TEXT PRIMARY KEY,
  unit       TEXT NOT NULL,
  user_id    TEXT NOT NULL,            -- who is away
  said_by    TEXT NOT NULL,
  said_at    BIGINT NOT NULL,         -- by the desk's clock, never later than its arrival
  arrived_at BIGINT NOT NULL,
  body       TEXT NOT NULL,            -- JSON of the request
  verdict    TEXT NOT NULL,            -- JSON
  is_taken   BIGINT NOT NULL CHECK (is_taken IN (0, 1))
);
CREATE INDEX absence_wishes_of ON absence_wishes (user_id, said_at) WHERE is_taken = 1;
