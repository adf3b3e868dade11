# Anserini reads TRECTEXT by its TrecCollection, every document, and finds the word by BM25.
jar=$(find "$target/engines/pyserini" -name 'anserini-*.jar' 2> /dev/null | tail -1)
java=
for at in $(command -v java || true) /usr/lib/jvm/*/bin/java; do
    version=$("$at" -version 2>&1 | grep -o 'version "[0-9]*' | grep -o '[0-9]*$' || true)
    [ "${version:-0}" -lt 21 ] || java=$at
done
if [ -n "$jar" ] && [ -n "$java" ]; then
    mkdir "$dir/trec"
    clean --format trec -o "$dir/trec/pages.trectext"
    anserini() { "$java" --add-modules jdk.incubator.vector -cp "$jar" "io.anserini.$1" "${@:2}" 2>&1; }
    anserini index.IndexCollection -collection TrecCollection -input "$dir/trec" -index "$dir/lucene" -storeRaw > "$dir/anserini.log"
    equal "Anserini, documents" "$(grep -o ' indexed: .*' "$dir/anserini.log" | tr -dc 0-9)" "$documents"
    printf '1\t%s\n' "$word" > "$dir/topics.tsv"
    anserini search.SearchCollection -index "$dir/lucene" -topics "$dir/topics.tsv" -topicReader TsvInt -bm25 \
        -output "$dir/anserini.run" > "$dir/anserini.log"
    first=$(awk 'NR == 1 {print $3}' "$dir/anserini.run")
    grep "\"$first\"" "$dir/documents.jsonl" | grep -i "$word" > /dev/null && echo "ok: Anserini finds the word" || fail "Anserini does not find $word"
else
    skip "no Anserini (pyserini), or no Java 21"
fi
