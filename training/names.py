"""What names of elements (class, id, role, tag), names of the page itself and its words speak for: odds learned from labelled
pages, and the columns that `src/measure/names.rs` makes of them."""

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

# Sites that must use a name before anything is believed of it.
MIN_SITES = 4
# Sites whose worth of average stands against those that use it.
PRIOR = 3
# Sites that must have a name or word before it says anything of a page's type, and how weakly weights are held down there.
MIN_SITES_TYPES = 6
INVERSE_PENALTY = 20
# Odds are kept in sixteenths of a unit of natural logarithm.
STEPS = 16
# Weights for types in eighths.
STEPS_TYPES = 8
COLUMNS = 12


def fixed(odds, steps):
    return np.clip(np.round(odds * steps), -127, 127).astype(np.int64)


class Learner:
    """Counts of every name on every site, from which the odds of any subset of sites follow, and every page's names and words,
    from which the weights for types do."""

    def __init__(self, pages):
        found = sorted({name for page in pages for name in page.all_names()})
        self.index = {name: k for k, name in enumerate(found)}
        self.names = np.array(found, np.uint32)
        sites = sorted({page.site for page in pages})
        self.fold_of_site = np.zeros(len(sites), int)
        number = {site: k for k, site in enumerate(sites)}
        wanted, words, users = {}, {}, {}
        for page in pages:
            page.rows_of_names = [[self.index[n] for n in names] for names in page.names]
            rows = {self.index[n] for n in page.page_names}.union(*map(set, page.rows_of_names))
            page.rows_without_words = np.array(sorted(rows), int)
            page.rows = np.array(sorted(rows | {self.index[n] for n in page.page_words}), int)
            if not page.is_whole:
                continue
            site = number[page.site]
            self.fold_of_site[site] = page.fold
            for row in page.rows:
                users.setdefault(row, set()).add(site)
            for row, (w, n) in page.words_of_names().items():
                key = row, site
                wanted[key] = wanted.get(key, 0) + w
                words[key] = words.get(key, 0) + n
        keys = [key for key in words if words[key] > 0]
        self.row, self.site = (np.array([key[k] for key in keys], int) for k in (0, 1))
        self.share = np.array([wanted[key] / words[key] for key in keys])
        # a hash of 0 is no name
        self.has_types = np.array([len(users.get(k, ())) >= MIN_SITES_TYPES for k in range(len(found))]) & (self.names != 0)
        whole = [page for page in pages if page.is_whole]
        self.fold, self.type = (np.array([getattr(page, key) for page in whole]) for key in ("fold", "type"))
        self.matrix = self.rows_over_root([page.rows for page in whole])

    def rows_over_root(self, rows):
        """A row per page, a column per name or word that types are learned from: 1 over the root of how many the page has."""
        kept = [found[self.has_types[found]] for found in rows]
        values = np.concatenate([np.full(len(found), len(found) ** -0.5) for found in kept if len(found)])
        ends = np.cumsum([0] + [len(found) for found in kept])
        return sparse.csr_matrix((values, np.concatenate(kept), ends), (len(kept), len(self.names)))

    def odds(self, without=None):
        """The odds of each name, of being wanted, and its weights for each type, learned from all folds but one."""
        n = len(self.names)
        use = self.fold_of_site[self.site] != without
        base = self.share[use].mean()
        sites = np.bincount(self.row[use], minlength=n)
        p = (np.bincount(self.row[use], self.share[use], n) + PRIOR * base) / (sites + PRIOR)
        wanted = np.log(p / (1 - p)) - np.log(base / (1 - base))
        wanted[(sites < MIN_SITES) | (self.names == 0)] = 0
        use = self.fold != without
        fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=300).fit(self.matrix[use], self.type[use])
        return fixed(wanted, STEPS), fixed(fitted.coef_.T, STEPS_TYPES)


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


def votes(rows, odds):
    """What a page's names and words say of its type: what `Votes` does."""
    found = odds[1][rows]
    known = max(int((found != 0).any(1).sum()), 1)
    return np.clip(np.floor(found.sum(0) / np.sqrt(known) * 2) + 128, 0, 255).astype(np.uint8)


def entries(learner, odds):
    """The names and words of which anything is known: hash, odds of being wanted, weight for each type."""
    wanted, types = odds
    known = (wanted != 0) | (types != 0).any(1)
    return list(zip(learner.names[known].tolist(), wanted[known].tolist(), types[known].tolist()))
