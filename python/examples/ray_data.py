"""Cleans archives or Parquet files of pages with Ray Data.

    python ray_data.py OUT INPUT...

OUT is a Parquet folder with a row per page. INPUT are archives, or Parquet files with a column `html`.
"""

import sys

import pagesieve
import pyarrow as pa
import ray


def clean_files(files):
    """A table of files in; tables of records out, as they are read."""
    for file in files.to_pylist():
        for rows in pagesieve.read(**file, json=True):
            yield pa.table(rows)


class CleanPages:
    """Tables of pages in, as many rows of records out; settings are read once for each actor."""

    def __init__(self, **settings):
        self.cleaner = pagesieve.Cleaner(**settings)

    def __call__(self, pages):
        return pa.table(self.cleaner.clean_batch(pages))


def of_archives(inputs):
    """The records of archives, in lines of JSON: a task for each file."""
    files = pagesieve.files(inputs)
    dataset = ray.data.from_items(files, override_num_blocks=len(files))
    return dataset.map_batches(clean_files, batch_format="pyarrow", batch_size=None)


def of_parquet(paths, **settings):
    """The records of Parquet files of pages, in columns."""
    pages = ray.data.read_parquet(paths)
    actors = ray.data.ActorPoolStrategy(min_size=1, max_size=int(ray.cluster_resources()["CPU"]))
    return pages.map_batches(CleanPages, fn_constructor_kwargs=settings, batch_format="pyarrow", compute=actors)


if __name__ == "__main__":
    out, *inputs = sys.argv[1:]
    parquet = all(path.endswith(".parquet") for path in inputs)
    (of_parquet(inputs) if parquet else of_archives(inputs)).write_parquet(out)
