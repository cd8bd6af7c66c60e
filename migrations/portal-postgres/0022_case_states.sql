-- What a desk's self-check adds up, by case: worked out once for each version of a case, so that a check reads the cases
-- that changed.
CREATE TABLE case_states (
  case_id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  shape   BIGINT NOT NULL,                 -- of the state that was hashed
  hash    TEXT NOT NULL
);
