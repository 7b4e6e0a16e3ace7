-- what:   DuckDB's own way in
-- reads:  a csv or Parquet file
-- writes: fixes
-- grain:  one fix
COPY fixes FROM $file;
