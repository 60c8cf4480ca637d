"""Stage 8: the gate, and the registry that says which model serves.

A model is promoted only if no task got worse than the current one beyond its interval, and general instructions did not
get less likely beyond the tolerance. What was not measured does not pass. `rollback` points back to the one before.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from . import manifest
from .compare import paired
from .config import Config
from .errors import DataError, GateError
from .evaluate import figure, name, predictions
from .serve import artifact

log = logging.getLogger(__name__)

Registry = dict[str, Any]


def main(config: Config) -> None:
    served = config.serve.served
    evaluated = manifest.load(config, f"evaluate-{served}")
    registry = read(Path(config.promote.registry))
    current = registry["current"]
    entry = {
        "model": config.serve.name,
        "served": served,
        "work": str(config.folder().resolve()),
        "files": artifacts(config),
        "figures": evaluated["figures"],
        "code": evaluated["code"],
    }
    entry["id"] = hashlib.sha256(json.dumps(entry["files"], sort_keys=True).encode()).hexdigest()[:12]
    if current and current["id"] == entry["id"]:
        log.info("%s is current already", entry["id"])
        return
    reasons = fails(config, evaluated["figures"], current)
    if reasons:
        raise GateError("not promoted: " + "; ".join(reasons))
    done = manifest.Manifest(config, "promote")
    done.read(manifest.path_of(config, f"evaluate-{served}"))
    if current:
        registry["previous"].append(current)
    registry["current"] = entry
    write(Path(config.promote.registry), registry)
    done.figures = {"promoted": entry["id"], "instead of": current["id"] if current else None}
    done.write()
    log.info("promoted: %s", entry["id"])


def fails(config: Config, figures: dict[str, Any], current: dict[str, Any] | None) -> list[str]:
    """Why the gate stays shut; empty if it opens."""
    reasons = []
    if not config.evaluate.gold:
        reasons.append("no task was evaluated: set evaluate.gold")
    for gold in config.evaluate.gold:
        found = figures.get(name(gold), {})
        measured = found.get(figure(gold))
        if measured is None:
            reasons.append(f"{name(gold)} was not run")
        elif measured["n"] < config.promote.least_rows:
            reasons.append(f"{name(gold)} was judged on {measured['n']} rows, fewer than {config.promote.least_rows}")
        elif found["rows"].get("failed", 0) or found["rows"].get("missing", 0):
            reasons.append(f"{name(gold)}: {found['rows']} are not all answered")
        elif current:
            old = predictions_of(current, name(gold))
            if not old.is_file():
                reasons.append(f"{name(gold)}: the current model's predictions are gone: {old}")
            else:
                change = paired(config, gold, predictions(config, config.serve.served, gold), old)
                if falls(change):
                    low, high = change["ci95"]
                    reasons.append(f"{name(gold)} {figure(gold)} falls by {-high:.3f} to {-low:.3f}")
    general = figures.get("general", {"n": 0})
    if not general["n"]:
        reasons.append("general instructions were not run")
    elif general["ci95"][1] > config.promote.general_tolerance:
        reasons.append(
            f"general instructions lose up to {general['ci95'][1]:.3f} nats a token, more than"
            f" {config.promote.general_tolerance}"
        )
    return reasons


def falls(change: dict[str, Any]) -> bool:
    """Worse beyond the interval: all of it lies below nothing."""
    return bool(change["ci95"][1] < 0)


def predictions_of(entry: dict[str, Any], gold: str) -> Path:
    return Path(entry["work"], "evaluation", entry["served"], f"{gold}.predictions.jsonl")


def artifacts(config: Config) -> dict[str, str]:
    if config.serve.served == "base":
        raise DataError("the base cannot be promoted: it is not ours")
    found = manifest.hashes([artifact(config)]) if artifact(config).is_dir() else {}
    if not found:
        raise DataError(f"{artifact(config)} is missing")
    return found


def read(path: Path) -> Registry:
    if not path.is_file():
        return {"current": None, "previous": []}
    tree = json.loads(path.read_text("utf-8"))
    assert isinstance(tree, dict)
    return tree


def write(path: Path, registry: Registry) -> None:
    """Whole or not at all: servers read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(registry, indent=2) + "\n", "utf-8")
    part.replace(path)
