"""Files and archives: the records and the accounts of a run, in whatever parts it is read."""

import io
import json

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
