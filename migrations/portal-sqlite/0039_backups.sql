-- Backups that were whole: when, and how many entries of all logs they hold.
CREATE TABLE backups (
  at      INTEGER PRIMARY KEY,
  entries INTEGER NOT NULL
) STRICT;
