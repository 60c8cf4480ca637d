"""Makes the reference vectors of the metrics: one gzip file of JSON lines for each metric.

Run with the packages of requirements.txt, Python 3.11:  python make_vectors.py ../resources/dev/ecomllm/eval/shape
The first line of each file names the tools. Each other line is {"in": case, "out": answer}, in the
shapes of `ecomllm metric`. Where a package has no such function, the definition is written out here.
"""

import collections
import gzip
import json
import math
import random
import re
import string
import sys
from importlib.metadata import version

import numpy as np
import scipy.stats as st
from hiclass import metrics as hm
from rouge_score import rouge_scorer
from sklearn.metrics import (accuracy_score, brier_score_loss, precision_recall_curve, precision_recall_fscore_support,
                             roc_auc_score)
from statsmodels.stats.contingency_tables import mcnemar as sm_mcnemar
from statsmodels.stats.proportion import proportion_confint

CASES = 220


def prf(p, r, f):
    return {"precision": float(p), "recall": float(r), "f1": float(f)}


# hiclass compares bare names, so every node gets its whole path as its name first.
def hierarchical(rng, i):
    names = "ABC" if i % 2 else "ABCDEFGH"
    n = rng.randint(1, 12)
    truth, prediction = [], []
    for _ in range(n):
        truth.append([rng.choice(names) for _ in range(rng.randint(1, 6))])
        if rng.random() < 0.3:
            prediction.append(list(truth[-1]))
        elif rng.random() < 0.5:
            cut = rng.randint(1, len(truth[-1]))
            prediction.append(truth[-1][:cut] + [rng.choice(names) for _ in range(rng.randint(0, 3))])
        else:
            prediction.append([rng.choice(names) for _ in range(rng.randint(1, 6))])
    depth = max(map(len, truth + prediction))

    def full(path):
        return [" > ".join(path[: d + 1]) for d in range(len(path))] + [""] * (depth - len(path))

    t = np.array([full(p) for p in truth])
    p = np.array([full(q) for q in prediction])
    per = []
    for a, b in zip(truth, prediction):
        one = (np.array([full(a)]), np.array([full(b)]))
        per.append([float(hm.precision(*one)), float(hm.recall(*one)), float(hm.f1(*one))])
    micro = prf(hm.precision(t, p), hm.recall(t, p), hm.f1(t, p))
    macro = prf(*[float(np.mean([x[k] for x in per])) for k in range(3)])
    return {"truth": truth, "prediction": prediction}, {
        "micro": micro, "macro": macro, "perExample": per,
        "exactPathAccuracy": float(np.mean([a == b for a, b in zip(truth, prediction)]))}


def classification(rng, i):
    labels = ["a", "b", "c", "Z", "é", "\U0001F45F", "\uFF21"][: rng.randint(1, 7)]
    n = rng.randint(1, 40)
    truth = [rng.choice(labels) for _ in range(n)]
    prediction = [t if rng.random() < 0.5 else rng.choice(labels + ["unknown"]) for t in truth]
    classes = sorted(set(truth) | set(prediction))
    out = {}
    for how in ("weighted", "macro", "micro"):
        p, r, f, _ = precision_recall_fscore_support(truth, prediction, average=how, zero_division=0)
        out[how] = prf(p, r, f)
    out["accuracy"] = float(accuracy_score(truth, prediction))
    p, r, f, s = precision_recall_fscore_support(truth, prediction, labels=classes, average=None, zero_division=0)
    out["perClass"] = [dict(label=c, **prf(p[k], r[k], f[k]), support=int(s[k])) for k, c in enumerate(classes)]
    return {"truth": truth, "prediction": prediction}, out


def topk(rng, i):
    labels = [f"c{k}" for k in range(8)]
    n = rng.randint(1, 20)
    truth = [rng.choice(labels) for _ in range(n)]
    ranked = [rng.sample(labels, rng.randint(0, 8)) for _ in range(n)]
    longest = max(map(len, ranked))
    return {"truth": truth, "ranked": ranked}, {
        f"top{k}": sum(t in r[:k] for t, r in zip(truth, ranked)) / n for k in range(1, longest + 1)}


def calibration(rng, i):
    n = rng.randint(1, 60)
    bins = rng.choice([1, 2, 5, 10, 15, 20])
    on_edges = i % 4 == 0
    confidence = [rng.randint(0, bins) / bins if on_edges else rng.random() for _ in range(n)]
    correct = [int(rng.random() < c) for c in confidence]
    edges = np.array([b / bins for b in range(1, bins)])
    where = np.digitize(confidence, edges)
    c, y = np.array(confidence), np.array(correct)
    listed, ece, mce = [], 0.0, 0.0
    for b in range(bins):
        at = where == b
        if at.any():
            gap = abs(y[at].mean() - c[at].mean())
            ece += at.sum() / n * gap
            mce = max(mce, gap)
            listed.append({"bin": b, "count": int(at.sum()), "meanConfidence": float(c[at].mean()),
                           "accuracy": float(y[at].mean())})
    return {"confidence": confidence, "correct": correct, "bins": bins}, {
        "ece": float(ece), "mce": float(mce),
        "brier": float(brier_score_loss(correct, confidence, pos_label=1, labels=[0, 1])), "bins": listed}


def proportion(rng, i):
    n = rng.choice([1, 2, 10, rng.randint(1, 50), rng.randint(50, 5000), 1_000_000])
    k = rng.choice([0, n, rng.randint(0, n), rng.randint(0, n)])
    confidence = rng.choice([0.95, 0.9, 0.99, 0.8])
    wilson = proportion_confint(k, n, 1 - confidence, "wilson")
    exact = st.binomtest(k, n).proportion_ci(confidence, "exact")
    return {"successes": k, "n": n, "confidence": confidence}, {
        "estimate": k / n, "wilson": [float(x) for x in wilson],
        "clopperPearson": [float(exact.low), float(exact.high)]}


ROUGE = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"], use_stemmer=False)
WORDS = ["The", "red", "shoe", "size", "10", "isn't", "caf\u00e9", "water-proof", "a", "b", "a", "\u0130", "10.5", "cm", "\u212a"]


def text(rng, longest=14):
    out = ""
    for _ in range(rng.randint(0, longest)):
        out += rng.choice(WORDS) + rng.choice([" ", " ", " ", ", ", "\n", "\n\n", " . ", "-", "\t"])
    return out


def rouge(rng, i):
    reference = text(rng)
    candidate = text(rng)
    if rng.random() < 0.4:
        words = reference.split(" ")
        rng.shuffle(words)
        candidate = " ".join(words[: rng.randint(0, len(words))]) + text(rng, 3)
    scores = ROUGE.score(reference, candidate)
    return {"reference": reference, "candidate": candidate}, {
        name: prf(s.precision, s.recall, s.fmeasure) for name, s in scores.items()}


# The four functions of the official SQuAD 2.0 evaluation script, word for word in what they do.
def normalize_answer(s):
    s = s.lower()
    s = "".join(ch for ch in s if ch not in set(string.punctuation))
    s = re.sub(r"\b(a|an|the)\b", " ", s, flags=re.UNICODE)
    return " ".join(s.split())


def squad_f1(gold, predicted):
    gold_toks = normalize_answer(gold).split() if gold else []
    pred_toks = normalize_answer(predicted).split() if predicted else []
    same = sum((collections.Counter(gold_toks) & collections.Counter(pred_toks)).values())
    if len(gold_toks) == 0 or len(pred_toks) == 0:
        return float(gold_toks == pred_toks)
    if same == 0:
        return 0.0
    p, r = same / len(pred_toks), same / len(gold_toks)
    return 2 * p * r / (p + r)


SQUAD_WORDS = ["The", "a", "an", "AN", "the.", "12.5", "cm", "waterproof", "yes", "no", "it's", "caf\u00e9", "a\u0301", "\u2014",
               "th\u00e9", "\u00bd", "a_b", "a-b", "\u0410", "STRASSE", "\u03a3\u0391\u03a3", "\u0130", "_the_", "the\u00a0end", "a\u0903"]


def squad(rng, i):
    def say():
        return "".join(rng.choice(SQUAD_WORDS) + rng.choice([" ", " ", "  ", "\u00a0", "\u2007", "\u0085", "\n", "", "\u200b", "\x1c"])
                       for _ in range(rng.randint(0, 6)))
    references = [say() for _ in range(rng.randint(0, 4))]
    prediction = say() if rng.random() < 0.6 or not references else rng.choice(references).upper()
    kept = [r for r in references if normalize_answer(r)] or [""]
    return {"references": references, "prediction": prediction}, {
        "exact": max(int(normalize_answer(r) == normalize_answer(prediction)) for r in kept),
        "f1": max(squad_f1(r, prediction) for r in kept)}


# ExtractGPT's counting, written out.
def attributes(rng, i):
    values = ["Dell", "dell", "n/a", "", "10 cm", "Red"]
    rows, outcomes, groups = [], collections.Counter(), collections.defaultdict(collections.Counter)
    for _ in range(rng.randint(1, 30)):
        category, attribute = rng.choice("XYZ"), rng.choice(["Brand", "Color"])
        truth = rng.choice([["n/a"], [], ["Dell"], ["Dell", "Red"], ["10 cm"]])
        prediction = rng.choice(values + [None])
        row = {"category": category, "attribute": attribute, "truth": truth, "prediction": prediction}
        rows.append(row)
        right = [t for t in truth if t != "n/a"]
        said = prediction not in (None, "", "n/a")
        kind = ("vc" if prediction in right else "vw") if right and said else "vn" if right else "nv" if said else "nn"
        outcomes[kind] += 1
        if kind != "nn":
            groups[category, attribute][kind] += 1

    def scores(c):
        p = c["vc"] / (c["nv"] + c["vc"] + c["vw"]) if c["nv"] + c["vc"] + c["vw"] else 0.0
        r = c["vc"] / (c["vn"] + c["vc"] + c["vw"]) if c["vn"] + c["vc"] + c["vw"] else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    each = [scores(c) for c in groups.values()]
    macro = [float(np.mean([s[k] for s in each])) if each else 0.0 for k in range(3)]
    return {"rows": rows}, {"counts": {k: outcomes[k] for k in ("nn", "nv", "vn", "vc", "vw")},
                            "micro": prf(*scores(outcomes)), "macro": prf(*macro)}


def mcnemar(rng, i):
    most = rng.choice([3, 20, 400])
    b, c = rng.randint(0, most), rng.randint(0, most)
    if i % 10 == 0:
        c = b
    if i == 5:
        b = c = 0
    table = [[rng.randint(0, 50), b], [c, rng.randint(0, 50)]]
    exact = 1.0 if b + c == 0 else min(1.0, 2 * float(st.binom.cdf(min(b, c), b + c, 0.5)))
    if b + c:
        chi = sm_mcnemar(table, exact=False, correction=True)
        assert abs(sm_mcnemar(table, exact=True).pvalue - exact) < 1e-9
    return {"table": {"both_right": table[0][0], "only_A_right": b, "only_B_right": c, "both_wrong": table[1][1]}}, {
        "b": b, "c": c, "exact": {"pvalue": exact},
        "chi2_continuity_corrected": {"statistic": float(chi.statistic), "pvalue": float(chi.pvalue)} if b + c else None}


def bootstrap(rng, i):
    n = rng.randint(2, 25)
    kind = i % 4
    sample = [rng.gauss(3, 2) if kind < 2 else float(rng.randint(0, 1 if kind == 2 else 4)) for _ in range(n)]
    if i % 20 == 19:
        sample = [sample[0]] * n
    B = rng.randint(5, 60)
    indices = [[rng.randrange(n) for _ in range(n)] for _ in range(B)]
    name = rng.choice(["mean", "median"])
    f = np.mean if name == "mean" else np.median
    confidence = rng.choice([0.95, 0.9, 0.8])
    data = np.array(sample)
    drawn = f(data[np.array(indices)], axis=-1)
    estimate = f(data)
    alpha = (1 - confidence) / 2
    lo, hi = np.quantile(drawn, [alpha, 1 - alpha])
    # As scipy.stats._resampling._bca_interval does, with scipy's normal distribution.
    with np.errstate(all="ignore"):
        z0 = st.norm.ppf(((drawn < estimate).sum() + (drawn <= estimate).sum()) / (2 * B))
        jack = np.array([f(np.delete(data, k)) for k in range(n)])
        u = (n - 1) * (jack.mean() - jack)
        a = (u**3).sum() / n**3 / ((u**2).sum() / n**2) ** 1.5 / 6
        z = st.norm.ppf([alpha, 1 - alpha])
        at = st.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
    bca = None if np.isnan(at).any() else [float(q) for q in np.quantile(drawn, at)]
    return {"statistic": name, "sample": sample, "confidence": confidence, "resample_indices": indices}, {
        "estimate": float(estimate), "percentile": [float(lo), float(hi)],
        "basic": [float(2 * estimate - hi), float(2 * estimate - lo)], "BCa": bca}


def paired(rng, i):
    n = rng.randint(1, 12)
    A = [float(rng.randint(0, 1)) if i % 2 else rng.random() for _ in range(n)]
    B = [float(rng.randint(0, 1)) if i % 2 else rng.random() for _ in range(n)]
    indices = [[rng.randrange(n) for _ in range(n)] for _ in range(rng.randint(5, 50))]
    d = np.array(A) - np.array(B)
    if n == 1:
        p = 1.0
    else:
        p = float(st.permutation_test((A, B), lambda x, y, axis: np.mean(x - y, axis=axis), permutation_type="samples",
                                      n_resamples=math.inf, vectorized=True).pvalue)
    lo, hi = np.quantile(d[np.array(indices)].mean(axis=-1), [0.025, 0.975])
    return {"A": A, "B": B, "bootstrap_indices": indices}, {
        "meanDifference": float(d.mean()), "signFlipP": p, "ci95": [float(lo), float(hi)]}


# hiclass has no figure by level: written out, over nodes that carry their whole path.
def perlevel(rng, i):
    case, _ = hierarchical(rng, i)
    levels = []
    for level in range(1, max(map(len, case["truth"])) + 1):
        deep = [(t, p) for t, p in zip(case["truth"], case["prediction"]) if len(t) >= level]
        levels.append({"level": level, "n": len(deep),
                       "accuracy": float(np.mean([t[:level] == p[:level] for t, p in deep]))})
    return case, {"levels": levels}


def curve(confidence, right):
    """A point for each confidence, the highest first, from scikit-learn's curve."""
    if not any(right):
        kept = [sum(c >= t for c in confidence) for t in sorted(set(confidence), reverse=True)]
        return [{"threshold": t, "coverage": k / len(right), "precision": 0.0, "recall": 0.0}
                for t, k in zip(sorted(set(confidence), reverse=True), kept)]
    precision, recall, thresholds = precision_recall_curve(right, confidence)
    points = []
    for p, r, t in list(zip(precision, recall, thresholds))[::-1]:
        kept = sum(c >= t for c in confidence)
        points.append({"threshold": float(t), "coverage": kept / len(right), "precision": float(p), "recall": float(r)})
    return points


def stated(rng, i):
    n = rng.randint(1, 60)
    confidence = [rng.randint(0, 5) / 5 if i % 3 == 0 else rng.random() for _ in range(n)]
    return confidence, [int(rng.random() < (c if i % 2 else 0.5)) for c in confidence]


def coverage(rng, i):
    confidence, correct = stated(rng, i)
    wished = rng.choice([0.5, 0.8, 0.9, 0.95, 1.0])
    points = curve(confidence, correct)
    best = max([p["coverage"] for p in points if p["precision"] >= wished], default=0.0)
    return {"confidence": confidence, "correct": correct, "precision": wished}, {"coverage": best, "curve": points}


def answerability(rng, i):
    confidence, answerable = stated(rng, i)
    both = len(set(answerable)) == 2
    return {"confidence": confidence, "answerable": answerable}, {
        "auroc": float(roc_auc_score(answerable, confidence)) if both else None,
        "curve": curve(confidence, answerable)}


TOOLS = {
    hierarchical: ["hiclass"], classification: ["scikit-learn"], topk: [], calibration: ["scikit-learn", "numpy"],
    proportion: ["statsmodels", "scipy"], rouge: ["rouge-score"], squad: [], attributes: [],
    mcnemar: ["statsmodels", "scipy"], bootstrap: ["scipy", "numpy"], paired: ["scipy", "numpy"],
    perlevel: [], coverage: ["scikit-learn"], answerability: ["scikit-learn"],
}


def main(folder):
    for make, packages in TOOLS.items():
        rng = random.Random(make.__name__)
        lines = [{"tools": [f"{p} {version(p)}" for p in packages] or ["the definition, written out"]}]
        for i in range(CASES):
            case, answer = make(rng, i)
            lines.append({"in": case, "out": answer})
        with open(f"{folder}/{make.__name__}.jsonl.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as out:
            for line in lines:
                out.write((json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1])
