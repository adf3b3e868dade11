"""pagesieve as an extractor of datatrove, in the place of Trafilatura: markup in, Markdown out, the record beside it.

    python datatrove_extractor.py OUT FOLDER

FOLDER holds JSON lines with `html`, `url` and `id`; OUT gets JSON lines with `text`, `id` and `metadata`. With WARC files
WarcReader stands in the place of JsonlReader.
"""

import sys

import pagesieve
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.typeshelper import StatHints


class Pagesieve(BaseExtractor):
    """Cleans in the task's own process: no page raises, and each is bounded by `limits`, so that none needs one apart."""

    name = "pagesieve"

    def __init__(self, **settings):
        super().__init__(timeout=0)
        self.cleaner = pagesieve.Cleaner(**settings)

    def extract(self, text):
        return self.cleaner.page(text).to_markdown()

    def run(self, data, rank=0, world_size=1):
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                page = self.cleaner.page(doc.text, doc.metadata.get("url"), id=doc.id)
                doc.text = page.to_markdown()
                doc.metadata["pagesieve"] = page.to_dict()
            self.stat_update(page.status)
            if page.status in ("ok", "degraded"):
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(doc)
                yield doc
            else:
                self.stat_update(StatHints.dropped)


def run(out, folder, tasks=4, workers=2, **settings):
    """Cleans a folder of JSON lines; tasks that failed are run again by calling it again."""
    pipeline = [JsonlReader(folder, text_key="html"), Pagesieve(**settings), JsonlWriter(out, compression=None)]
    LocalPipelineExecutor(pipeline, tasks=tasks, workers=workers, logging_dir=f"{out}.logs").run()


if __name__ == "__main__":
    run(*sys.argv[1:])
