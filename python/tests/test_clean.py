"""Single pages: the record is that of the command line, whatever is handed in."""

import io
import json
import os
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pagesieve
import pytest
from conftest import TESTDATA, own_pages

TIDES = "<title>Tides</title><h1>Tides</h1><p>The sea rises twice a day, and the boats of the harbour rise with it.</p>"


def test_a_page_gives_the_record_of_the_command_line(run):
    path = TESTDATA / "site" / "harbour-archive.html"
    for settings, flags in [
        ({}, []),
        ({"links": True, "images": True, "strip_tracking": True}, ["--links", "--images", "--strip-tracking"]),
        ({"comments": True, "explain": True}, ["--comments", "--explain"]),
        ({"keep_leftovers": ["lorem", "placeholder"]}, ["--keep-leftovers", "lorem,placeholder"]),
        ({"limits": {"nodes": 20}}, ["--limit", "nodes=20"]),
    ]:
        lines, _ = run(path, *flags)
        page = pagesieve.page(path.read_bytes(), path="harbour-archive.html", **settings)
        assert page.to_json() == lines[0], settings
        assert page.to_dict() == pagesieve.clean(path.read_bytes(), path="harbour-archive.html", **settings)
    for render, flag in [("to_markdown", "markdown"), ("to_text", "text")]:
        lines, _ = run(path, "--format", flag)
        assert getattr(pagesieve.page(path.read_bytes()), render)().splitlines() == lines


def test_a_str_is_what_it_is_and_bytes_are_decoded():
    text = "<meta charset=iso-8859-1><p>" + "Die Mühle an der Möhne mahlt das Mehl für das ganze Tal. " * 20
    assert "Mühle an der Möhne" in json.dumps(pagesieve.clean(text), ensure_ascii=False)
    latin = text.replace("iso-8859-1", "utf-8").encode("latin-1")
    for charset in (None, "iso-8859-1"):
        assert "Mühle an der Möhne" in json.dumps(pagesieve.clean(latin, charset=charset), ensure_ascii=False)
    assert pagesieve.clean(bytearray(latin)) == pagesieve.clean(latin)
    half = pagesieve.clean(TIDES.replace("boats", "boats \ud83d"))
    assert half["status"] == "ok" and "boats \ufffd" in json.dumps(half, ensure_ascii=False)


def test_what_is_said_of_a_page_may_hold_half_a_character():
    record = pagesieve.clean(TIDES.encode(), "https://a.example/\ud83d", id="\udcff", path="\udcff.html", charset="\udcff")
    assert record["status"] == "ok" and "\ufffd" in record["url"] and "\ufffd" in record["source"]["path"]
    with pytest.raises(TypeError, match="url"):
        pagesieve.clean(TIDES, 7)


@pytest.mark.parametrize(
    ("page", "status", "reason"),
    [
        ("", "skipped", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "skipped", "binary"),
        ("<nav><a href=/>Home</a></nav>", "skipped", "no-text"),
        ("<ul><li>" * 5000 + "deep", "degraded", "limit"),
    ],
)
def test_no_page_raises(page, status, reason):
    record = pagesieve.clean(page)
    assert (record["status"], record["reason"].split(":")[0]) == (status, reason)


def test_a_page_without_an_end_is_failed():
    record = pagesieve.clean("<p>a line of text</p>" * 200_000, limits={"seconds": 0})
    assert record["status"] == "failed" and record["reason"].startswith("time")


def test_the_deepest_page_fits_on_a_small_stack():
    page = "<ul><li>some words of the entry" * 250
    found = []
    threading.stack_size(256 << 10)
    try:
        thread = threading.Thread(target=lambda: found.append(pagesieve.page(page).to_json()))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)
    assert found == [pagesieve.page(page).to_json()] and found[0].count('"items"') > 30


def test_settings_that_are_wrong_are_named(tmp_path):
    (tmp_path / "rules").write_text("[a.example]\ndrop div[\n")
    for settings, error, named in [
        ({"link": True}, TypeError, "no setting is called 'link'"),
        ({"links": "yes"}, TypeError, "links: expected bool, got str"),
        ({"rules": "[a.example]\ndrop div[\n"}, ValueError, "rules: line 2"),
        ({"rules": tmp_path / "rules"}, ValueError, "rules: line 2"),
        ({"rules": tmp_path / "no-such-file"}, OSError, "no-such-file"),
        ({"leftovers": "one column"}, ValueError, "leftovers: line 1"),
        ({"keep_leftovers": ["lorum"]}, ValueError, "no kind is called 'lorum'"),
        ({"keep_leftovers": "lorem"}, TypeError, "keep_leftovers: expected a list"),
        ({"limits": {"node": 1}}, ValueError, "no limit is called `node`"),
        ({"limits": {"nodes": -1}}, TypeError, "limits: expected"),
        ({"id_from": "title"}, ValueError, "id_from: expected source, url or given, got 'title'"),
        ({"id_from": 7}, TypeError, "id_from: expected str, got int"),
    ]:
        for make in (pagesieve.Cleaner, lambda **s: pagesieve.clean(TIDES, **s)):
            with pytest.raises(error) as raised:
                make(**settings)
            assert named in str(raised.value)
    for page in (None, 7, ["<p>"]):
        with pytest.raises(TypeError, match="html: expected str or bytes"):
            pagesieve.clean(page)
    with pytest.raises(ValueError, match="kind: expected html, text or auto"):
        pagesieve.clean(TIDES, kind="pdf")


def test_rules_and_wordings_of_ones_own_are_heeded(tmp_path):
    page = TIDES + "<p class=promo>Come and see the boats of the harbour, which rise twice a day with the tide.</p>"
    rules = "[a.example]\ndrop .promo\n"
    (tmp_path / "rules").write_text(rules)
    for given in (rules, tmp_path / "rules"):
        assert pagesieve.clean(page, "https://a.example/", rules=given)["removed"] == {"site.drop": 1}
    own = "Tide Table Goes Here\tHarbourPress\ten\tsure\n"
    assert "leftover.placeholder" in pagesieve.clean(TIDES + "<p>Tide Table Goes Here</p>", leftovers=own)["removed"]


def test_ids_are_made_from_what_is_asked_for(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"html": TIDES, "url": "https://a.example/x#y", "id": "seven"}) + "\n")
    ids = {}
    for id_from in ("source", "url", "given"):
        lines, _ = run(tmp_path / "in.jsonl", "--id-from", id_from)
        page = pagesieve.page(TIDES, "https://a.example/x#y", id="seven", path="in.jsonl", id_from=id_from)
        ids[id_from] = page.to_dict()["id"]
        assert json.loads(lines[0])["id"] == ids[id_from]
    assert len(set(ids.values())) == 3
    assert pagesieve.clean(TIDES, "https://a.example/x", path="other", id_from="url")["id"] == ids["url"]
    assert pagesieve.clean(TIDES, id="seven", record=5, id_from="given")["id"] == ids["given"]
    # what cannot be cleaned has the id that it would have
    assert pagesieve.clean("", "https://a.example/x", id_from="url")["id"] == ids["url"]
    cleaner = pickle.loads(pickle.dumps(pagesieve.Cleaner(id_from="given")))
    assert cleaner.clean(TIDES, id="seven")["id"] == ids["given"]


def test_a_cleaner_can_be_pickled(tmp_path):
    (tmp_path / "rules").write_text("[a.example]\ndrop p\n")
    cleaner = pagesieve.Cleaner(rules=tmp_path / "rules", links=True, limits={"nodes": 1000})
    (tmp_path / "rules").unlink()
    copy = pickle.loads(pickle.dumps(cleaner))
    assert copy.clean(TIDES, "https://a.example/") == cleaner.clean(TIDES, "https://a.example/")
    # the heading has nothing under it then
    assert copy.clean(TIDES, "https://a.example/")["removed"] == {"site.drop": 1, "structure.empty-section": 1}


def test_threads_share_a_cleaner_and_give_what_one_gives():
    cleaner = pagesieve.Cleaner(links=True)
    pages = own_pages()
    alone = [cleaner.page(page).to_json() for page in pages]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda page: cleaner.page(page).to_json(), pages * 2)) == alone * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_child_cleans_what_its_parent_does():
    cleaner = pagesieve.Cleaner()
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(cleaner.clean, page) for page in own_pages() * 4]
        child = os.fork()
        if child == 0:
            os._exit(cleaner.clean(TIDES)["status"] != "ok" or pagesieve.clean(TIDES)["status"] != "ok")
        assert os.waitpid(child, 0)[1] == 0
        assert all(page.result()["status"] for page in busy)


def batch(pages):
    return pytest.importorskip("pyarrow", reason="pyarrow is not installed").record_batch({"html": pages})


@pytest.mark.parametrize(
    "given, clean",
    [
        (list, lambda pages: pagesieve.clean(pages[0])),
        (batch, pagesieve.clean_batch),
        (
            lambda pages: "\n".join(json.dumps({"html": page}) for page in pages).encode(),
            lambda lines: list(pagesieve.read(io.BytesIO(lines), name="in.jsonl")),
        ),
    ],
    ids=["clean", "clean_batch", "read"],
)
def test_the_interpreter_goes_on_meanwhile(given, clean):
    # a page that takes long enough for another thread to come to its turn many times
    pages = given(["<div><p>" + "The sea rises twice a day, and the boats rise with it. " * 400_000])
    worker = threading.Thread(target=clean, args=[pages])
    turns = 0
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > 10
