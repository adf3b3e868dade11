"""Files and archives: the records and the accounts of a run, in whatever parts it is read."""

import io
import json
import os
import signal
import threading

import pagesieve
import pytest
from conftest import TESTDATA

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")


def lines(reader):
    return [row for batch in reader for row in pa.record_batch(batch)["record"].to_pylist()]


def counts(report):
    """A report without what the clock says."""
    return {key: value for key, value in report.items() if key != "seconds"}


@pytest.mark.parametrize("name", ["site", "broken"])
def test_a_folder_gives_what_the_command_line_gives(run, name):
    expected, report = run(TESTDATA / name)
    reader = pagesieve.read(TESTDATA / name, json=True, rows=3)
    assert lines(reader) == expected
    assert counts(reader.report()) == counts(report)


def test_parts_of_a_run_give_the_run(run, archive):
    others = [archive, TESTDATA / "site", TESTDATA / "broken"]
    expected, report = run(*others)
    readers = [pagesieve.read(**file, json=True) for file in pagesieve.files(others)]
    assert [line for reader in readers for line in lines(reader)] == expected
    reports = [reader.report() for reader in readers]
    assert counts(pagesieve.add_reports(reports)) == counts(report)
    assert counts(pagesieve.add_reports(map(json.dumps, reports))) == counts(report)
    assert report["pages"] == len(expected) > 1000 and report["n_damaged"] > 0


def test_batches_are_bounded_and_read_as_they_are_asked_for(archive):
    reader = pagesieve.read(archive, rows=10)
    first = next(reader)
    assert len(first) == 10 and reader.report()["pages"] == 10 and reader.report()["end"] == "interrupted"
    rest = pa.RecordBatchReader.from_stream(reader).read_all()
    assert len(rest) == 990 and reader.report()["end"] == "complete"
    assert rest.schema == pa.schema(pagesieve.schema())


def test_file_objects_are_read_under_their_name(run, archive):
    path = archive / "part-3.warc.gz"
    expected, report = run(path)
    with path.open("rb") as file:
        reader = pagesieve.read(file, name="part-3.warc.gz", json=True)
        assert lines(reader) == expected and counts(reader.report()) == counts(report)
    with pytest.raises(TypeError, match="name: a file object needs one"):
        pagesieve.read(io.BytesIO(b""))
    with pytest.raises(TypeError, match="binary mode"):
        list(pagesieve.read(io.StringIO("<p>text"), name="text.html"))


def test_what_a_file_object_raises_is_raised(archive):
    whole = (archive / "part-0.warc.gz").read_bytes()

    class Cut(io.RawIOBase):
        left = len(whole) // 2

        def read(self, n=-1):
            if self.left == 0:
                raise ConnectionResetError("the store went away")
            part, self.left = whole[: self.left], 0
            return part

    with pytest.raises(ConnectionResetError, match="the store went away"):
        list(pagesieve.read(Cut(), name="part-0.warc.gz"))


def test_a_file_object_may_clean_a_page_of_its_own():
    class Busy(io.BytesIO):
        def read(self, n=-1):
            assert pagesieve.clean("<p>The sea rises twice a day.</p>")["status"] == "ok"
            return super().read(n)

    page = b"<title>Tides</title><p>The sea rises twice a day, and the boats rise with it.</p>"
    assert [row["title"] for b in pagesieve.read(Busy(page), name="a.html") for row in pa.record_batch(b).to_pylist()] == ["Tides"]


def test_a_file_object_may_not_ask_for_the_reader_that_reads_it():
    readers, told = [], []

    class Curious(io.BytesIO):
        def read(self, n=-1):
            for reader in readers:
                for ask in (lambda: next(reader), reader.report):
                    with pytest.raises(RuntimeError, match="asks for the reader that is reading it"):
                        ask()
                    told.append(ask)
            return super().read(n)

    line = json.dumps({"html": "<p>The sea rises twice a day.</p>" * 1000}).encode() + b"\n"
    readers.append(pagesieve.read(Curious(line * 100), name="a.jsonl"))
    assert sum(len(batch) for batch in readers[0]) == readers[0].report()["pages"] == 100 and told


def test_a_signal_costs_no_record(run, tmp_path):
    class Told(Exception):
        pass

    def tell(*_):
        raise Told

    page = "<p>" + "The sea rises twice a day, and the boats rise with it. " * 2000
    half = (json.dumps({"html": page}) + "\n").encode() * 100
    (tmp_path / "in.jsonl").write_bytes(half * 2)
    expected, _ = run(tmp_path / "in.jsonl")
    os.mkfifo(tmp_path / "pipe.jsonl")
    heard = threading.Event()

    def write():
        with (tmp_path / "pipe.jsonl").open("wb") as pipe:
            # far more than a pipe holds: once it is written, the reader is at work, and has half of the batch at most
            pipe.write(half)
            pipe.flush()
            signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)
            # one that waits for more bytes hears it when they come
            heard.wait(1)
            pipe.write(half)

    writer = threading.Thread(target=write)
    before = signal.signal(signal.SIGALRM, tell)
    found, told = [], 0
    try:
        writer.start()
        reader = pagesieve.read(tmp_path / "pipe.jsonl", name="in.jsonl", json=True, rows=200)
        while True:
            try:
                batch = next(reader)
            except Told:
                told += 1
                heard.set()
            except StopIteration:
                break
            else:
                found += pa.record_batch(batch)["record"].to_pylist()
    finally:
        heard.set()
        signal.signal(signal.SIGALRM, before)
    writer.join()
    assert told == 1 and found == expected


def test_files_may_have_names_that_are_no_text(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/page-\xff.html", "w") as file:
        file.write("<p>The sea rises twice a day, and the boats rise with it.</p>")
    expected, _ = run(folder)
    assert [line for file in pagesieve.files([folder]) for line in lines(pagesieve.read(**file, json=True))] == expected


def test_errors_come_before_anything_is_read(tmp_path):
    with pytest.raises(OSError, match="no-such-file"):
        pagesieve.read(tmp_path / "no-such-file")
    with pytest.raises(OSError, match="no-such-file"):
        pagesieve.files([tmp_path / "no-such-file"])
    with pytest.raises(ValueError, match="standard input"):
        pagesieve.files(["-"])
    with pytest.raises(ValueError, match="input_format: expected"):
        pagesieve.read(tmp_path, input_format="pdf")
    with pytest.raises(ValueError, match="rows: expected"):
        pagesieve.read(tmp_path, rows=0)
    with pytest.raises(ValueError, match="name: a directory"):
        pagesieve.read(tmp_path, name="x")
    with pytest.raises(TypeError):
        pagesieve.read(7)
    with pytest.raises(ValueError, match="reports: there is none"):
        pagesieve.add_reports([])
    with pytest.raises(ValueError, match="reports: not a report"):
        pagesieve.add_reports([{"pages": "many"}])
