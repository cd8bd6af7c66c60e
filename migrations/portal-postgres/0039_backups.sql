-- Backups that were whole: when, and how many entries of all logs they hold.
CREATE TABLE backups (
  at      BIGINT PRIMARY KEY,
  entries BIGINT NOT NULL
);
