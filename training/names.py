"""What names of elements (class, id, role, tag) and of the page itself speak for: odds learned from labelled pages, and the
columns that `src/measure/names.rs` makes of them."""

import numpy as np

# Sites that must use a name before anything is believed of it.
MIN_SITES = 4
# Sites whose worth of average stands against those that use it.
PRIOR = 3
PRIOR_TYPES = 5
# Odds are kept in sixteenths of a unit of natural logarithm.
STEPS = 16
COLUMNS = 12


def fixed(odds):
    return np.clip(np.round(odds * STEPS), -127, 127).astype(np.int64)


class Learner:
    """Counts of every name on every site, from which the odds of any subset of sites follow."""

    def __init__(self, pages, n_types):
        found = sorted({name for page in pages for name in page.all_names()})
        self.index = {name: k for k, name in enumerate(found)}
        self.names = np.array(found, np.uint32)
        sites = sorted({page.site for page in pages})
        self.fold_of_site = np.zeros(len(sites), int)
        number = {site: k for k, site in enumerate(sites)}
        self.n_types = n_types
        wanted, words, kinds, site_kinds = {}, {}, {}, set()
        for page in pages:
            page.rows_of_names = [[self.index[n] for n in names] for names in page.names]
            page.rows_of_page = [self.index[n] for n in page.page_names]
            if page.is_part:
                continue
            site = number[page.site]
            self.fold_of_site[site] = page.fold
            site_kinds.add((site, page.type))
            for row in set(page.rows_of_page).union(*map(set, page.rows_of_names)):
                kinds[row, site, page.type] = 1
            for row, (w, n) in page.words_of_names().items():
                key = row, site
                wanted[key] = wanted.get(key, 0) + w
                words[key] = words.get(key, 0) + n
        keys = [key for key in words if words[key] > 0]
        self.row, self.site = (np.array([key[k] for key in keys], int) for k in (0, 1))
        self.share = np.array([wanted[key] / words[key] for key in keys])
        self.kinds = np.array(list(kinds), int).reshape(-1, 3)
        self.site_kinds = np.array(sorted(site_kinds), int).reshape(-1, 2)

    def odds(self, without=None):
        """The odds of each name, of being wanted and of each type, learned from all folds but one."""
        n = len(self.names)
        use = self.fold_of_site[self.site] != without
        base = self.share[use].mean()
        sites = np.bincount(self.row[use], minlength=n)
        p = (np.bincount(self.row[use], self.share[use], n) + PRIOR * base) / (sites + PRIOR)
        wanted = np.log(p / (1 - p)) - np.log(base / (1 - base))
        wanted[sites < MIN_SITES] = 0
        use = self.fold_of_site[self.site_kinds[:, 0]] != without
        base = np.bincount(self.site_kinds[use, 1], minlength=self.n_types) / max(use.sum(), 1)
        rows = self.kinds[self.fold_of_site[self.kinds[:, 1]] != without]
        counts = np.zeros((n, self.n_types))
        np.add.at(counts, (rows[:, 0], rows[:, 2]), 1)
        pages = counts.sum(1, keepdims=True)
        types = np.log((counts + PRIOR_TYPES * base) / (pages + PRIOR_TYPES) / base)
        types[pages[:, 0] < MIN_SITES] = 0
        # a hash of 0 is no name
        wanted[self.names == 0] = 0
        types[self.names == 0] = 0
        return fixed(wanted), fixed(types)


def columns(page, odds, is_heading):
    """The columns on names: what `Names::measure` does, in whole numbers."""
    wanted, _ = odds
    own = [max(-127, min(127, int(wanted[rows].sum()))) if rows else 0 for rows in page.rows_of_names]
    paths = []
    for i, value in enumerate(own):
        if i == 0:
            up = (0,) * 10
        else:
            up = paths[page.parents[i]]
        o, p, a, b, _, total, least, most, fading, slowly = up
        paths.append(
            (value, o, p, a, b, total + value, min(least, value), max(most, value),
             value + ((fading * 171) >> 8), value + ((slowly * 220) >> 8))
        )
    if not len(page.of_block):
        return np.zeros((0, COLUMNS), np.uint8)
    o, p, a, b, _, total, least, most, fading, slowly = np.array(paths)[page.of_block].T
    above = a + b
    rest = total - o - p - above
    nine = [o, p, above >> 1, rest >> 2, total >> 2, least, most, fading >> 2, slowly >> 3]
    nine = [np.clip(column + 128, 0, 255) for column in nine]
    slow = nine[-1]
    before = np.concatenate([[128], slow[:-1]])
    after = np.concatenate([slow[1:], [128]])
    last = np.maximum.accumulate(np.where(is_heading, np.arange(len(slow)), -1))
    heading = np.where(last >= 0, slow[last], 128)
    return np.stack(nine + [before, after, heading], 1).astype(np.uint8)


def votes(page, odds):
    """What the page's names say of its type: what `Votes` does."""
    _, types = odds
    rows = np.array(sorted(set(page.rows_of_page).union(*map(set, page.rows_of_names))), int)
    found = types[rows]
    known = max(int((found != 0).any(1).sum()), 1)
    return np.clip(np.floor(found.sum(0) / np.sqrt(known) / 4) + 128, 0, 255).astype(np.uint8)


def entries(learner, odds):
    """The names of which anything is known: hash, odds of being wanted, odds of each type."""
    wanted, types = odds
    known = (wanted != 0) | (types != 0).any(1)
    return list(zip(learner.names[known].tolist(), wanted[known].tolist(), types[known].tolist()))
