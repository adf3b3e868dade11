"""Trains the model on a labelled folder, cross-validated by domain, and writes the file that the crate embeds.

    python3 training/train.py ../shared/corpora/wcxb-dev src/score/blocks.model --snippets ../shared/corpora/trafilatura-dev

A folder holds `gold.jsonl` (`id`, `url`, `page_type`, `text`; `with` and `without` where it is labelled by snippets) and
`html/<id>.html.gz`. The same folders and the same version of pagesieve give the same file.
"""

import argparse
import hashlib
import json
import re
import struct
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
from catboost import CatBoostClassifier, Pool

import labels
import names

FOLDS = 5
SHARED = dict(rsm=0.3, random_seed=1, thread_count=2, verbose=0, allow_writing_files=False)
# Trees of 64 leaves over blocks.
BLOCKS = dict(loss_function="CrossEntropy", iterations=150, depth=6, learning_rate=0.15, l2_leaf_reg=5, border_count=64)
# Trees of 16 leaves over pages.
PAGES = dict(loss_function="MultiClass", iterations=200, depth=4, learning_rate=0.08, l2_leaf_reg=5, border_count=64)
# A page expected to hold fewer wanted words than this has none.
MIN_WORDS = 10
# Nor one of fewer than this where the best choice is expected to be poorer than that.
FEW_WORDS, POOR_F1 = 25, 0.35
# What a block weighs on a page that was thinned, where short pages are learned from.
PART_WEIGHT = 0.3
# What all labelled blocks of a page weigh together that is labelled by snippets alone.
SNIPPETS_WEIGHT = 1
# Fewer labelled blocks weigh less.
FULL_SNIPPETS = 3
# What a page without its words weighs where types are learned.
WORDLESS_WEIGHT = 0.3
# How much of a block's log-odds comes from its list or table as a whole.
UNIT_SHARE = 0.25
# How far the log-odds of all blocks of a page are off together, as a standard deviation; what it was is printed.
SPREAD = 1.27
# Places of a normal distribution and their weights, by Gauss and Hermite's rule of five points.
SHIFTS = [(-2.85697, 0.011257), (-1.355626, 0.222076), (0.0, 0.533334), (1.355626, 0.222076), (2.85697, 0.011257)]
# Of blocks that the first fold's model finds easy to leave out, one in this many is learned from, with so much the weight.
EASY = 4
# One of log-odds in the units of the file.
UNIT = 2048
# Points of the line from the expected to the true F1, less one.
POINTS = 16
HOST = re.compile(r"\w+(\.\w+)+")
SNIPPETS = re.compile(r"snippets: (\d+) wanted, ([\d.]+) kept; (\d+) unwanted, ([\d.]+) left out")
TYPES = ["article", "documentation", "service", "forum", "collection", "listing", "product"]


def site_of(url):
    """An address's host; of what is no address the first thing that looks like one."""
    found = HOST.search(url)
    return urlparse(url).netloc or (found[0] if found else url)


class Page:
    """A page's blocks: columns, labels, weights and what is needed to score a choice of blocks."""

    def __init__(self, row, gold, head):
        self.gold = gold
        self.is_part = row["part"]
        self.by_snippets = gold["text"] is None
        self.columns = np.frombuffer(bytes.fromhex(row["bytes"]), np.uint8).reshape(len(head["columns"]), -1).T.copy()
        self.row = np.array(row["page_row"], np.uint8)
        self.ruled_out = np.array(row["ruled_out"], bool)
        self.units = np.array(row["units"], np.int64)
        self.parents, self.names = row["parents"], row["names"]
        self.page_names, self.page_words = row["page_names"], row["page_words"]
        self.of_block = np.array(row["of_block"], np.int64)
        share, n_words = labels.shares(row["texts"], gold["text"])
        self.share, self.n_words = np.array(share), np.array(n_words, float)
        self.n_words_measured = np.array(row["words"], np.float32)
        self.bags = [Counter(labels.words(text)) for text in row["texts"]]
        self.wanted = Counter(labels.words(gold["text"]))
        # neither long pages nor pages full of junk may rule
        n_wanted = (self.share * self.n_words).sum() if self.is_part else sum(self.wanted.values())
        weight = np.minimum(self.n_words / max(n_wanted, 30), 1)
        self.weight = weight * min(1, 3 / max(weight.sum(), 1e-9)) * (PART_WEIGHT if self.is_part else 1)
        # soft labels: under 30 % of its words wanted is none, over 85 % is all
        self.label = np.clip((self.share - 0.3) / 0.55, 0, 1)
        if self.by_snippets:
            self.label = np.array(labels.snippet_shares(row["texts"], gold["with"], gold["without"]))
            is_known = self.label >= 0
            self.weight = is_known * (SNIPPETS_WEIGHT / max(is_known.sum(), FULL_SNIPPETS))
        self.type = TYPES.index(gold["page_type"])
        self.site = site_of(gold["url"] or "")
        self.fold = int(hashlib.md5(self.site.encode()).hexdigest(), 16) % FOLDS

    @property
    def is_whole(self):
        """Whether every block of the page is there and has a label."""
        return not self.is_part and not self.by_snippets

    def all_names(self):
        yield from self.page_names
        yield from self.page_words
        for found in self.names:
            yield from found

    def words_of_names(self):
        """For each name, the wanted words under its elements and all words there, as shares of the page's."""
        sums = np.zeros((len(self.parents), 2))
        np.add.at(sums, self.of_block, np.stack([self.n_words * self.label, self.n_words], 1))
        for i in range(len(self.parents) - 1, 0, -1):
            sums[self.parents[i]] += sums[i]
        out = {}
        for found, (wanted, words) in zip(self.rows_of_names, sums / max(self.n_words.sum(), 1)):
            for row in found:
                have = out.get(row, (0.0, 0.0))
                out[row] = have[0] + wanted, have[1] + words
        return out

    def f1(self, keep):
        given = Counter()
        for i in np.nonzero(keep)[0]:
            given.update(self.bags[i])
        n_given, n_wanted = sum(given.values()), sum(self.wanted.values())
        if not n_given or not n_wanted:
            return float(n_given == n_wanted)
        return 2 * sum((given & self.wanted).values()) / (n_given + n_wanted)


def logistic(odds):
    return 1 / (1 + np.exp(-odds))


def choose(page, p):
    """The blocks that maximise the expected F1, and that value: what `judge/` does."""
    p = np.where(page.ruled_out, 0, p)
    odds = np.log((p + 1e-6) / (1 - p + 1e-6))
    weight = np.maximum(page.n_words, 0.5)
    if page.units.max(initial=0) > 0:
        whole = np.bincount(page.units, odds * weight) / np.maximum(np.bincount(page.units, weight), 1e-9)
        odds = np.where(page.units > 0, odds * (1 - UNIT_SHARE) + UNIT_SHARE * whole[page.units], odds)
        p = np.where(page.ruled_out, 0, logistic(odds))
    expected = (p * page.n_words).sum()
    if expected < MIN_WORDS:
        return np.zeros(len(p), bool), 0.0
    order = np.argsort(-p, kind="stable")
    given = np.cumsum(page.n_words[order])
    f1 = 0.0
    for shift, weight in SHIFTS:
        wanted = np.cumsum(np.where(page.ruled_out, 0, logistic(odds + shift * SPREAD) * page.n_words)[order])
        f1 = f1 + weight * 2 * wanted / np.maximum(given + wanted[-1], 1e-9)
    best = int(f1.argmax())
    if expected < FEW_WORDS and f1[best] < POOR_F1:
        return np.zeros(len(p), bool), 0.0
    keep = np.zeros(len(p), bool)
    keep[order[: best + 1]] = True
    return keep & ~page.ruled_out, float(f1[best])


class Layout:
    """Where the columns that are learned stand among the others."""

    def __init__(self, columns):
        self.names = columns.index("names_own")
        self.types = columns.index("page_is:article")
        self.heading = columns.index("heading")


def fill_names(page, odds, layout):
    """Puts the columns on names, and the page's row, to what these odds make of them."""
    is_heading = page.columns[:, layout.heading] > 0
    page.columns[:, layout.names : layout.types] = names.columns(page, odds, is_heading)
    weights = np.clip(np.floor(page.n_words_measured), 1, 255).astype(np.uint64)
    whole = max(int(weights.sum()), 1)
    sums = (page.columns[:, : layout.types].astype(np.uint64) * weights[:, None]).sum(0)
    page.row[: layout.types] = sums // whole
    page.row[layout.types : layout.types + len(TYPES)] = names.votes(page.rows, odds)
    page.row_without_words = page.row.copy()
    page.row_without_words[layout.types : layout.types + len(TYPES)] = names.votes(page.rows_without_words, odds)


def fill_types(page, odds, layout):
    """Puts the columns on the page's type to these log-odds: what `shares_of` in `src/score/model.rs` does."""
    alone = 1 / (1 + np.exp(-np.clip(odds, -8, 8)))
    page.columns[:, layout.types :] = (alone / alone.sum() * 255).astype(np.uint8)


def fit_types(pages):
    # each page once more without its words: most languages have none that are known
    rows = np.stack([page.row for page in pages] + [page.row_without_words for page in pages]).astype(np.float32)
    weights = [1.0] * len(pages) + [WORDLESS_WEIGHT] * len(pages)
    kinds = [page.type for page in pages] * 2
    return CatBoostClassifier(**PAGES, **SHARED, classes_count=len(TYPES)).fit(Pool(rows, kinds, weight=weights))


def odds_of_types(model, pages, row="row"):
    rows = np.stack([getattr(page, row) for page in pages]).astype(np.float32)
    return model.predict(rows, prediction_type="RawFormulaVal")


def fit_blocks(pages):
    columns = np.concatenate([page.columns[page.learned] for page in pages]).astype(np.float32)
    label = np.concatenate([page.label[page.learned] for page in pages])
    weight = np.concatenate([page.weight[page.learned] * page.times[page.learned] for page in pages]) + 1e-6
    return CatBoostClassifier(**BLOCKS, **SHARED).fit(Pool(columns, label, weight=weight))


def predict(model, page):
    if not len(page.columns):
        return np.zeros(0)
    return model.predict(page.columns.astype(np.float32), prediction_type="Probability")[:, 1]


def interval(values):
    """95 % of the mean, by 1,000 drawings with a fixed seed."""
    drawn = np.random.default_rng(1).choice(values, (1000, len(values))).mean(1)
    return np.percentile(drawn, [2.5, 97.5])


def fold_of(pages, fold):
    """Pages to learn from and pages to try out."""
    return [p for p in pages if p.fold != fold], [p for p in pages if p.fold == fold]


def learn_names_and_types(pages, learner, layout):
    """Fills every page with what the other folds make of its names and of its type. Returns the models of types, by the
    fold that they did not see."""
    whole = [page for page in pages if page.is_whole]
    models = []
    for fold in range(FOLDS):
        odds = learner.odds(without=fold)
        for page in fold_of(pages, fold)[1]:
            fill_names(page, odds, layout)
    for fold in range(FOLDS):
        models.append(fit_types(fold_of(whole, fold)[0]))
        rest = fold_of(pages, fold)[1]
        for page, odds in zip(rest, odds_of_types(models[fold], rest)):
            fill_types(page, odds, layout)
            page.is_type_right = odds.argmax() == page.type
        for page, odds in zip(rest, odds_of_types(models[fold], rest, "row_without_words")):
            page.is_type_right_without_words = odds.argmax() == page.type
    return models


def thin_out(pages):
    """Marks the blocks to learn from: of those that everything speaks against, one in a few stands for the others."""
    drawn = np.random.default_rng(1)
    for page in pages:
        is_easy = (page.label == 0) & (page.weight < 0.05)
        page.learned = ~is_easy | (drawn.random(len(is_easy)) < 1 / EASY)
        page.times = np.where(is_easy, EASY, 1.0)
        if page.by_snippets:
            page.learned, page.times = page.label >= 0, np.ones(len(page.label))


def cross_validate(pages):
    """Scores every page by a model of the other folds; prints F1 by type and returns the expected and the true F1, and the
    models."""
    models = []
    for fold in range(FOLDS):
        learned, tried = fold_of(pages, fold)
        models.append(fit_blocks(learned))
        for page in (page for page in tried if page.is_whole):
            page.p = predict(models[fold], page)
            keep, page.expected = choose(page, page.p)
            page.score = page.f1(keep)
    pages = [page for page in pages if page.is_whole]
    print(f"{'pages':14} {'n':>5} {'F1':>6}  {'95 %':11}  type found")
    groups = [("all", pages)] + [(t, [p for p in pages if p.gold["page_type"] == t]) for t in TYPES]
    for name, group in groups:
        values = np.array([page.score for page in group])
        if len(values):
            low, high = interval(values)
            right = np.mean([page.is_type_right for page in group])
            print(f"{name:14} {len(values):5} {values.mean():6.4f}  {low:.3f}-{high:.3f}  {right:.3f}")
    wordless = np.mean([page.is_type_right_without_words for page in pages])
    print(f"types found without the pages' words: {wordless:.3f}")
    print(f"log-odds of a page's blocks are off together by {spread(pages):.2f}")
    oracle = np.mean([page.f1(page.share > 0.6) for page in pages])
    print(f"every block of which 60 % is wanted, and no other: {oracle:.3f}")
    return np.array([page.expected for page in pages]), np.array([page.score for page in pages]), models


def spread(pages):
    """The standard deviation of what the log-odds of all blocks of a page are off together, by maximum likelihood. Blocks of
    one page err alike, so that they count as the root of how many there are."""
    shifts = np.linspace(-6, 6, 49)
    fits = []
    for page in pages:
        known = ~page.ruled_out
        label, weight, p = page.label[known, None], page.weight[known], page.p[known, None]
        if weight.sum():
            odds = np.log((p + 1e-6) / (1 - p + 1e-6)) + shifts
            fit = -label * np.logaddexp(0, -odds) - (1 - label) * np.logaddexp(0, odds)
            fits.append(weight / weight.sum() * np.sqrt(len(weight)) @ fit)
    fits = np.exp(np.array(fits) - np.max(fits, axis=1, keepdims=True))
    deviation = 1.0
    for _ in range(30):
        likely = fits * np.exp(-(shifts**2) / (2 * deviation**2))
        deviation = np.sqrt((likely / likely.sum(1, keepdims=True) @ shifts**2).mean())
    return deviation


def line_of_confidence(expected, score):
    """F1 that pages had, at 17 points of the expected F1: weighted means of the pages near by, made to rise."""
    points = np.linspace(0, 1, POINTS + 1)
    line = []
    for point in points:
        # a page counts by how near it is, and the point's own value for five pages far away
        weight = np.exp(-(((expected - point) / 0.06) ** 2))
        line.append((weight @ score + 0.5 * point) / (weight.sum() + 0.5))
    return np.maximum.accumulate(line)


def calibration(expected, score):
    """Mean distance between confidence and F1 over ten bins of equally many pages, each page's line drawn without its half."""
    drawn = np.random.default_rng(1).random(len(expected)) < 0.5
    sure = np.zeros(len(expected))
    for half in (drawn, ~drawn):
        line = line_of_confidence(expected[~half], score[~half])
        sure[half] = np.interp(expected[half], np.linspace(0, 1, POINTS + 1), line)
    bins = np.array_split(np.argsort(sure, kind="stable"), 10)
    return np.mean([abs(sure[b].mean() - score[b].mean()) for b in bins])


def trees(model, depth, outputs):
    """The bytes of a model's trees, as `Trees::read` has them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.json"
        model.save_model(str(file), format="json")
        trained = json.loads(file.read_text())
    scale, bias = trained["scale_and_bias"]
    # CatBoost leaves out the biases of a model that has none
    bias = list(np.broadcast_to(bias or 0, outputs))
    found = trained["oblivious_trees"]
    data = struct.pack("<HHHf", len(found), depth, outputs, UNIT)
    data += b"".join(struct.pack("<i", round(b * UNIT)) for b in bias)
    splits, leaves = [], []
    for tree in found:
        used = [(s["float_feature_index"], int(s["border"])) for s in tree["splits"]]
        # a shallow tree is filled up with questions that no byte answers with yes
        splits += used + [(0, 255)] * (depth - len(used))
        values = [round(v * scale * UNIT) for v in tree["leaf_values"]]
        leaves += values + [0] * (2**depth * outputs - len(values))
    data += b"".join(struct.pack("<HH", *split) for split in splits)
    return data + b"".join(struct.pack("<h", max(-32768, min(32767, leaf))) for leaf in leaves)


def export(out, head, known, types, blocks, typical, line):
    data = b"pagesieve-model-3\n" + struct.pack("<QI", int(head["hash"], 16), len(known))
    for name, wanted, kinds in known:
        data += struct.pack("<Ib7b", name, wanted, *kinds)
    data += trees(types, PAGES["depth"], len(TYPES)) + trees(blocks, BLOCKS["depth"], 1)
    data += typical.astype(np.uint8).tobytes()
    data += bytes(round(255 * value) for value in line)
    Path(out).write_bytes(data)


def read(binary, folder, model=None):
    """A folder's pages with the columns that pagesieve gives them."""
    gold = {g["id"]: g for g in map(json.loads, (folder / "gold.jsonl").open())}
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "columns.jsonl"
        command = [binary, "eval", "--columns", file, folder] + (["--model", model] if model else [])
        subprocess.run(command, check=True)
        with file.open() as lines:
            head = json.loads(next(lines))
            pages = [Page(row, gold[row["id"]], head) for row in map(json.loads, lines)]
    # parts of a page cut its snippets to pieces
    pages = [page for page in pages if not (page.is_part and page.by_snippets)]
    for page in pages:
        page.folder = folder
    return head, pages


def read_all(binary, folders, model=None):
    """The pages of all folders, one after the other."""
    found = [read(binary, folder, model) for folder in folders]
    return found[0][0], [page for _, pages in found for page in pages]


def table_of_binary(binary, pages, model):
    """What `pagesieve eval` prints of these pages with a model."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        (scratch / "html").mkdir()
        (scratch / "gold.jsonl").write_text("".join(json.dumps(page.gold) + "\n" for page in pages))
        for page in pages:
            name = f"html/{page.gold['id']}.html.gz"
            (scratch / name).symlink_to((page.folder / name).resolve())
        command = [binary, "eval", "--model", model, scratch]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def print_table_of_binary(pages, binary, write_model):
    """What the whole of pagesieve makes of each fold with a model that did not see it: words that stand in scripts, rules
    and structure included, which the table of blocks leaves out."""
    sums = Counter()
    for fold in range(FOLDS):
        tried = [page for page in fold_of(pages, fold)[1] if not page.is_part]
        with tempfile.TemporaryDirectory() as scratch:
            model = Path(scratch) / "fold.model"
            write_model(model, fold)
            lines = {}
            for by_snippets in {page.by_snippets for page in tried}:
                group = [page for page in tried if page.by_snippets == by_snippets]
                lines[by_snippets] = table_of_binary(binary, group, model)
        for line in lines.get(False, []):
            name, *figures = line.split()
            if name in ["all"] + TYPES:
                n, f1, precision, recall, found = map(float, figures)
                sums.update({(name, k): n * v for k, v in enumerate([1, f1, precision, recall, found])})
        for by_snippets, line in ((key, line) for key in lines for line in lines[key]):
            if found := SNIPPETS.match(line):
                wanted, kept, unwanted, left_out = map(float, found.groups())
                sums.update({(by_snippets, "wanted"): wanted, (by_snippets, "kept"): wanted * kept})
                sums.update({(by_snippets, "unwanted"): unwanted, (by_snippets, "out"): unwanted * left_out})
    print("through the binary: pages, F1, precision, recall, type found")
    for name in ["all"] + TYPES:
        n = sums[name, 0]
        print(f"{name:14} {n:5.0f} " + " ".join(f"{sums[name, k] / max(n, 1):7.4f}" for k in range(1, 5)))
    for by_snippets, name in ((False, "snippets"), (True, "snippets of pages that have no other label")):
        wanted, kept, unwanted, out = (sums[by_snippets, key] for key in ("wanted", "kept", "unwanted", "out"))
        f1 = 2 * kept / max(wanted + kept + unwanted - out, 1)
        shares = f"{kept / max(wanted, 1):.4f} of {wanted:.0f} kept, {out / max(unwanted, 1):.4f} of {unwanted:.0f} left out"
        print(f"{name}: {shares}, F1 {f1:.4f}")


def check(pages, binary, folders, model):
    """The columns that pagesieve computes with the new model are those that it was trained on."""
    _, served = read_all(binary, folders, model)
    for page, other in zip(pages, served, strict=True):
        wrong = (page.columns != other.columns).any(0).nonzero()[0]
        # a share of a type may differ by one: pagesieve takes the logistic function from a table
        near = np.abs(page.columns.astype(int) - other.columns).max(initial=0) <= 1
        if len(wrong) and not near:
            raise SystemExit(f"{page.gold['id']}: columns {wrong} are not what was trained on")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--snippets", type=Path, help="a folder labelled by snippets, to learn blocks from as well")
    parser.add_argument("--binary", default="target/release/pagesieve")
    arguments = parser.parse_args()
    folders = [arguments.folder] + ([arguments.snippets] if arguments.snippets else [])
    head, pages = read_all(arguments.binary, folders)
    layout = Layout(head["columns"])
    thin_out(pages)
    learner = names.Learner(pages)
    types_of_fold = learn_names_and_types(pages, learner, layout)
    expected, score, blocks_of_fold = cross_validate(pages)
    print(f"confidence is off by {calibration(expected, score):.3f} on average over ten bins")
    typical = np.median(np.concatenate([page.columns for page in pages]), axis=0)
    line = line_of_confidence(expected, score)

    def write_fold(file, fold):
        known = names.entries(learner, learner.odds(without=fold))
        export(file, head, known, types_of_fold[fold], blocks_of_fold[fold], typical, line)

    print_table_of_binary(pages, arguments.binary, write_fold)
    # the columns stay those that the other folds made: a page's own label must not be in its names
    blocks, types = fit_blocks(pages), fit_types([page for page in pages if page.is_whole])
    odds = learner.odds()
    known = names.entries(learner, odds)
    export(arguments.model, head, known, types, blocks, typical, line)
    print(f"{arguments.model}: {len(known)} names, {arguments.model.stat().st_size} bytes")
    for page in pages:
        fill_names(page, odds, layout)
    for page, of_types in zip(pages, odds_of_types(types, pages)):
        fill_types(page, of_types, layout)
    check(pages, arguments.binary, folders, arguments.model)


if __name__ == "__main__":
    main()
