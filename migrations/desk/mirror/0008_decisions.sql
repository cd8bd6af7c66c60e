-- How the agency decided, for the lists. Cases of the former shape are written again, and this with them.
ALTER TABLE cases ADD COLUMN decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'granted', 'declined'));
DROP INDEX cases_grouped;
CREATE INDEX cases_grouped ON cases (
  waits_for, status, is_open, is_running, step_kind, asks, answer_by, decision, urgency, due_at, assignee,
  assignee_name, service_name
);
UPDATE cases SET shape = 0;
