-- Published questions are read page by page, and found by words without capitals and accents.
ALTER TABLE questions ADD COLUMN folded TEXT; -- what everybody reads of it; filled at the start where it is missing
CREATE INDEX questions_published ON questions (answered_at DESC, id) WHERE is_published = 1;
