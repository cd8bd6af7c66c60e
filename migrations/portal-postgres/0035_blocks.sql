-- A desk's block may be given again once the desk is revoked: case codes carry the date.
ALTER TABLE devices DROP CONSTRAINT devices_unit_first_code_key;
CREATE UNIQUE INDEX devices_by_block ON devices (unit, first_code) WHERE revoked_at IS NULL;
