-- What is bounded by the day, over all instances: wrong facts of a case, for one.
CREATE TABLE day_counts (
  key   TEXT NOT NULL,                     -- a digest: what is meant stands nowhere
  day   TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (key, day)
);
CREATE INDEX day_counts_by_day ON day_counts (day);
-- Who proved a case by digits of a telephone number alone sees less of it. Of links that are there already nobody knows.
ALTER TABLE account_cases ADD COLUMN by_digits BIGINT NOT NULL DEFAULT 0;
UPDATE account_cases SET by_digits = 1 WHERE acts_as IS NULL;
