"""The gate lets a model pass only if nothing is known to have got worse, and nothing is unknown."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CONFIGS

from ecom_llm_training import config as settings
from ecom_llm_training import promote, rollback
from ecom_llm_training.config import Config
from ecom_llm_training.errors import DataError, GateError

GENERAL = {"n": 200, "base": 1.0, "tuned": 1.0, "difference": 0.0, "ci95": [-0.01, 0.01]}


def candidate(tmp_path: Path, name: str, general: Any = None, n: int = 300, failed: int = 0) -> Config:
    """A model whose evaluation is done."""
    work = tmp_path / name
    (work / "adapter").mkdir(parents=True)
    (work / "adapter" / "adapter_model.safetensors").write_text(name)
    (work / "evaluation" / "adapter").mkdir(parents=True)
    (work / "evaluation" / "adapter" / "extract.predictions.jsonl").write_text(name)
    figures: dict[str, Any] = {
        "extract": {"rows": {"failed": failed}, "f1Micro": {"value": 0.8, "n": n, "ci95": [0.7, 0.9]}},
        "general": general or GENERAL,
    }
    manifests = work / "manifests"
    manifests.mkdir()
    (manifests / "evaluate-adapter.json").write_text(json.dumps({"figures": figures, "code": {"revision": "r"}}))
    gold = "{task: extract, path: gold.jsonl}"
    return settings.load(
        CONFIGS / "smoke.yaml",
        [f"work={work}", f"evaluate.gold=[{gold}]", f"promote.registry={tmp_path / 'registry.json'}"],
    )


def change(monkeypatch: pytest.MonkeyPatch, low: float, high: float) -> None:
    """What `ecomllm compare` says of the candidate against the current model."""
    monkeypatch.setattr(promote, "paired", lambda *_: {"difference": (low + high) / 2, "ci95": [low, high]})


def current(tmp_path: Path) -> str:
    return json.loads((tmp_path / "registry.json").read_text())["current"]["work"].rsplit("/", 1)[1]


def test_the_first_model_needs_no_rival(tmp_path: Path) -> None:
    promote.main(candidate(tmp_path, "first"))

    assert current(tmp_path) == "first"


def test_a_model_that_may_be_as_good_is_promoted_and_can_be_rolled_back(tmp_path: Path, monkeypatch: Any) -> None:
    promote.main(candidate(tmp_path, "first"))
    change(monkeypatch, -0.01, 0.03)
    second = candidate(tmp_path, "second")

    promote.main(second)
    assert current(tmp_path) == "second"
    promote.main(second)
    rollback.main(second)
    assert current(tmp_path) == "first"
    with pytest.raises(DataError, match="no model before"):
        rollback.main(second)


def test_a_model_that_is_worse_beyond_the_interval_is_not(tmp_path: Path, monkeypatch: Any) -> None:
    promote.main(candidate(tmp_path, "first"))
    change(monkeypatch, -0.05, -0.01)

    with pytest.raises(GateError, match=r"extract f1Micro falls by 0\.010 to 0\.050"):
        promote.main(candidate(tmp_path, "second"))
    assert current(tmp_path) == "first"


def test_a_model_that_forgot_is_not(tmp_path: Path) -> None:
    forgot = {**GENERAL, "difference": 0.3, "ci95": [0.2, 0.4]}

    with pytest.raises(GateError, match=r"lose up to 0\.400 nats"):
        promote.main(candidate(tmp_path, "first", general=forgot))
    assert not (tmp_path / "registry.json").exists()


def test_what_was_not_measured_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(GateError, match="general instructions were not run"):
        promote.main(candidate(tmp_path, "no-general", general={"n": 0}))
    with pytest.raises(GateError, match="fewer than 100"):
        promote.main(candidate(tmp_path, "few", n=20))
    with pytest.raises(GateError, match="not all answered"):
        promote.main(candidate(tmp_path, "failed", failed=2))
    unknown = settings.load(CONFIGS / "smoke.yaml", [f"work={tmp_path / 'none'}"])
    with pytest.raises(DataError, match="evaluate-adapter has not been run"):
        promote.main(unknown)


def test_the_base_is_not_ours_to_promote(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not ours"):
        promote.artifacts(settings.load(CONFIGS / "smoke.yaml", ["serve.served=base"]))
