"""How much of each block a labelled page's gold text wants: block words against gold words, in order."""

import re
from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")
# Above this many word pairs the alignment would take more than a few hundred megabytes: such a page counts by trigrams.
MAX_PAIRS = 8_000_000_000
# A block is unwanted where an unwanted snippet takes as much of its words.
LEAST_SHARE_UNWANTED = 1 / 3


def words(text):
    """Words of a text in small letters, as the scorer counts them."""
    return WORD.findall((text or "").lower())


def aligned(page, gold):
    """Which page words stand in the longest common subsequence of both, as a list of booleans."""
    known = set(gold)
    places = [i for i, word in enumerate(page) if word in known]
    matched = [False] * len(page)
    if len(places) * len(gold) > MAX_PAIRS:
        return matched
    for op in LCSseq.opcodes(gold, [page[i] for i in places]):
        if op.tag == "equal":
            for i in places[op.dest_start : op.dest_end]:
                matched[i] = True
    return matched


def snippet_shares(texts, wanted, unwanted):
    """For each block 1 where a wanted snippet takes part of it, 0 where an unwanted one takes most of it, else -1: unknown."""
    blocks = [words(text) for text in texts]
    flat = [word for block in blocks for word in block]
    block_of = [i for i, block in enumerate(blocks) for _ in block]
    starts = list(accumulate((len(word) + 1 for word in flat), initial=0))
    line = " " + " ".join(flat) + " "
    out = [-1.0] * len(texts)
    for snippet, value in [(s, 0.0) for s in unwanted] + [(s, 1.0) for s in wanted]:
        found = words(snippet)
        sought = " " + " ".join(found) + " "
        at = line.find(sought) if found else -1
        while at >= 0:
            first = bisect_left(starts, at)
            for block, n in Counter(block_of[first : first + len(found)]).items():
                if value or n >= LEAST_SHARE_UNWANTED * len(blocks[block]):
                    out[block] = value
            at = line.find(sought, at + 1)
    return out


def trigrams(found):
    return list(zip(found, found[1:], found[2:]))


def shares(texts, gold_text):
    """For each block the share of its words that the gold text wants (0 to 1), and its number of words.

    Blocks that the alignment in order left out count too when their words are left over in the gold text and stand there in
    the same order: some gold texts put parts of a page elsewhere than the page does.
    """
    gold = words(gold_text)
    blocks = [words(text) for text in texts]
    matched = aligned([w for block in blocks for w in block], gold)
    out, at = [], 0
    left = Counter(gold)
    for block in blocks:
        hits = matched[at : at + len(block)]
        at += len(block)
        left.subtract(w for w, hit in zip(block, hits) if hit)
        out.append(sum(hits) / max(len(block), 1))
    in_gold = Counter(trigrams(gold))
    for i, block in enumerate(blocks):
        if len(block) < 4 or out[i] >= 0.5:
            continue
        over = sum((Counter(block) & left).values())
        known = trigrams(block)
        if over >= 0.8 * len(block) and sum(t in in_gold for t in known) >= 0.7 * len(known):
            left.subtract(block)
            out[i] = over / len(block)
    return out, [len(block) for block in blocks]
