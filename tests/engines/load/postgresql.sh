# PostgreSQL takes the chunks by COPY and finds them by its full text.
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -1 || true)
if [ -n "$bin" ]; then
    as=()
    mkdir "$dir/pg"
    # it refuses to be run by root
    if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres --); chown postgres "$dir/pg"; fi
    "${as[@]}" "$bin/initdb" -D "$dir/pg/data" -E UTF8 --locale=C.UTF-8 -U postgres -A trust > /dev/null
    "${as[@]}" "$bin/pg_ctl" -D "$dir/pg/data" -o "-c listen_addresses= -k $dir/pg" -l "$dir/pg/log" -w start > /dev/null
    ends+=("${as[*]} $bin/pg_ctl -D $dir/pg/data -m immediate stop > /dev/null")
    psql() { (cd "$dir"; command psql -h "$dir/pg" -U postgres -v ON_ERROR_STOP=1 -qAt "$@"); }
    psql <<'SQL'
CREATE TABLE chunks (chunk jsonb NOT NULL);
\copy chunks FROM 'chunks.jsonl' (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
ALTER TABLE chunks ADD search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('english', coalesce(chunk->>'title', '')), 'A')
    || setweight(jsonb_to_tsvector('english', chunk->'path', '"string"'), 'B')
    || to_tsvector('english', chunk->>'text')) STORED;
CREATE INDEX ON chunks USING gin (search);
SQL
    equal "PostgreSQL, rows" "$(psql -c 'SELECT count(*) FROM chunks')" "$chunks"
    query="SELECT count(*) > 0 FROM chunks WHERE search @@ websearch_to_tsquery('english', '$word')"
    equal "PostgreSQL finds the word" "$(psql -c "$query")" t
else
    skip "no PostgreSQL"
fi
