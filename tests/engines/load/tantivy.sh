# The index built in, where it is.
if "$pagesieve" search --help > /dev/null 2>&1; then
    clean --format tantivy -o "$dir/index"
    "$pagesieve" search "$dir/index" "$word" --limit 1 --json | grep -i "$word" > /dev/null && echo "ok: search finds the word" || fail "search does not find $word"
else
    skip "pagesieve was built without --features tantivy"
fi
