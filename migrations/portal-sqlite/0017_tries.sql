-- Tries at what can be guessed (secrets, codes), over all instances, by minute. Lost with a crash: a minute begins anew.
CREATE TABLE tries (
  key    TEXT NOT NULL,                    -- a digest: who is meant stands nowhere
  minute INTEGER NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (key, minute)
) STRICT;
CREATE INDEX tries_by_minute ON tries (minute);
