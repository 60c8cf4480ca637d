"""Stage 7: models beside each other -> comparison.md and comparison.json, made from manifests.

    python -m ecom_llm_training compare --config mistral-7b.yaml --others llama-3-8b.yaml --served base adapter fp8

The first model's adapter is what all others are compared with. A cell that was not run says so.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import config as settings
from . import manifest
from .config import Config, Gold
from .errors import DataError
from .evaluate import figure, name, predictions
from .sources import ecomllm

NOT_RUN = "not run"


def main(config: Config, rest: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="compare")
    parser.add_argument("--others", nargs="*", type=Path, default=[], help="configurations of other models")
    parser.add_argument("--served", nargs="*", default=["base", "adapter", "merged", "fp8", "gptq", "awq", "int8"])
    arguments = parser.parse_args(list(rest))
    models = [config, *(settings.load(path) for path in arguments.others)]
    rows = [row(config, model, served) for model in models for served in arguments.served]
    folder = config.folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comparison.json").write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    text = table(rows)
    (folder / "comparison.md").write_text(text, "utf-8")
    print(text)


def row(reference: Config, model: Config, served: str) -> dict[str, Any]:
    """Quality, with the difference to the reference; forgetting; cost."""
    found: dict[str, Any] = {"model": Path(model.model.name).name, "served": served}
    evaluated = figures(model, f"evaluate-{served}")
    for gold in reference.evaluate.gold:
        cell = evaluated.get(name(gold), {}).get(figure(gold))
        found[f"{name(gold)} {figure(gold)}"] = cell
        found[f"{name(gold)} difference"] = difference(reference, model, served, gold)
    asked = [part for part in evaluated.values() if isinstance(part, dict) and "tokens per second" in part]
    found["served tokens/s"] = max((part["tokens per second"] for part in asked), default=None)
    found["served GiB"] = gib(figures(model, "quantize").get(f"{served} bytes"))
    found["general loss, after - before"] = evaluated.get("general") if served != "base" else None
    trained = figures(model, "train") if served != "base" else {}
    found["training hours"] = trained["seconds"] / 3600 if "seconds" in trained else None
    found["training tokens/s"] = trained.get("tokens per second")
    found["training peak GiB"] = trained.get("measured peak GiB")
    return found


def gib(size: int | None) -> float | None:
    return None if size is None else size / 2**30


def figures(model: Config, which: str) -> dict[str, Any]:
    try:
        tree = manifest.load(model, which)["figures"]
    except DataError:
        return {}
    assert isinstance(tree, dict)
    return tree


def difference(reference: Config, model: Config, served: str, gold: Gold) -> dict[str, Any] | None:
    """A minus B with interval and p, by `ecomllm compare`, on the same rows."""
    theirs, ours = predictions(model, served, gold), predictions(reference, "adapter", gold)
    if theirs == ours or not theirs.is_file() or not ours.is_file():
        return None
    return paired(reference, gold, theirs, ours)


def paired(config: Config, gold: Gold, a: Path, b: Path) -> dict[str, Any]:
    command = ["compare", "--task", gold.task, "--gold", gold.path, "--a", str(a), "--b", str(b)]
    code, printed, told = ecomllm(config.prepare, [*command, "--figures", figure(gold)])
    if code not in (0, 1):
        raise DataError(f"compare ended with {code}: {(told.strip().splitlines() or [''])[-1]}")
    tree = json.loads(printed)["figures"][figure(gold)]
    assert isinstance(tree, dict)
    return tree


def table(rows: list[dict[str, Any]]) -> str:
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell(each[head]) for head in heads) + " |" for each in rows]
    return "\n".join(lines) + "\n"


def cell(value: Any) -> str:
    if value is None or value == {"n": 0}:
        return NOT_RUN
    if isinstance(value, dict):
        low, high = value["ci95"]
        shown = value.get("difference", value.get("value"))
        about = f"{shown:.3f} [{low:.3f}, {high:.3f}], n {value['n']}"
        return about + (f", p {value['pHolm']:.3f}" if "pHolm" in value else "")
    return f"{value:.2f}" if isinstance(value, float) else str(value)
