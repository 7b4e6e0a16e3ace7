-- what:   the records as a table, in the order in which they came
-- reads:  Parquet files
-- writes: fixes
-- grain:  one fix
CREATE TABLE fixes AS
SELECT
    person_id::VARCHAR AS person_id, observed_at::TIMESTAMP_MS AS observed_at,
    latitude, longitude, accuracy_m
FROM read_parquet($files);
