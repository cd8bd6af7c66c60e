-- Tries at what can be guessed (secrets, codes), over all instances, by minute. Lost with a crash: a minute begins anew.
CREATE UNLOGGED TABLE tries (
  key    TEXT NOT NULL,                    -- a digest: who is meant stands nowhere
  minute BIGINT NOT NULL,
  count  BIGINT NOT NULL,
  PRIMARY KEY (key, minute)
);
CREATE INDEX tries_by_minute ON tries (minute);
