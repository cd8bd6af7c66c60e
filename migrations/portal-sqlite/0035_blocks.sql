-- A desk's block may be given again once the desk is revoked: case codes carry the date. The table is written anew, since a
-- constraint cannot be dropped; what refers to it finds the same rows again before the end.
PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE devices_kept AS SELECT * FROM devices;
DROP TABLE devices;
CREATE TABLE devices (
  id           TEXT PRIMARY KEY,
  unit         TEXT NOT NULL,
  name         TEXT NOT NULL,
  token_digest TEXT NOT NULL UNIQUE,
  first_code   INTEGER NOT NULL,
  last_code    INTEGER NOT NULL,
  enrolled_at  INTEGER NOT NULL,
  revoked_at   INTEGER,
  CHECK (first_code > 0 AND last_code >= first_code AND last_code <= 9999)
) STRICT;
INSERT INTO devices SELECT * FROM devices_kept;
DROP TABLE devices_kept;
CREATE UNIQUE INDEX devices_by_block ON devices (unit, first_code) WHERE revoked_at IS NULL;
