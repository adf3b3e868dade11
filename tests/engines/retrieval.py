#!/usr/bin/env python3
"""Whether headings find their sections better in pagesieve's chunks than in chunks of the pages' whole text.

    tests/engines/retrieval.py PAGESIEVE FOLDER [PAGES]

FOLDER is a labelled folder as `pagesieve eval` takes it: html/ID.html.gz, and gold.jsonl with id, text and headings (level and text).
Each labelled heading of three words or more is a query; a chunk answers it if it holds the words that follow the heading
in the labelled text, close together: a record has under its heading what a page puts over it, such as a card's label. Both
kinds of chunks have 200 words, 20 of them overlap, and the same BM25 (k1 1.2, b 0.75). The raw text is all of the page but
scripts and styles, with its title, as a plain HTML-to-text step gives it. Needs no package.
"""

import gzip
import json
import math
import re
import subprocess
import sys
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path

BUDGET, OVERLAP = 200, 20
# words after a heading that an answer must hold, fewer where the next heading comes before
PROBE = 6


class Text(HTMLParser):
    """All text of a page but that of scripts and styles."""

    def __init__(self):
        super().__init__()
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "noscript", "template")
        self.parts.append(" ")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "noscript", "template") and self.hidden > 0
        self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def words(text):
    return re.findall(r"\w+", text.lower())


def raw_chunks(page, html):
    parser = Text()
    parser.feed(html)
    every = "".join(parser.parts).split()
    for start in range(0, max(len(every) - OVERLAP, 1), BUDGET - OVERLAP):
        yield page, words(" ".join(every[start:start + BUDGET]))


def own_chunks(pagesieve, paths):
    flags = ["--format", "chunks", "--budget", str(BUDGET), "--overlap", str(OVERLAP)]
    out = subprocess.run([pagesieve, "clean", "-q", *flags, *paths], capture_output=True, check=False).stdout
    # a file named by itself is its record's path, whose hash is the id: the records say which is which
    records = subprocess.run([pagesieve, "clean", "-q", *paths], capture_output=True, check=False).stdout
    page_of = {r["id"]: Path(r["source"]["path"]).name.split(".")[0] for r in map(json.loads, records.splitlines())}
    for chunk in map(json.loads, out.splitlines()):
        context = [chunk.get("title", ""), *chunk["path"], *chunk.get("headings", ())]
        # the signs of lists are not in the labelled text
        text = re.sub(r"(?m)^\s*(?:-|\d+\.) (?:\[[ x]\] )?", "", chunk["text"])
        yield page_of[chunk["record"]], words(text), words(" ".join(context))


class Index:
    """BM25 over chunks."""

    def __init__(self, chunks):
        self.postings, self.lengths = defaultdict(list), []
        for number, tokens in enumerate(chunks):
            self.lengths.append(len(tokens))
            for word, n in Counter(tokens).items():
                self.postings[word].append((number, n))
        self.average = sum(self.lengths) / len(self.lengths)

    def best(self, query, limit):
        scores = defaultdict(float)
        for word in set(query):
            found = self.postings.get(word, ())
            idf = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for number, n in found:
                norm = n + 1.2 * (0.25 + 0.75 * self.lengths[number] / self.average)
                scores[number] += idf * n * 2.2 / norm
        return sorted(scores, key=lambda number: (-scores[number], number))[:limit]

    def size(self):
        return sum(map(len, self.postings.values()))


def holds(tokens, probe):
    """Whether the words of the probe stand there in a row."""
    return f" {' '.join(probe)} " in f" {' '.join(tokens)} "


def answers(tokens, probe):
    """Whether all words of the probe stand there within a stretch of twice as many."""
    wanted = set(probe)
    if not wanted <= set(tokens):
        return False
    return any(token in wanted and wanted <= set(tokens[i:i + 2 * len(probe)]) for i, token in enumerate(tokens))


def queries(gold, raw_words):
    """Headings that stand once in their page's text, each with the words after it, up to the next heading."""
    for page in gold:
        text = words(page["text"])
        headings = {tuple(words(heading[-1])) for heading in page.get("headings") or []}
        places = defaultdict(list)
        for heading in headings:
            for i in range(len(text)):
                if heading and text[i] == heading[0] and tuple(text[i:i + len(heading)]) == heading:
                    places[heading].append(i)
        starts = {i for found in places.values() for i in found}
        for heading, found in sorted(places.items()):
            if len(heading) < 3 or len(found) != 1:
                continue
            first = found[0] + len(heading)
            end = min((i for i in starts if i >= first), default=len(text))
            probe = text[first:min(end, first + PROBE)]
            if len(probe) > 2 and holds(raw_words[page["id"]], probe):
                yield page["id"], list(heading), probe


def main():
    pagesieve, folder = sys.argv[1], Path(sys.argv[2])
    gold = [json.loads(line) for line in open(folder / "gold.jsonl", encoding="utf-8")]
    gold = gold[: int(sys.argv[3]) if len(sys.argv) > 3 else None]
    paths = {page["id"]: folder / "html" / f"{page['id']}.html.gz" for page in gold}
    html = {page: gzip.open(path).read().decode("utf-8", "replace") for page, path in paths.items()}
    raw = [chunk for page, text in html.items() for chunk in raw_chunks(page, text)]
    raw_words = defaultdict(list)
    for page, tokens in raw:
        raw_words[page] += tokens
    own = list(own_chunks(pagesieve, [str(path) for path in paths.values()]))
    asked = list(queries(gold, raw_words))
    sets = {
        "whole text, windows": ([tokens for _, tokens in raw], [page for page, _ in raw], [tokens for _, tokens in raw]),
        "pagesieve chunks": ([t for _, t, _ in own], [page for page, _, _ in own], [t + c for _, t, c in own]),
    }
    print(f"{len({page for page, _, _ in asked})} of {len(gold)} pages have headings, {len(asked)} are asked for\n")
    print("| chunks of | chunks | words | postings | recall@1 | recall@10 |\n| --- | --- | --- | --- | --- | --- |")
    for name, (texts, pages, indexed) in sets.items():
        index = Index(indexed)
        hits = Counter()
        for page, query, probe in asked:
            best = index.best(query, 10)
            rank = next((r for r, n in enumerate(best) if pages[n] == page and answers(texts[n], probe)), None)
            hits[1] += rank == 0
            hits[10] += rank is not None
        share = [hits[k] / len(asked) for k in (1, 10)]
        print(f"| {name} | {len(texts):,} | {sum(map(len, texts)):,} | {index.size():,} | {share[0]:.3f} | {share[1]:.3f} |")


if __name__ == "__main__":
    main()
