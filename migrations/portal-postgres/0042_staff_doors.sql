-- People of the staff whom the secret alone does not let into the rooms on the web once they have a passkey. Their desks are
-- unlocked as before.
CREATE TABLE staff_doors (
  user_id TEXT PRIMARY KEY,
  set_by  TEXT NOT NULL,                   -- themselves, or an administrator: nobody undoes what an administrator set
  set_at  BIGINT NOT NULL
);
