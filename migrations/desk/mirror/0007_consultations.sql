-- The last moment at which the next opinion is in time that the unit was asked for, or that a case of its own waits for.
-- They are few: the index holds no others. Cases of the former shape are written again, and this with them.
ALTER TABLE cases ADD COLUMN answer_by INTEGER;
CREATE INDEX cases_consulting ON cases (answer_by, id) WHERE answer_by IS NOT NULL;
DROP INDEX cases_grouped;
CREATE INDEX cases_grouped ON cases (
  waits_for, status, is_open, is_running, step_kind, asks, answer_by, urgency, due_at, assignee, assignee_name,
  service_name
);
UPDATE cases SET shape = 0;
