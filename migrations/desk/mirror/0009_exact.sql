-- Whom a case belongs to by identity number, to be asked for exactly: a search by words also finds the number in a note, or
-- in a phone number. Words with accents are indexed beside those without, so that finds with the accents that were typed
-- come first among all. Cases of the former shape are written again, and both with them.
ALTER TABLE cases ADD COLUMN identity TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_of_person ON cases (identity, recency, id) WHERE identity <> '';
UPDATE cases SET shape = 0;
