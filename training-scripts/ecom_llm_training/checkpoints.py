"""Checkpoints of a run that may die at any moment, as spot machines do."""

import json
import logging
import re
import shutil
from pathlib import Path

from .errors import DataError

log = logging.getLogger(__name__)

ALWAYS = ("trainer_state.json", "scheduler.pt")
SHARDED = ("pytorch_model_fsdp*", "optimizer.bin", "optimizer_*")  # what FSDP writes instead of the two below
ADAPTER, OPTIMIZER = "adapter_model.safetensors", "optimizer.pt"


def last_complete(folder: Path) -> Path | None:
    """The newest whose files are all there; those that a dying machine left half written are removed."""
    found = []
    for path in folder.glob("checkpoint-*"):
        number = re.fullmatch(r"checkpoint-(\d+)", path.name)
        if number:
            found.append((int(number[1]), path))
    for _, path in sorted(found, reverse=True):
        if is_complete(path):
            return path
        log.warning("%s is incomplete: removed", path.name)
        shutil.rmtree(path)
    return None


def is_complete(path: Path) -> bool:
    if not all((path / name).is_file() for name in ALWAYS) or not list(path.glob("rng_state*.pth")):
        return False
    import torch
    from safetensors import SafetensorError, safe_open

    try:
        json.loads((path / "trainer_state.json").read_text("utf-8"))
        if any(list(path.glob(name)) for name in SHARDED):
            return True
        with safe_open(path / ADAPTER, "pt"):
            pass
        torch.load(path / OPTIMIZER, map_location="cpu", weights_only=True)
        return True
    except (ValueError, OSError, RuntimeError, EOFError, SafetensorError):
        return False


def belongs_to(folder: Path, fingerprint: str) -> None:
    """Raises DataError if the checkpoints are of another run: resuming would mix two trainings."""
    mark = folder / "run.txt"
    if mark.is_file() and mark.read_text("utf-8") != fingerprint and any(folder.glob("checkpoint-*")):
        raise DataError(
            f"{folder} has checkpoints of a run with other settings or data. Remove the folder to start anew, or set"
            " train.resume: false, which removes them."
        )
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(fingerprint, "utf-8")
