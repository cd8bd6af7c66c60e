-- Rows that change with each act find room on their own page, so that no index is touched; a case's state, which is a little
-- larger than what a page takes without packing, is packed by the quicker of the two ways where the server has it.
ALTER TABLE cases SET (fillfactor = 70);
ALTER TABLE case_units SET (fillfactor = 80);
ALTER TABLE unit_logs SET (fillfactor = 50);
DO $$ BEGIN
  ALTER TABLE cases ALTER COLUMN state SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  NULL;                                    -- a server that was built without it goes on packing as before
END $$;
