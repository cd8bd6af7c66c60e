-- How the agency decided, and the service's code, so that lists and groups read no case for either. Cases of the former shape are written again, and this with them.
ALTER TABLE cases ADD COLUMN decision TEXT NOT NULL DEFAULT '' CHECK (decision IN ('', 'granted', 'declined'));
ALTER TABLE cases ADD COLUMN service TEXT NOT NULL DEFAULT '';
DROP INDEX cases_grouped;
CREATE INDEX cases_grouped ON cases (
  waits_for, status, is_open, is_running, step_kind, asks, answer_by, decision, urgency, due_at, assignee,
  assignee_name, service_name, service
);
UPDATE cases SET shape = 0;
