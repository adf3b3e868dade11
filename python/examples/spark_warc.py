"""Cleans archives on Spark: each task opens the files that it is handed.

    spark-submit spark_warc.py OUT PARTITIONS INPUT...

OUT is a Parquet folder. Its rows are one per page, `record` being the line that `pagesieve clean INPUT...` writes, and one
per file, `report` being the account of it. A task that dies is run again by Spark; what it had made is dropped.
"""

import json
import sys

import pagesieve
import pyarrow as pa
from pyspark.sql import SparkSession

ROWS = pa.schema([(name, pa.string()) for name in ("id", "url", "status", "reason", "record", "report")])


def clean(batches):
    """Rows of files in; the rows of their pages out, after each file's pages its report."""
    for batch in batches:
        for file in batch.to_pylist():
            reader = pagesieve.read(**file, json=True)
            for rows in reader:
                columns = pa.record_batch(rows).columns
                yield pa.record_batch([*columns, pa.nulls(len(rows), pa.string())], schema=ROWS)
            yield pa.RecordBatch.from_pylist([{"report": json.dumps(reader.report())}], schema=ROWS)


def run(spark, out, partitions, inputs, clean=clean):
    """Cleans the inputs to a folder of Parquet files and gives the report of the whole."""
    files = spark.createDataFrame(pagesieve.files(inputs), "input string, name string, path string")
    columns = ", ".join(f"{name} string" for name in ROWS.names)
    files.repartition(partitions).mapInArrow(clean, columns).write.parquet(out)
    reports = spark.read.parquet(out).where("report is not null").select("report").collect()
    return pagesieve.add_reports(row.report for row in reports)


if __name__ == "__main__":
    out, partitions, *inputs = sys.argv[1:]
    spark = SparkSession.builder.appName("pagesieve").getOrCreate()
    print(json.dumps(run(spark, out, int(partitions), inputs), indent=2))
