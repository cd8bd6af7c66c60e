-- When a desk was heard last, and how far its mirror was then. Written once in a while, not with each call.
CREATE TABLE desks_seen (
  device    TEXT PRIMARY KEY,
  seen_at   INTEGER NOT NULL,
  seq       INTEGER NOT NULL,
  catalogue INTEGER NOT NULL
) STRICT;
-- Acts that the law refused: what a person at the desk has to close.
CREATE INDEX envelopes_refused ON envelopes (arrived_at) WHERE substr(verdict, 1, 17) = '{"type":"refused"';
