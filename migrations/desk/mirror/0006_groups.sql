-- All that groups of a list are counted over, so that counting them reads no case itself.
CREATE INDEX cases_grouped ON cases (
  waits_for, status, is_open, is_running, step_kind, asks, urgency, due_at, assignee, assignee_name, service_name
);
