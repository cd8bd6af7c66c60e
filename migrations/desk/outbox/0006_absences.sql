-- What was said here of somebody's absence: it holds on this desk at once and goes to the portal before the envelopes.
CREATE TABLE absence_wishes (
  place        INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which they were said
  id           TEXT NOT NULL UNIQUE,
  body         TEXT NOT NULL,                     -- JSON of the request, sent exactly as it stands here
  after_place  INTEGER NOT NULL,                  -- the last envelope that was kept before it
  ends         TEXT,                              -- who stood in until then: what they did before is judged before
  begins       TEXT,                              -- who stands in from then on: what they do after is sent after
  state        TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused', 'closed')),
  catalogue    INTEGER,                           -- version of the portal's catalogue that has it
  refusal      TEXT,                              -- JSON; shown until a person closes it
  closed_at    INTEGER,
  closed_by    TEXT,
  closing_note TEXT,
  CHECK ((state = 'taken') = (catalogue IS NOT NULL)),
  CHECK ((state IN ('refused', 'closed')) = (refusal IS NOT NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX absence_wishes_by_state ON absence_wishes (state, place);
