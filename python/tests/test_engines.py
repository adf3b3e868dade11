"""Runs on Spark, Ray and datatrove, by the programs in examples: the records of the command line, in whatever parts."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pagesieve
import pytest
from conftest import EXAMPLES, own_pages

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow has no Parquet")


def counts(report):
    """A report without what the clock says and the order of the inputs, which an engine chooses."""
    report = {key: value for key, value in report.items() if key != "seconds"}
    report["inputs"] = sorted(report["inputs"], key=lambda of: of["path"])
    report["damage"] = sorted(report["damage"])
    return report


def by_id(lines):
    return sorted((json.loads(line)["id"], line) for line in lines)


def program(name, *arguments):
    """Runs an example as a user does."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder of Parquet files with our own pages."""
    folder = tmp_path_factory.mktemp("parquet") / "pages"
    folder.mkdir()
    html = own_pages()
    for part in range(3):
        numbers = range(part, len(html), 3)
        table = {
            "html": [html[n] for n in numbers],
            "url": [f"https://pages.example/{n}" for n in numbers],
            "id": [f"page-{n}" for n in numbers],
        }
        pq.write_table(pa.table(table), folder / f"part-{part}.parquet", row_group_size=20)
    return folder


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java for Spark on this machine")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(EXAMPLES), os.environ.get("PYTHONPATH")]))
    sys.path.insert(0, str(EXAMPLES))
    session = sql.SparkSession.builder.master("local[2, 3]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def records(spark, out):
    return [row.record for row in spark.read.parquet(str(out)).where("record is not null").select("record").collect()]


def test_spark_gives_the_records_and_the_report_of_one_machine(spark, run, archive, tmp_path):
    import spark_warc

    expected, report = run(archive)
    found = spark_warc.run(spark, str(tmp_path / "out"), 4, [archive])
    lines = records(spark, tmp_path / "out")
    assert len(lines) == 1000 and by_id(lines) == by_id(expected)
    assert counts(found) == counts(report)


def test_a_worker_that_is_killed_costs_spark_nothing(spark, run, archive, tmp_path):
    import spark_warc

    killed = tmp_path / "killed"

    def clean(batches):
        from pyspark import TaskContext

        for n, rows in enumerate(spark_warc.clean(batches)):
            task = TaskContext.get()
            if n == 1 and task.partitionId() == 1 and task.attemptNumber() == 0:
                killed.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield rows

    expected, report = run(archive)
    found = spark_warc.run(spark, str(tmp_path / "out"), 4, [archive], clean=clean)
    assert killed.exists()
    assert by_id(records(spark, tmp_path / "out")) == by_id(expected)
    assert counts(found) == counts(report)


def test_spark_cleans_parquet_to_columns_with_the_ids_of_one_machine(spark, pages, tmp_path):
    import spark_parquet

    spark_parquet.run(spark, str(tmp_path / "out"), str(pages))
    found = {row.id: row.asDict(recursive=True) for row in spark.read.parquet(str(tmp_path / "out")).collect()}
    expected = pq.read_table(tmp_path / "out").schema.names
    assert expected == pagesieve.schema().names
    one = [row for batch in pagesieve.read(pages) for row in pa.record_batch(batch).to_pylist()]
    assert sorted(found) == sorted(row["id"] for row in one)
    for row in one:
        of_spark = found[row["id"]]
        for key in ("url", "status", "title", "words", "sections", "removed"):
            value = dict(row[key]) if key == "removed" else row[key]
            assert of_spark[key] == value, key


def test_ray_gives_the_records_of_one_machine(run, archive, pages, tmp_path):
    pytest.importorskip("ray.data", reason="ray[data] is not installed")
    program("ray_data.py", tmp_path / "warc", archive)
    lines = pq.read_table(tmp_path / "warc")["record"].to_pylist()
    assert by_id(lines) == by_id(run(archive)[0])
    program("ray_data.py", tmp_path / "parquet", *sorted(pages.glob("*.parquet")))
    found = {row["url"]: row for row in pq.read_table(tmp_path / "parquet").to_pylist()}
    one = {row["url"]: row for batch in pagesieve.read(pages) for row in pa.record_batch(batch).to_pylist()}
    assert found.keys() == one.keys()
    for url, row in one.items():
        assert {**found[url], "id": None, "source": None} == {**row, "id": None, "source": None}


def test_datatrove_gives_the_records_of_one_machine(run, tmp_path):
    pytest.importorskip("datatrove", reason="datatrove is not installed")
    pytest.importorskip("orjson", reason="datatrove has no orjson to read JSON lines with")
    folder = tmp_path / "pages"
    folder.mkdir()
    html = own_pages()
    for part in range(4):
        with (folder / f"part-{part}.jsonl").open("w") as file:
            for n in range(part, len(html), 4):
                url = f"https://pages.example/{n}"
                file.write(json.dumps({"html": html[n].decode("utf-8", "replace"), "url": url, "id": f"page-{n}"}) + "\n")
    program("datatrove_extractor.py", tmp_path / "out", folder)
    documents = [json.loads(line) for file in (tmp_path / "out").iterdir() for line in file.open()]
    found = {document["metadata"]["url"]: document["metadata"]["pagesieve"] for document in documents}
    expected = [json.loads(line) for line in run(folder)[0]]
    of_content = {record["url"]: record for record in expected if record["status"] in ("ok", "degraded")}
    assert found.keys() == of_content.keys() and len(found) > 100
    for url, record in of_content.items():
        assert {**found[url], "id": None, "source": None} == {**record, "id": None, "source": None}
    assert all(document["text"].strip() for document in documents)
