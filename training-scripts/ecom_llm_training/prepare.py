"""Stage 1: examples -> data/training.jsonl, validation.jsonl, general-held-out.jsonl.

    python -m ecom_llm_training prepare --config training-scripts/configs/small.yaml

The prompts are made by the Java library itself (`ecomllm export-training`), so training and serving cannot differ.
"""

import hashlib
import logging
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .config import Config, Prepare
from .errors import DataError
from .manifest import Manifest
from .sources import examples, java, product_key, read_lines, write_lines

log = logging.getLogger(__name__)

Row = dict[str, Any]


def main(config: Config) -> None:
    prepare = config.prepare
    data = config.folder("data")
    manifest = Manifest(config, "prepare")

    rows = list(examples(prepare, data / "ecinstruct"))
    general = [row for row in rows if row["task"] == "general"]
    products = [row for row in rows if row["task"] != "general"]
    for row in rows:
        manifest.count(f"read {row['source']} {row['task']}", 1)

    products = without_duplicates(products, manifest)
    products = without_leaks(products, prepare.evaluation_files, manifest)
    training, validation = split(products, prepare.validation_share, prepare.seed)
    exported = {
        "training": export(training, prepare, data / "export-training", manifest),
        "validation": export(validation, prepare, data / "export-validation", manifest),
    }
    if not exported["training"]:
        raise DataError("no training rows are left: set prepare.sources")

    general = [instruction(row) for row in without_duplicates(general, manifest)]
    random.Random(prepare.seed).shuffle(general)
    held_out, general = general[: prepare.general_held_out], general[prepare.general_held_out :]
    wanted = round(len(exported["training"]) * prepare.general_share / (1 - prepare.general_share))
    if wanted > len(general):
        log.warning("%d general instructions are wanted, and there are %d", wanted, len(general))
    mixed = exported["training"] + general[:wanted]
    random.Random(prepare.seed).shuffle(mixed)

    for name, written in (
        ("training", mixed),
        ("validation", exported["validation"]),
        ("general-held-out", held_out),
    ):
        write_lines(data / f"{name}.jsonl", written)
        manifest.wrote(data / f"{name}.jsonl")
        for row in written:
            manifest.count(f"{name} {row['task']}", 1)
    manifest.read(*(Path(source.path) for source in prepare.sources if source.path))
    manifest.read(*map(Path, prepare.evaluation_files))
    manifest.write()
    log.info("prepared: %s", manifest.counts)


def without_duplicates(rows: Iterable[Row], manifest: Manifest) -> list[Row]:
    """Keeps the first of each product and question in a task."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for row in rows:
        key = (row["task"], product_key(row), str(row.get("question", "")))
        if key in seen:
            manifest.count("dropped as duplicates", 1)
        else:
            seen.add(key)
            kept.append(row)
    return kept


def without_leaks(rows: list[Row], evaluation_files: Iterable[str], manifest: Manifest) -> list[Row]:
    """A product that the model will be judged on is not trained on, whatever the task."""
    judged = {product_key(row) for file in evaluation_files for row in read_lines(Path(file))}
    kept = [row for row in rows if product_key(row) not in judged]
    manifest.count("dropped as in an evaluation file", len(rows) - len(kept))
    return kept


def split(rows: list[Row], share: float, seed: int) -> tuple[list[Row], list[Row]]:
    """By product: all rows of one, in every task, go to the same side."""
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        digest = hashlib.sha256(f"{seed} {product_key(row)}".encode()).digest()
        sides[int.from_bytes(digest[:8]) / 2**64 < share].append(row)
    return sides


def export(rows: list[Row], prepare: Prepare, folder: Path, manifest: Manifest) -> list[Row]:
    """Prompts and answers for each task, and for both ways to ask for a category."""
    exported: list[Row] = []
    for name, options, part in parts(rows, prepare):
        if not part:
            continue
        asked, answered = folder / f"{name}-rows.jsonl", folder / f"{name}.jsonl"
        write_lines(asked, [{**row, "group": product_key(row)} for row in part])
        command = ["export-training", *options, "--in", str(asked), "--out", str(answered)]
        manifest.count(f"left out by export-training {name}", java(prepare, command, may_leave_rows_out=True))
        exported += read_lines(answered)
    return exported


def parts(rows: list[Row], prepare: Prepare) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Name, options of export-training and rows; a title is asked for either its path or its letter."""
    draw = random.Random(prepare.seed)
    classify: dict[int, list[Row]] = {0: [], **{shown: [] for shown in prepare.candidates}}
    for row in (row for row in rows if row["task"] == "classify"):
        by_path = draw.random() < prepare.path_share or not prepare.candidates
        classify[0 if by_path else draw.choice(prepare.candidates)].append(row)
    words = ["--words-only"] if prepare.words_only else []
    for shown, part in classify.items():
        strategy = ["--strategy", "shortlist", "--candidates", str(shown), *words] if shown else ["--strategy", "path"]
        yield f"classify-{shown or 'path'}", ["--task", "classify", *strategy], part
    for task in ("extract", "qa"):
        yield task, ["--task", task], [row for row in rows if row["task"] == task]


def instruction(row: Row) -> Row:
    """A general instruction in the form of training.jsonl."""
    return {
        "id": row["id"],
        "task": "general",
        "group": product_key(row),
        "prompt": [{"role": "user", "content": row["question"]}],
        "completion": [{"role": "assistant", "content": row["answer"]}],
    }
