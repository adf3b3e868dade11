"""Trains the block model on a labelled folder, cross-validated by domain, and writes the file that the crate embeds.

    python3 training/train.py ../shared/corpora/wcxb-dev src/score/blocks.model

The folder holds `gold.jsonl` (`id`, `url`, `page_type`, `text`) and `html/<id>.html.gz`. The same folder and the same
version of pagesieve give the same file.
"""

import argparse
import hashlib
import json
import struct
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
from catboost import CatBoostClassifier, Pool

import labels

FOLDS = 5
# Trees of 64 leaves: 300 score 0.0005 more than 150 and cost twice the time; depth 5 scores 0.003 less.
SETTINGS = dict(
    loss_function="CrossEntropy",
    iterations=150,
    depth=6,
    learning_rate=0.15,
    l2_leaf_reg=5,
    rsm=0.3,
    border_count=128,
    random_seed=1,
    thread_count=2,
    verbose=0,
    allow_writing_files=False,
)
# A page expected to hold fewer wanted words than this has none.
MIN_WORDS = 10
# How much of a block's log-odds comes from its list or table as a whole.
UNIT_SHARE = 0.5
# One of log-odds in the units of the file.
UNIT = 2048
TYPES = ["article", "documentation", "service", "forum", "collection", "listing", "product"]


class Page:
    """A page's blocks: columns, labels, weights and what is needed to score a choice of blocks."""

    def __init__(self, line, gold, n_columns):
        row = json.loads(line)
        self.gold = gold
        self.columns = np.frombuffer(bytes.fromhex(row["bytes"]), np.uint8).reshape(n_columns, -1).T
        self.ruled_out = np.array(row["ruled_out"], bool)
        self.units = np.array(row["units"], np.int64)
        share, n_words = labels.shares(row["texts"], gold["text"])
        self.share, self.n_words = np.array(share), np.array(n_words, float)
        self.bags = [Counter(labels.words(text)) for text in row["texts"]]
        self.wanted = Counter(labels.words(gold["text"]))
        # neither long pages nor pages full of junk may rule
        weight = np.minimum(self.n_words / max(sum(self.wanted.values()), 30), 1)
        self.weight = weight * min(1, 3 / max(weight.sum(), 1e-9))
        # soft labels: under 30 % of its words wanted is none, over 85 % is all
        self.label = np.clip((self.share - 0.3) / 0.55, 0, 1)
        host = urlparse(gold["url"] or "").netloc
        self.fold = int(hashlib.md5(host.encode()).hexdigest(), 16) % FOLDS

    def f1(self, keep):
        given = Counter()
        for i in np.nonzero(keep)[0]:
            given.update(self.bags[i])
        n_given, n_wanted = sum(given.values()), sum(self.wanted.values())
        if not n_given or not n_wanted:
            return float(n_given == n_wanted)
        return 2 * sum((given & self.wanted).values()) / (n_given + n_wanted)


def choose(page, p):
    """The blocks that maximise the expected F1, and that value: what `judge/` does."""
    p = np.where(page.ruled_out, 0, p)
    odds = np.log((p + 1e-6) / (1 - p + 1e-6))
    weight = np.maximum(page.n_words, 0.5)
    if page.units.max(initial=0) > 0:
        whole = np.bincount(page.units, odds * weight) / np.maximum(np.bincount(page.units, weight), 1e-9)
        odds = np.where(page.units > 0, odds * (1 - UNIT_SHARE) + UNIT_SHARE * whole[page.units], odds)
        p = np.where(page.ruled_out, 0, 1 / (1 + np.exp(-odds)))
    expected = (p * page.n_words).sum()
    if expected < MIN_WORDS:
        return np.zeros(len(p), bool), 0.0
    order = np.argsort(-p, kind="stable")
    f1 = 2 * np.cumsum((p * page.n_words)[order]) / (np.cumsum(page.n_words[order]) + expected)
    best = int(f1.argmax())
    keep = np.zeros(len(p), bool)
    keep[order[: best + 1]] = True
    return keep & ~page.ruled_out, float(f1[best])


def fit(pages):
    columns = np.concatenate([page.columns for page in pages]).astype(np.float32)
    label = np.concatenate([page.label for page in pages])
    weight = np.concatenate([page.weight for page in pages]) + 1e-6
    return CatBoostClassifier(**SETTINGS).fit(Pool(columns, label, weight=weight))


def predict(model, page):
    if not len(page.columns):
        return np.zeros(0)
    return model.predict(page.columns.astype(np.float32), prediction_type="Probability")[:, 1]


def interval(values):
    """95 % of the mean, by 1,000 drawings with a fixed seed."""
    drawn = np.random.default_rng(1).choice(values, (1000, len(values))).mean(1)
    return np.percentile(drawn, [2.5, 97.5])


def cross_validate(pages):
    scores, confidence = {}, {}
    for fold in range(FOLDS):
        model = fit([page for page in pages if page.fold != fold])
        for page in (page for page in pages if page.fold == fold):
            keep, sure = choose(page, predict(model, page))
            scores[page.gold["id"]], confidence[page.gold["id"]] = page.f1(keep), sure
    print(f"{'pages':14} {'n':>5} {'F1':>6}  95 %")
    groups = [("all", pages)] + [(t, [p for p in pages if p.gold["page_type"] == t]) for t in TYPES]
    for name, group in groups:
        values = np.array([scores[page.gold["id"]] for page in group])
        if len(values):
            low, high = interval(values)
            print(f"{name:14} {len(values):5} {values.mean():6.3f}  {low:.3f}-{high:.3f}")
    oracle = np.mean([page.f1(page.share > 0.6) for page in pages])
    print(f"every block of which 60 % is wanted, and no other: {oracle:.3f}")


def export(model, pages, columns, columns_hash, out):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        model.save_model(str(file), format="json")
        trained = json.loads(file.read_text())
    trees = trained["oblivious_trees"]
    depth = SETTINGS["depth"]
    scale, bias = trained["scale_and_bias"][0], trained["scale_and_bias"][1][0]
    typical = np.median(np.concatenate([page.columns for page in pages]), axis=0).astype(np.uint8)
    splits, leaves = [], []
    for tree in trees:
        used = [(s["float_feature_index"], int(s["border"])) for s in tree["splits"]]
        # a shallow tree is filled up with questions that no byte answers with yes
        used += [(0, 255)] * (depth - len(used))
        values = [round(v * scale * UNIT) for v in tree["leaf_values"]]
        values += [0] * (2**depth - len(values))
        splits += used
        leaves += values
    data = b"pagesieve-model-1\n" + struct.pack("<QHHif", columns_hash, len(trees), depth, round(bias * UNIT), UNIT)
    data += typical.tobytes()
    data += b"".join(struct.pack("<HH", *split) for split in splits)
    data += b"".join(struct.pack("<h", max(-32768, min(32767, leaf))) for leaf in leaves)
    Path(out).write_bytes(data)
    print(f"{out}: {len(trees)} trees, {len(data)} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--binary", default="target/release/pagesieve")
    parser.add_argument("--skip-cross-validation", action="store_true")
    arguments = parser.parse_args()
    gold = {g["id"]: g for g in map(json.loads, (arguments.folder / "gold.jsonl").open())}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "columns.jsonl"
        subprocess.run([arguments.binary, "eval", "--columns", file, arguments.folder], check=True)
        with file.open() as lines:
            head = json.loads(next(lines))
            pages = [Page(line, gold[json.loads(line)["id"]], len(head["columns"])) for line in lines]
    if not arguments.skip_cross_validation:
        cross_validate(pages)
    export(fit(pages), pages, head["columns"], int(head["hash"], 16), arguments.model)


if __name__ == "__main__":
    main()
