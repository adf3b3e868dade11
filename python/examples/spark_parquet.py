"""Cleans a Parquet folder of pages on Spark: column `html` (or `text`, `content`), perhaps `url` and `id`.

    spark-submit spark_parquet.py OUT FOLDER

OUT is a Parquet folder with a row per page, in the columns of a record. Spark says in which file and row a page stands, so
that records have the ids that `pagesieve clean FOLDER` gives them.
"""

import sys

import pagesieve
import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema


def clean(batches):
    """Rows of pages in, as many rows of records out."""
    cleaner = pagesieve.Cleaner()
    for batch in batches:
        yield pa.record_batch(cleaner.clean_batch(batch))


def run(spark, out, folder):
    """Cleans a folder of Parquet files to another."""
    pages = spark.read.parquet(folder)
    name = F.concat(F.lit(folder.rstrip("/").rsplit("/", 1)[-1] + "/"), F.col("_metadata.file_name"))
    pages = pages.withColumn("path", name).withColumn("record", F.col("_metadata.row_index"))
    pages.mapInArrow(clean, from_arrow_schema(pa.schema(pagesieve.schema()))).write.parquet(out)


if __name__ == "__main__":
    out, folder = sys.argv[1:]
    run(SparkSession.builder.appName("pagesieve").getOrCreate(), out, folder)
