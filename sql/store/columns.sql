-- what:   which columns the tables of a database have
-- reads:  the database's own catalogue; of the store, the vault or results
-- writes: nothing
-- grain:  one column
SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL;
