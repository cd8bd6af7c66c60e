-- Most syllables have five letters or fewer: beginnings of that length are indexed too, so that no letter of a name is
-- slow to type. Cases of the former shape are written again, and their words with them.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5',
  tokenize = "unicode61 remove_diacritics 2"
);
UPDATE cases SET shape = 0;
