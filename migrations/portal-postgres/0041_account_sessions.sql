-- A session tells its owner where it is used, since when and when last, and ends without use, too. Of those that were begun
-- before nobody knows that, and their cookies have another name where the portal is reached over TLS: people sign in anew.
DELETE FROM account_sessions;
ALTER TABLE account_sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';   -- as its browser told, not more than that
ALTER TABLE account_sessions ADD COLUMN begun_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_sessions ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;     -- to the minute
