-- Numbers that a lost desk is known to have given on paper: no other desk gives them again, and the register says why they
-- are missing in it. Each of them has its row in register_entries, too.
CREATE TABLE register_voids (
  unit   TEXT NOT NULL,
  book   TEXT NOT NULL,
  year   BIGINT NOT NULL,
  first  BIGINT NOT NULL,
  last   BIGINT NOT NULL,
  reason TEXT NOT NULL,
  said_by TEXT NOT NULL,
  said_at BIGINT NOT NULL,
  PRIMARY KEY (unit, book, year, first)
);
