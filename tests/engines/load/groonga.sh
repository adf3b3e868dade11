# Groonga takes the documents over HTTP.
if command -v groonga > /dev/null; then
    mkdir "$dir/groonga"
    groonga -n "$dir/groonga/db" status > /dev/null
    groonga --protocol http --bind-address 127.0.0.1 -p 10498 -s "$dir/groonga/db" > "$dir/groonga/log" 2>&1 &
    ends+=("kill $!")
    ask() { curl -sfg "http://127.0.0.1:10498/d/$1"; }
    await ask status
    ask "table_create?name=Pages&flags=TABLE_HASH_KEY&key_type=ShortText" > /dev/null
    # all that a document can have: Groonga takes none that it was not told of
    column() { ask "column_create?table=Pages&name=$1&flags=COLUMN_$2&type=$3" > /dev/null; }
    for name in url canonical_url host site_name page_type language title description published modified license image; do
        column $name SCALAR ShortText
    done
    for name in authors tags headings; do column $name VECTOR ShortText; done
    column text SCALAR LongText
    column confidence SCALAR Float
    column words SCALAR Int32
    ask "table_create?name=Terms&flags=TABLE_PAT_KEY&key_type=ShortText&default_tokenizer=TokenBigram&normalizer=NormalizerAuto" > /dev/null
    ask "column_create?table=Terms&name=pages&flags=COLUMN_INDEX|WITH_POSITION|WITH_SECTION&type=Pages&source=title,text" > /dev/null
    (echo '['; sed 's/^{"id":/{"_key":/; $!s/$/,/' "$dir/documents.jsonl"; echo ']') \
        | curl -sf -H 'Content-Type: application/json' --data-binary @- 'http://127.0.0.1:10498/d/load?table=Pages' > /dev/null
    found() { ask "select?table=Pages&limit=0&output_columns=_key$1" | grep -o '\[\[\[[0-9]*' | tr -d '['; }
    equal "Groonga, records" "$(found "")" "$documents"
    n=$(found "&match_columns=title*3||text&query=$word")
    [ "${n:-0}" -gt 0 ] && echo "ok: Groonga finds the word in $n" || fail "Groonga does not find $word"
else
    skip "no Groonga"
fi
