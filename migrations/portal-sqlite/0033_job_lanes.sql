-- Jobs are taken by where they go to: a place that hangs holds up nobody else.
CREATE INDEX jobs_due_by_kind ON jobs (kind, run_at) WHERE done_at IS NULL AND given_up_at IS NULL;
DROP INDEX jobs_due;
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;
