-- what:   the check-ins and places as tables, in the order in which they came
-- reads:  Parquet files, a csv file
-- writes: checkins, places
-- grain:  one check-in; one place
CREATE TABLE checkins AS
SELECT
    person_id::VARCHAR AS person_id, place_id::VARCHAR AS place_id,
    checked_in_at::TIMESTAMP_MS AS checked_in_at, checked_out_at::TIMESTAMP_MS AS checked_out_at
FROM read_parquet($files);

CREATE TABLE places AS
SELECT place_id, typical_stay_minutes
FROM read_csv($places, columns = {'place_id': 'VARCHAR', 'typical_stay_minutes': 'DOUBLE'});
