"""Arrow batches: one row out for each row in, for every library that speaks the PyCapsule interface."""

import json
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pagesieve
import pytest
from conftest import own_pages

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

TIDES = "<title>Tides</title><h1>Tides</h1><p>The sea rises twice a day, and the boats of the harbour rise with it.</p>"


def rows(batch):
    return pa.record_batch(batch).to_pylist()


def test_rows_are_those_of_single_pages():
    pages = own_pages()
    urls = [f"https://pages.example/{n}" for n in range(len(pages))]
    batch = pa.record_batch({"url": urls, "other": pa.array(range(len(pages))), "html": pages})
    cleaned = pagesieve.clean_batch(batch, json=True, links=True)
    assert len(cleaned) == cleaned.num_rows == len(pages)
    cleaner = pagesieve.Cleaner(links=True)
    single = [cleaner.page(page, url, record=n).to_json() for n, (page, url) in enumerate(zip(pages, urls))]
    assert [row["record"] for row in rows(cleaned)] == single
    in_columns = rows(pagesieve.clean_batch(batch, links=True))
    for row, line in zip(in_columns, single):
        record = json.loads(line)
        for key in ("id", "status", "reason", "url", "title", "language", "words", "page_type", "source"):
            assert row[key] == record.get(key), key
        assert [s["heading"] for s in row["sections"]] == [s.get("heading") for s in record["sections"]]
    report = pagesieve.clean_batch(batch, links=True).report()
    assert report["pages"] == len(pages) == sum(report["by_status"].values())
    assert report["words"] == sum(row["words"] for row in in_columns)


def test_bad_rows_are_rows():
    huge = "<p>" + "word " * 200_000
    batch = pa.record_batch({"html": [TIDES, None, "", "\0" * 99, huge, "<ul>" * 100_000, TIDES.encode("utf-16").decode("latin-1")]})
    cleaned = rows(pagesieve.clean_batch(batch, json=True, limits={"page-bytes": 500_000}))
    found = [(row["status"], (row["reason"] or "").split(":")[0]) for row in cleaned]
    assert found[:5] == [
        ("ok", ""),
        ("failed", "malformed"),
        ("skipped", "empty"),
        ("skipped", "binary"),
        ("degraded", "limit"),
    ]
    assert len(found) == 7 and len({row["id"] for row in cleaned}) == 7
    late = rows(pagesieve.clean_batch(pa.record_batch({"html": [TIDES, TIDES * 10_000]}), limits={"seconds": 0}))
    assert late[1]["status"] == "failed" and late[1]["reason"].startswith("time")
    none = pa.record_batch({"html": pa.nulls(2)})
    assert [row["status"] for row in rows(pagesieve.clean_batch(none))] == ["failed"] * 2
    assert rows(pagesieve.clean_batch(batch.slice(0, 0))) == []


def test_strings_that_are_no_utf_8_are_read_as_what_they_are():
    latin = ("<p>" + "Die Mühle an der Möhne mahlt das Mehl für das ganze Tal. " * 20).encode("latin-1")
    broken = pa.array([latin, latin]).view(pa.string())
    for row in rows(pagesieve.clean_batch(pa.record_batch({"html": broken, "url": broken}))):
        assert row["sections"][0]["blocks"][0]["text"].startswith("Die Mühle an der Möhne")


def test_rows_null_as_a_whole_and_slices_keep_their_place():
    struct = pa.array([{"html": TIDES}, None, {"html": None}, {"html": TIDES}], pa.struct([("html", pa.string())]))
    assert [row["status"] for row in rows(pagesieve.clean_batch(struct))] == ["ok", "failed", "failed", "ok"]
    batch = pa.record_batch({"html": [None, TIDES, TIDES, None], "url": ["a", None, "c", "d"]})
    cleaned = rows(pagesieve.clean_batch(batch.slice(1, 2)))
    assert [(row["status"], row["url"]) for row in cleaned] == [("ok", None), ("ok", "c")]


def test_every_layout_of_a_column_is_read():
    for kind in (pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()):
        page = pa.array([TIDES if "string" in str(kind) else TIDES.encode()], kind)
        for name in ("html", "content"):
            assert rows(pagesieve.clean_batch(pa.record_batch({name: page})))[0]["title"] == "Tides", kind
    assert rows(pagesieve.clean_batch(pa.record_batch({"text": ["Tides\n\nThe sea rises twice a day."]})))[0]["words"] > 0


def test_columns_encoded_by_a_dictionary_are_read():
    pages = pa.array([TIDES, None, TIDES, TIDES]).dictionary_encode()
    names = pa.array(["a", "a", None, "b"]).dictionary_encode()
    batch = pa.record_batch({"html": pages, "url": names, "path": names, "id": pa.array([7, 7, 8, 7]).dictionary_encode()})
    plain = pa.record_batch({name: batch[name].dictionary_decode() for name in batch.schema.names})
    for slice_of in (lambda b: b, lambda b: b.slice(1, 3)):
        found = rows(pagesieve.clean_batch(slice_of(batch), json=True))
        assert found == rows(pagesieve.clean_batch(slice_of(plain), json=True))
    assert [row["url"] for row in found] == ["a", None, "b"] and found[0]["status"] == "failed"
    # a dictionary may say null too, and no value at all
    null = pa.DictionaryArray.from_arrays(pa.array([0, 1], pa.int8()), pa.array([None, TIDES]))
    none = pa.DictionaryArray.from_arrays(pa.array([None, None], pa.int8()), pa.array([], pa.string()))
    for pages, expected in ((null, ["failed", "ok"]), (none, ["failed", "failed"])):
        assert [row["status"] for row in rows(pagesieve.clean_batch(pa.record_batch({"html": pages})))] == expected


def test_tables_are_one_batch():
    table = pa.concat_tables([pa.table({"html": [TIDES, None]}), pa.table({"html": [TIDES]})])
    cleaned = rows(pagesieve.clean_batch(table, json=True))
    assert [row["status"] for row in cleaned] == ["ok", "failed", "ok"]
    assert [json.loads(row["record"])["source"]["record"] for row in cleaned] == [0, 1, 2]


def test_polars_frames_go_in_and_out():
    polars = pytest.importorskip("polars", reason="polars is not installed")
    frame = polars.DataFrame({"html": [TIDES, None], "url": ["https://a.example/", None]})
    cleaned = polars.DataFrame(pagesieve.clean_batch(frame))
    assert cleaned["status"].to_list() == ["ok", "failed"] and cleaned["title"][0] == "Tides"


def test_errors_name_the_column():
    for columns, error, named in [
        ({"body": [TIDES], "address": [TIDES]}, ValueError, "no column `html`, `text` or `content`; there are: body, address"),
        ({"html": [1.5]}, TypeError, "column `html` holds Float64"),
        ({"html": [[TIDES]]}, TypeError, "column `html` holds List"),
        ({"html": [TIDES], "url": [7]}, TypeError, "column `url` holds Int64"),
        ({"html": [TIDES], "record": ["7"]}, TypeError, "column `record` holds Utf8"),
        ({"html": pa.array([1, 1]).dictionary_encode()}, TypeError, "column `html` holds Dictionary(Int32, Int64)"),
    ]:
        with pytest.raises(error) as raised:
            pagesieve.clean_batch(pa.record_batch(columns))
        assert named in str(raised.value)
    for batch in (None, [TIDES], TIDES, pa.array([TIDES])):
        with pytest.raises(TypeError, match="batch: expected"):
            pagesieve.clean_batch(batch)


def test_capsules_are_taken_once():
    class Twice:
        def __init__(self, batch):
            self.both = batch.__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema=None):
            return self.both

    batch = Twice(pa.record_batch({"html": [TIDES]}))
    assert len(pagesieve.clean_batch(batch)) == 1
    with pytest.raises(ValueError, match="batch: its capsules were taken before"):
        pagesieve.clean_batch(batch)


def test_a_signal_ends_a_long_batch():
    class Told(Exception):
        pass

    def tell(*_):
        raise Told

    page = "<p>" + "The sea rises twice a day, and the boats rise with it. " * 2000
    # some minutes of work, in little memory
    pages = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000), pa.array([page]))
    before = signal.signal(signal.SIGALRM, tell)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(Told):
            pagesieve.clean_batch(pa.record_batch({"html": pages}))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_pyarrow_is_not_needed():
    import subprocess
    import sys

    code = (
        "import sys; sys.modules['pyarrow'] = None; import pagesieve;"
        "r = pagesieve.read(sys.argv[1], json=True); print(sum(len(b) for b in r), 'pyarrow.lib' in sys.modules)"
    )
    from conftest import TESTDATA

    done = subprocess.run([sys.executable, "-c", code, TESTDATA / "site"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["13", "False"]


def test_the_schema_is_that_of_the_batches():
    batch = pa.record_batch({"html": [TIDES]})
    for json_lines in (False, True):
        schema = pa.schema(pagesieve.schema(json=json_lines))
        assert pa.record_batch(pagesieve.clean_batch(batch, json=json_lines)).schema == schema
        assert schema.names == pagesieve.schema(json=json_lines).names


def test_threads_share_a_cleaner():
    cleaner = pagesieve.Cleaner()
    batch = pa.record_batch({"html": own_pages()[:50]})
    alone = rows(cleaner.clean_batch(batch, json=True))
    with ThreadPoolExecutor(4) as pool:
        assert all(found == alone for found in pool.map(lambda _: rows(cleaner.clean_batch(batch, json=True)), range(8)))
    assert threading.active_count() == 1
