"""One Python tool over a list of pages: `tools.py TOOL LIST [TEXTS]`, as `src/main.rs` does for those in Rust.

Prints CPU seconds of one pass over all pages, which are read and decoded before the clock starts; `TEXTS` gets a line of
JSON per page.
"""

import json
import logging
import sys
import time
from pathlib import Path

WARM_UP = 10  # one page in so many is run before the clock starts


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True)


def trafilatura():
    import trafilatura

    return lambda html: trafilatura.extract(html) or ""


def trafilatura_fast():
    import trafilatura

    return lambda html: trafilatura.extract(html, fast=True) or ""


def justext():
    import justext

    stop_words = justext.get_stoplist("English")

    def extract(html):
        return "\n".join(p.text for p in justext.justext(html, stop_words) if not p.is_boilerplate)

    return extract


TOOLS = {
    "resiliparse": resiliparse,
    "trafilatura": trafilatura,
    "trafilatura, fast": trafilatura_fast,
    "jusText": justext,
}


def guarded(extract, html):
    try:
        return extract(html)
    except Exception:  # a page that a tool fails on counts as no text, whatever it raised
        return None


def main():
    logging.disable(logging.CRITICAL)
    tool, pages_list, *texts = sys.argv[1:]
    extract = TOOLS[tool]()
    names = Path(pages_list).read_text(encoding="utf-8").splitlines()
    pages = [Path(name).read_text(encoding="utf-8", errors="replace") for name in names]
    for html in pages[::WARM_UP]:
        guarded(extract, html)
    start = time.process_time()
    found = [guarded(extract, html) for html in pages]
    seconds = time.process_time() - start
    size = sum(len(html.encode()) for html in pages)
    failed = sum(text is None for text in found)
    print(json.dumps({"seconds": seconds, "bytes": size, "pages": len(pages), "failed": failed}))
    if texts:
        with open(texts[0], "w", encoding="utf-8") as out:
            for name, text in zip(names, found):
                out.write(json.dumps({"id": Path(name).stem, "text": text or ""}) + "\n")


main()
