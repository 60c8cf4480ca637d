"""Trains the vectors and weights of the embedded classifier from the category lexicon, and nothing else.

    java -jar examples/cli/target/ecomllm.jar lexicon export --out build/lexicon
    python training-scripts/category_vectors/train.py --data build/lexicon --out ecom-llm-rag/src/main/resources/dev/ecomllm/rag/candidates --held-out build/held-out

Reads what `lexicon export` wrote: `texts.jsonl` (one text a row: category id, listings, kind, grams) and `vectors.f32` (one embedding a row, little-endian
float32). Writes `category-vectors.bin` and `category-model.json` for the Java library, and, for the calibration, the gold and prediction rows of titles
that were held out.

The model is linear. A softmax over all categories of x . W, where x is the embedding of a text and W is, for each category, the embedding of its label plus
what was learned for it and for each of its ancestors: relatives share what they have in common. Then dense * (x . W) + lexical * (gram score), where the two
weights are fitted on titles that the vectors and the gram index have not seen. Titles are held out by their first word, which is mostly the brand, so that a
brand that gives its category away does not count as knowledge.

The lexicon has about as many titles of a rare category as of a common one; a shop has not. So each category has a step, `listings`, for how common its
listings are (each step about four times as many), and `Config.listings` says how much a step counts: half of log 4, since the steps are estimates.
The rows for the calibration are drawn accordingly, from titles as long as those of real listings.

Takes about 15 minutes on two processors; the same seed gives the same figures up to rounding.
"""

import argparse
import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize


@dataclass(frozen=True)
class Config:
    """Settings; chosen by the held-out log loss of lexicon titles."""

    seed: int = 20261122
    folds: int = 4
    epochs: int = 10
    batch: int = 512
    learning_rate: float = 2e-3
    sharpness: float = 20.0  # of the softmax over dot products of unit vectors
    dropout: float = 0.1  # of the embedding's numbers
    anchor: float = 1.0  # pull of what is learned towards nothing
    name_weight: float = 0.5  # of a name beside a title
    most_weight: float = 1.5  # of a gram in a category, as in GramIndex.java
    listings: float = 0.7  # log-odds that a step of listings is worth
    candidates: int = 50  # of the rows for the calibration
    held_out: int = 10_000  # rows for the calibration
    least_words: int = 8  # of a title for the calibration


@dataclass
class Lexicon:
    """The exported texts; rows of all arrays go together."""

    ids: np.ndarray  # category ids, ascending order of first occurrence
    paths: list  # category paths, by category
    listings: np.ndarray  # how common its listings are, by category
    y: np.ndarray  # category place, by text
    kind: np.ndarray  # "title", "name", "label" or "path", by text
    first: np.ndarray  # hash of the first gram, by text
    words: np.ndarray  # number of words, by text
    grams: sp.csr_matrix  # texts x grams, 1/sqrt(number of grams) each
    vectors: np.ndarray  # texts x dimension, unit length
    meta: dict


def load(folder: Path) -> Lexicon:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    places, paths, ids, listings = {}, [], [], []
    y, kind, first, words, rows, cols, vals, vocabulary = [], [], [], [], [], [], [], {}
    with open(folder / "texts.jsonl", encoding="utf-8") as lines:
        for row, line in enumerate(lines):
            text = json.loads(line)
            if text["id"] not in places:
                places[text["id"]] = len(ids)
                ids.append(text["id"])
                paths.append(text["category"])
                listings.append(text["listings"])
            y.append(places[text["id"]])
            kind.append(text["kind"])
            grams = text["grams"]
            words.append(sum(" " not in gram for gram in grams))
            first.append(int.from_bytes(hashlib.sha256(grams[0].encode() if grams else b"").digest()[:4], "big"))
            for gram in grams:
                rows.append(row)
                cols.append(vocabulary.setdefault(gram, len(vocabulary)))
                vals.append(1 / np.sqrt(len(grams)))
    grams = sp.csr_matrix((np.array(vals, np.float32), (rows, cols)), shape=(len(y), len(vocabulary)))
    vectors = np.fromfile(folder / "vectors.f32", dtype="<f4").reshape(len(y), meta["dimension"])
    return Lexicon(np.array(ids), paths, np.array(listings), np.array(y), np.array(kind), np.array(first), np.array(words), grams, vectors, meta)


def lines_of_descent(paths: list) -> sp.csr_matrix:
    """Categories x categories: 1 where the column is the row or an ancestor of it."""
    place = {path: at for at, path in enumerate(paths)}
    rows, cols = [], []
    for at, path in enumerate(paths):
        names = path.split(" > ")
        for depth in range(1, len(names) + 1):
            rows.append(at)
            cols.append(place[" > ".join(names[:depth])])
    return sp.csr_matrix((np.ones(len(rows), np.float32), (rows, cols)), shape=(len(paths), len(paths)))


def train_vectors(lexicon: Lexicon, rows: np.ndarray, config: Config) -> np.ndarray:
    """Softmax regression by Adam. Returns categories x dimension; the sharpness is multiplied in."""
    rng = np.random.default_rng(config.seed)
    label = np.flatnonzero(lexicon.kind == "label")
    start = np.zeros((len(lexicon.ids), lexicon.vectors.shape[1]), np.float32)
    start[lexicon.y[label]] = lexicon.vectors[label]
    descent = lines_of_descent(lexicon.paths)
    learned, mean, square = np.zeros_like(start), np.zeros_like(start), np.zeros_like(start)
    value = np.where(lexicon.kind[rows] == "name", config.name_weight, 1.0).astype(np.float32)
    steps, step = config.epochs * -(-len(rows) // config.batch), 0
    for epoch in range(config.epochs):
        order, loss = rng.permutation(len(rows)), 0.0
        for at in range(0, len(rows), config.batch):
            part = order[at : at + config.batch]
            x = lexicon.vectors[rows[part]]
            x = x * (rng.random(x.shape, dtype=np.float32) >= config.dropout) / np.float32(1 - config.dropout)
            truth = lexicon.y[rows[part]]
            logits = np.float32(config.sharpness) * (x @ (start + descent @ learned).T)
            logits -= logits.max(axis=1, keepdims=True)
            p = np.exp(logits)
            p /= p.sum(axis=1, keepdims=True)
            here = np.arange(len(part))
            loss -= float((np.log(p[here, truth] + 1e-30) * value[part]).sum())
            p[here, truth] -= 1
            p *= (value[part] / len(part))[:, None]
            gradient = descent.T @ (np.float32(config.sharpness) * (p.T @ x))
            gradient += np.float32(2 * config.anchor / len(start)) * learned
            step += 1
            rate = config.learning_rate * schedule(step / steps)
            mean += np.float32(0.1) * (gradient - mean)
            square += np.float32(0.001) * (gradient * gradient - square)
            corrected = mean / np.float32(1 - 0.9**step)
            learned -= np.float32(rate) * corrected / (np.sqrt(square / np.float32(1 - 0.999**step)) + np.float32(1e-8))
        print(f"  epoch {epoch + 1}/{config.epochs}, training loss {loss / value.sum():.3f}", flush=True)
    return (start + descent @ learned) * np.float32(config.sharpness)


def schedule(share: float) -> float:
    """Up in the first tenth, then down along a cosine."""
    return share / 0.1 if share < 0.1 else 0.5 * (1 + np.cos(np.pi * (share - 0.1) / 0.9))


def gram_scores(lexicon: Lexicon, known: np.ndarray, asked: np.ndarray, config: Config) -> np.ndarray:
    """GramIndex.java over the known texts, asked with others: asked x categories."""
    member = sp.csr_matrix((np.ones(len(known), np.float32), (lexicon.y[known], np.arange(len(known)))), shape=(len(lexicon.ids), len(known)))
    counts = (member @ lexicon.grams[known]).tocoo()
    have = np.bincount(counts.col, minlength=lexicon.grams.shape[1])
    idf = np.log(1 + len(lexicon.ids) / np.maximum(have, 1))
    index = sp.csr_matrix((idf[counts.col] * np.minimum(counts.data, config.most_weight), (counts.row, counts.col)), shape=counts.shape)
    return (lexicon.grams[asked] @ index.T).toarray().astype(np.float32)


def fit_weights(dense: np.ndarray, shared: np.ndarray, truth: np.ndarray, use_dense: bool) -> np.ndarray:
    """The weights with the smallest log loss, by L-BFGS; the first is 0 if there are no vectors."""
    here = np.arange(len(truth))

    def loss(weights):
        w = weights if use_dense else np.array([0.0, weights[0]])
        total, gradient = 0.0, np.zeros(2)
        for at in range(0, len(truth), 2000):
            part = here[at : at + 2000]
            d, s = dense[part].astype(np.float64), shared[part].astype(np.float64)
            z = w[0] * d + w[1] * s
            z -= z.max(axis=1, keepdims=True)
            p = np.exp(z)
            p /= p.sum(axis=1, keepdims=True)
            row = np.arange(len(part))
            t = truth[part]
            total -= np.log(p[row, t] + 1e-300).sum()
            gradient += [((p * d).sum(axis=1) - d[row, t]).sum(), ((p * s).sum(axis=1) - s[row, t]).sum()]
        return total / len(truth), (gradient if use_dense else gradient[1:]) / len(truth)

    found = minimize(loss, np.array([0.5, 1.0]) if use_dense else np.array([1.0]), jac=True, method="L-BFGS-B", options={"maxiter": 40})
    print(f"  held-out log loss {found.fun:.4f}, weights {found.x}", flush=True)
    return found.x if use_dense else np.array([0.0, found.x[0]])


def write_vectors(file: Path, ids: np.ndarray, weights: np.ndarray) -> None:
    """The format of CategoryVectors.java: 8 bits a number, one scale a row."""
    with open(file, "wb") as out:
        out.write(struct.pack(">ii", weights.shape[1], len(ids)))
        for category, row in zip(ids, weights):
            scale = max(float(np.abs(row).max()) / 127, 1e-12)
            out.write(struct.pack(">qf", int(category), scale))
            out.write(np.clip(np.rint(row / scale), -127, 127).astype(np.int8).tobytes())


def like_listings(lexicon: Lexicon, asked: np.ndarray, config: Config) -> np.ndarray:
    """Places in `asked` of titles drawn, with replacement, as often as their categories' listings are common; short titles left out."""
    weight = np.exp(config.listings * lexicon.listings[lexicon.y[asked]]) * (lexicon.words[asked] >= config.least_words)
    return np.random.default_rng(config.seed).choice(len(asked), config.held_out, p=weight / weight.sum())


def write_held_out(folder: Path, name: str, lexicon: Lexicon, asked, scores, config: Config) -> None:
    """Gold and predictions of the held-out titles, as the command line writes them, for `ecomllm calibrate`."""
    folder.mkdir(parents=True, exist_ok=True)
    right = 0
    words = "-words" if name == "words" else ""
    scope = {"prompt": f"lexicon-{lexicon.meta['texts'][:12]}{words}", "taxonomy": lexicon.meta["taxonomy"]}
    with open(folder / "gold.jsonl", "w", encoding="utf-8") as gold, open(folder / f"{name}.jsonl", "w", encoding="utf-8") as predictions:
        for row, (text, z) in enumerate(zip(asked, scores)):
            z = z.astype(np.float64)
            p = np.exp(z - z.max())
            p /= p.sum()
            best = np.argsort(-p)[: config.candidates]
            right += int(best[0] == lexicon.y[text])
            gold.write(json.dumps({"id": str(row), "category": lexicon.paths[lexicon.y[text]]}) + "\n")
            shares = [{"category": lexicon.paths[b], "categoryId": int(lexicon.ids[b]), "confidence": float(p[b])} for b in best]
            top = {**shares[0], "score": float(p[best[0]]), "decision": "REVIEW", "alternatives": shares, "answeredBy": "embedded", **scope}
            predictions.write(json.dumps({"id": str(row), **top}, ensure_ascii=False) + "\n")
    print(f"  {name}: {right / len(asked):.4f} of {len(asked)} held-out titles exactly right", flush=True)


def main(data: Path, out: Path, held_out: Path, config: Config) -> None:
    lexicon = load(data)
    titles = lexicon.kind == "title"
    print(f"{len(lexicon.ids)} categories, {titles.sum()} titles, {len(lexicon.y)} texts, {lexicon.grams.shape[1]} grams", flush=True)
    fold = lexicon.first % config.folds
    asked, dense, shared = [], [], []
    for part in range(config.folds):
        print(f"fold {part + 1} of {config.folds}", flush=True)
        held = np.flatnonzero(titles & (fold == part))
        known = np.flatnonzero(~(titles & (fold == part)))
        vectors = train_vectors(lexicon, known, config)
        asked.append(held)
        dense.append(lexicon.vectors[held] @ vectors.T)
        shared.append(gram_scores(lexicon, known, held, config))
    asked, dense, shared = np.concatenate(asked), np.concatenate(dense), np.concatenate(shared)
    truth = lexicon.y[asked]
    both = fit_weights(dense, shared, truth, use_dense=True)
    alone = fit_weights(dense, shared, truth, use_dense=False)
    common = config.listings * lexicon.listings.astype(np.float32)
    drawn = like_listings(lexicon, asked, config)
    write_held_out(held_out, "embedded", lexicon, asked[drawn], both[0] * dense[drawn] + both[1] * shared[drawn] + common, config)
    write_held_out(held_out, "words", lexicon, asked[drawn], alone[1] * shared[drawn] + common, config)
    print("all titles", flush=True)
    vectors = train_vectors(lexicon, np.arange(len(lexicon.y)), config)
    out.mkdir(parents=True, exist_ok=True)
    write_vectors(out / "category-vectors.bin", lexicon.ids, vectors)
    model = {
        "format": 2,
        "taxonomy": lexicon.meta["taxonomy"],
        "texts": lexicon.meta["texts"],
        "embedder": lexicon.meta["embedder"],
        "dimension": lexicon.meta["dimension"],
        "dense": round(float(both[0]), 4),
        "lexical": round(float(both[1]), 4),
        "lexicalAlone": round(float(alone[1]), 4),
        "listings": config.listings,
    }
    (out / "category-model.json").write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(model), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that `ecomllm lexicon export` wrote")
    parser.add_argument("--out", type=Path, required=True, help="resource folder of the library")
    parser.add_argument("--held-out", type=Path, required=True, help="where to write held-out gold and predictions")
    parser.add_argument("--seed", type=int, default=Config.seed)
    options = parser.parse_args()
    main(options.data, options.out, options.held_out, Config(seed=options.seed))
