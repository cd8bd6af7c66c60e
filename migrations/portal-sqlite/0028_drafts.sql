-- Drafts of editions, several side by side, each with a name and somebody who works on it.
CREATE TABLE edition_drafts (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: an old page finds no other draft
  name       TEXT NOT NULL,
  owner      TEXT NOT NULL,                -- who works on it
  base       TEXT NOT NULL,                -- the edition that it began from, or was last brought up to; empty: unknown
  body       TEXT NOT NULL,                -- the edition as YAML, as the administrator left it
  revision   INTEGER NOT NULL,             -- grows with each change: nobody overwrites what they have not seen
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
INSERT INTO edition_drafts (name, owner, base, body, revision, changed_at, changed_by)
  SELECT 'Bản dự thảo', changed_by, '', body, revision, changed_at, changed_by FROM catalogue_drafts;
DROP TABLE catalogue_drafts;
