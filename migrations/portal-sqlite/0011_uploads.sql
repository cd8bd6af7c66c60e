-- Documents of citizens on their way: the bytes lie beside the database until the application is filed with them.
CREATE TABLE uploads (
  id         TEXT PRIMARY KEY,             -- random; who filed without an account shows nothing else
  owner      TEXT,                         -- the account; none where nobody was signed in
  target     TEXT NOT NULL,                -- 'filing CODE' of a service, or 'case ID' for a supplement
  place      INTEGER NOT NULL,              -- of the paper in the dossier
  name       TEXT NOT NULL,                -- shown, never a path
  size       INTEGER NOT NULL CHECK (size > 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_by_owner ON uploads (owner, target) WHERE owner IS NOT NULL;
CREATE INDEX uploads_by_end ON uploads (expires_at);
