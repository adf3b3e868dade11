# DuckDB reads the Parquet file, and finds in it what is in the JSON lines.
if python3 -c 'import duckdb' 2> /dev/null; then
    clean --format parquet -o "$dir/pages.parquet"
    (cd "$dir"; python3 - "$word") <<'PY' > "$dir/duckdb.out"
import duckdb, sys
of = {"parquet": "'pages.parquet'", "jsonl": "read_json('pages.jsonl', maximum_object_size = 1000000000)"}
same = "SELECT id, status, title, url, words, len(sections) FROM "
print(duckdb.sql(f"SELECT count(*) FROM {of['parquet']}").fetchall()[0][0])
print(duckdb.sql(f"SELECT count(*) FROM ({same}{of['parquet']} EXCEPT {same}{of['jsonl']})").fetchall()[0][0])
print(duckdb.sql(f"SELECT count(*) > 0 FROM {of['parquet']} WHERE title ILIKE '%{sys.argv[1]}%'").fetchall()[0][0])
PY
    equal "DuckDB, rows of the Parquet file" "$(sed -n 1p "$dir/duckdb.out")" "$pages"
    equal "DuckDB, rows that differ from JSONL" "$(sed -n 2p "$dir/duckdb.out")" 0
    equal "DuckDB finds the word" "$(sed -n 3p "$dir/duckdb.out")" True
else
    skip "python3 has no duckdb"
fi
