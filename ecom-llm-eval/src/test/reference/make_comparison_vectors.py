"""Writes comparison.jsonl.gz: paired comparisons by scipy and statsmodels. Usage: make_comparison_vectors.py FOLDER"""

import gzip
import json
import math
import random
import sys
import warnings
from importlib.metadata import version

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower

CASES = 200


def figure(rng, kind, n):
    """[earned, out of] of A and of B for each example."""
    if kind == "share":
        return [[[rng.randint(0, 1), 1], [rng.randint(0, 1), 1]] for _ in range(n)]
    if kind == "mean":
        return [[[round(rng.random(), 3), 1], [round(rng.random(), 3), 1]] for _ in range(n)]
    rows = []
    for _ in range(n):
        truth = rng.randint(1, 4)
        row = []
        for _ in range(2):
            predicted = rng.randint(0, 5)
            row.append([2 * rng.randint(0, min(truth, predicted)), truth + predicted])
        rows.append(row)
    return rows


def ratio(points):
    return points[..., 0].sum() / points[..., 1].sum()


def reference(rows):
    data = np.array(rows, dtype=float)
    n = len(data)
    both = np.concatenate([data[:, 0], data[:, 1]])

    def difference(a, b):
        return ratio(both[a.astype(int)]) - ratio(both[b.astype(int)])

    a, b = ratio(data[:, 0]), ratio(data[:, 1])
    p = stats.permutation_test((np.arange(n), np.arange(n) + n), difference, permutation_type="samples",
                               n_resamples=math.inf, vectorized=False).pvalue
    share = bool((data[:, :, 1] == 1).all() and np.isin(data[:, :, 0], [0, 1]).all())
    only_a = int(((data[:, 0, 0] == 1) & (data[:, 1, 0] == 0)).sum())
    only_b = int(((data[:, 0, 0] == 0) & (data[:, 1, 0] == 1)).sum())
    exact = mcnemar([[0, only_a], [only_b, 0]], exact=True).pvalue if share and only_a + only_b else 1.0
    influence = ((data[:, 0, 0] - a * data[:, 0, 1]) / data[:, 0, 1].mean()
                 - (data[:, 1, 0] - b * data[:, 1, 1]) / data[:, 1, 1].mean())
    spread = influence.std(ddof=1)
    effect = None
    if spread > 1e-9:
        effect = float(spread * NormalIndPower().solve_power(effect_size=None, nobs1=n, alpha=0.05, power=0.8, ratio=0))
    draws = np.random.default_rng(7).integers(0, n, (20_000, n))
    drawn = data[draws]
    differences = (drawn[:, :, 0, 0].sum(1) / drawn[:, :, 0, 1].sum(1)
                   - drawn[:, :, 1, 0].sum(1) / drawn[:, :, 1, 1].sum(1))
    low, high = np.quantile(differences, [0.025, 0.975])
    return {"a": float(a), "b": float(b), "signFlipP": float(p), "mcnemarP": float(exact) if share else None,
            "smallestEffect": effect, "ci95": [float(low), float(high)], "sd": float(differences.std())}


def main(folder):
    warnings.simplefilter("ignore")
    rng = random.Random("comparison")
    lines = [{"tools": [f"{p} {version(p)}" for p in ("scipy", "statsmodels", "numpy")]}]
    for case in range(CASES):
        n = rng.randint(3, 9)
        figures = {kind: figure(rng, kind, n) for kind in ("share", "mean", "ratio")}
        if case % 10 == 0:
            figures["share"] = [[a, a] for a, _ in figures["share"]]
        out = {kind: reference(rows) for kind, rows in figures.items()}
        p = [each["signFlipP"] if each["mcnemarP"] is None else each["mcnemarP"] for each in out.values()]
        lines.append({"in": figures, "out": out, "holm": [float(each) for each in multipletests(p, method="holm")[1]]})
    with open(f"{folder}/comparison.jsonl.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as out:
        for line in lines:
            out.write((json.dumps(line, allow_nan=False) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1])
