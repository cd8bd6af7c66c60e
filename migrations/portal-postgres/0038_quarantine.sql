-- What a desk that was revoked still sent: never judged, kept as it came and shown.
CREATE TABLE quarantine (
  device     TEXT NOT NULL REFERENCES devices (id),
  envelope   TEXT NOT NULL,
  unit       TEXT NOT NULL,
  arrived_at BIGINT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (device, envelope)
);
CREATE INDEX quarantine_by_unit ON quarantine (unit, arrived_at);
