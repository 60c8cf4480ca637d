"""What a stage did, so that it can be told apart, repeated and left out when nothing changed.

`work/manifests/STAGE.json` holds: the code's revision and whether it was changed, the resolved configuration, versions,
machine, seeds, base revision, SHA-256 of every file read and written, counts (rows dropped, truncated, ...), figures.
"""

import dataclasses
import hashlib
import importlib.metadata
import json
import platform
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .config import Config
from .errors import DataError

PACKAGES = (
    "accelerate",
    "bitsandbytes",
    "datasets",
    "flash-attn",
    "peft",
    "tokenizers",
    "torch",
    "transformers",
    "trl",
)


class Manifest:
    """Filled while a stage runs; written when it is done, so an unfinished stage has none."""

    def __init__(self, config: Config, stage: str) -> None:
        self._config = config
        self._stage = stage
        self._started = time.time()
        self.inputs: dict[str, str] = {}
        self.outputs: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.figures: dict[str, Any] = {}
        path_of(config, stage).unlink(missing_ok=True)

    def read(self, *paths: Path) -> None:
        """These files, and those in these folders, were read."""
        self.inputs.update(hashes(paths))

    def wrote(self, *paths: Path) -> None:
        """These files, and those in these folders, were written."""
        self.outputs.update(hashes(paths))

    def count(self, name: str, number: int) -> None:
        self.counts[name] = self.counts.get(name, 0) + number

    def write(self) -> Path:
        path = path_of(self._config, self._stage)
        path.parent.mkdir(parents=True, exist_ok=True)
        tree = {
            "stage": self._stage,
            "seconds": round(time.time() - self._started, 1),
            "code": revision(),
            "config": dataclasses.asdict(self._config),
            "versions": versions(),
            "machine": machine(),
            "inputs": self.inputs,
            "outputs": self.outputs,
            "counts": self.counts,
            "figures": self.figures,
        }
        written = path.with_suffix(".part")
        written.write_text(json.dumps(tree, indent=2, sort_keys=True) + "\n", "utf-8")
        written.replace(path)
        return path


def path_of(config: Config, stage: str) -> Path:
    return config.folder("manifests", stage + ".json")


def load(config: Config, stage: str) -> dict[str, Any]:
    """What a stage did; a stage that has not run to its end is an error."""
    try:
        tree = json.loads(path_of(config, stage).read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"the stage {stage} has not been run: {path_of(config, stage)} is missing") from None
    assert isinstance(tree, dict)
    return tree


def is_current(config: Config, stage: str, sections: Iterable[str]) -> bool:
    """Whether a stage ran with these sections of the settings, and its files are still what they were."""
    try:
        old = load(config, stage)
    except DataError:
        return False
    now = json.loads(json.dumps(dataclasses.asdict(config)))
    if any(old["config"].get(section) != now[section] for section in sections):
        return False
    files = {**old["inputs"], **old["outputs"]}
    return all(Path(name).is_file() and sha256(Path(name)) == digest for name, digest in files.items())


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(paths: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found.update({str(file): sha256(file) for file in files})
    return found


def revision() -> dict[str, Any]:
    """The commit of this code, and whether files differ from it."""
    here = Path(__file__).parent

    def git(*command: str) -> str:
        return subprocess.run(["git", *command], cwd=here, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return {"revision": git("rev-parse", "HEAD"), "dirty": bool(git("status", "--porcelain"))}
    except (OSError, subprocess.CalledProcessError):
        return {"revision": "unknown", "dirty": True}


def versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "absent"
    return found


def machine() -> dict[str, Any]:
    import psutil
    import torch

    about: dict[str, Any] = {
        "cpus": psutil.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "gpus": [],
    }
    if torch.cuda.is_available():
        about["cuda"] = torch.version.cuda
        about["gpus"] = [torch.cuda.get_device_name(place) for place in range(torch.cuda.device_count())]
    return about
