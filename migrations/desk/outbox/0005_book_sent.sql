-- The book of this desk goes up to the portal, for the heads of the unit: when the portal took an entry.
ALTER TABLE desk_book ADD COLUMN sent_at INTEGER;
CREATE INDEX desk_book_unsent ON desk_book (place) WHERE sent_at IS NULL;
