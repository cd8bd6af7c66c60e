-- The words are indexed by their beginnings of up to four letters, without places within a case; cases of the former
-- shape are written again, and their words with them.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4',
  tokenize = "unicode61 remove_diacritics 2"
);

-- Cases in which the applicant wrote last. They are few: the index holds no others.
ALTER TABLE cases ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_asking ON cases (urgency, id) WHERE asks = 1;
