# Vespa's own client reads the feed and sends each operation; what it sends to only takes it in.
if command -v vespa > /dev/null && command -v hypercorn > /dev/null; then
    clean --format vespa -o "$dir/feed.jsonl"
    (cd "$here" && exec hypercorn -b 127.0.0.1:10499 vespa:taken) > "$dir/vespa.log" 2>&1 &
    ends+=("kill $!")
    await curl -sf http://127.0.0.1:10499/
    VESPA_CLI_HOME=$dir vespa feed "$dir/feed.jsonl" --target http://127.0.0.1:10499 > "$dir/fed.json"
    equal "Vespa's client, documents" "$(grep -o '"feeder.ok.count": [0-9]*' "$dir/fed.json" | tr -dc 0-9)" "$documents"
else
    skip "no vespa (vespacli) or no hypercorn"
fi
