"""Tiny random models and a few rows in training.jsonl's form; the stages themselves are the real ones."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"  # more threads only wait for each other on models this small
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import pytest

from ecom_llm_training import config as settings
from ecom_llm_training import smoke
from ecom_llm_training.config import Config

CONFIGS = Path(__file__).parent.parent / "configs"


@pytest.fixture(scope="session", params=["mistral", "llama"])
def any_base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each architecture in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    smoke.main(folder, request.param)
    return folder


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    smoke.main(folder, "mistral")
    return folder


def training_rows(count: int = 16) -> list[dict[str, Any]]:
    """Prompts of different lengths; no two rows the same."""
    things = ("a red shoe", "a laptop with 16 GB", "a kettle of steel, 1.7 l", "a toy train")
    return [
        {
            "id": f"row-{number}",
            "task": "classify",
            "group": f"product {number}",
            "prompt": [
                {"role": "user", "content": f"[CLASSIFY] {things[number % 4]} {number * 37} " * (1 + number % 3)}
            ],
            "completion": [{"role": "assistant", "content": "ABCD"[number % 4]}],
        }
        for number in range(count)
    ]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def make_config(tmp_path: Path) -> Callable[..., Config]:
    """The smoke configuration on a base, in a work folder with data."""

    def make(base: Path, *overrides: str, name: str = "work", rows: int = 16) -> Config:
        work = tmp_path / name
        write_rows(work / "data" / "training.jsonl", training_rows(rows))
        template = '""' if "llama" in base.name else "mistral.jinja"
        return settings.load(
            CONFIGS / "smoke.yaml",
            [f"work={work}", f"model.name={base}", f"model.chat_template={template}", *overrides],
        )

    return make
