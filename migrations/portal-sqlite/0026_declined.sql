-- Figures tell what was declined after appraisal apart from what was granted.
ALTER TABLE case_facts ADD COLUMN is_declined INTEGER NOT NULL DEFAULT 0;
UPDATE case_facts SET is_declined = 1 WHERE finished_at IS NOT NULL AND case_id IN
  (SELECT id FROM cases WHERE state LIKE '%"declined"%' AND json_extract(state, '$.deliverable.decision') = 'declined');
