-- After an update, cases of another shape are found without reading every case.
CREATE INDEX cases_by_shape ON cases (shape);
