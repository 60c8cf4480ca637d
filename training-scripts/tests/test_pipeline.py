"""The whole pipeline goes on where it stopped, and the command says what is wrong without a stack trace."""

import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CONFIGS

from ecom_llm_training import __main__ as command
from ecom_llm_training import config as settings
from ecom_llm_training import evaluate, manifest, merge, pipeline, prepare, promote, quantize, train
from ecom_llm_training.config import Config
from ecom_llm_training.errors import MachineError

STAGES = {"prepare": prepare, "train": train, "merge": merge, "quantize": quantize, "promote": promote}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stages that write a file and a manifest, and nothing else."""
    seen: list[str] = []

    def stage(name: str) -> Any:
        def run(config: Config) -> None:
            seen.append(name)
            done = manifest.Manifest(config, name)
            out = config.folder(name, "out.txt")
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(name)
            done.wrote(out)
            done.write()

        return run

    for name, module in STAGES.items():
        monkeypatch.setattr(module, "main", stage(name))
    monkeypatch.setattr(evaluate, "main", lambda config: stage(f"evaluate-{config.serve.served}")(config))
    return seen


def config_of(tmp_path: Path, *overrides: str) -> Config:
    return settings.load(CONFIGS / "smoke.yaml", [f"work={tmp_path}", *overrides])


def test_runs_the_stages_that_the_served_form_needs(tmp_path: Path, ran: list[str]) -> None:
    pipeline.main(config_of(tmp_path / "a"))
    assert ran == ["prepare", "train", "evaluate-adapter", "promote"]

    ran.clear()
    pipeline.main(config_of(tmp_path / "b", "serve.served=fp8"))
    assert ran == ["prepare", "train", "merge", "quantize", "evaluate-fp8", "promote"]


def test_leaves_out_what_is_current(tmp_path: Path, ran: list[str]) -> None:
    config = config_of(tmp_path)
    pipeline.main(config)
    ran.clear()

    pipeline.main(config)
    assert ran == []
    pipeline.main(config_of(tmp_path, "train.max_steps=5"))
    assert ran == ["train"]
    ran.clear()
    config.folder("prepare", "out.txt").write_text("changed by hand")
    pipeline.main(config_of(tmp_path, "train.max_steps=5"))
    assert ran == ["prepare"]


def test_goes_on_with_the_stage_that_failed_and_names_it(
    tmp_path: Path, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    works = train.main

    def fails(_: Config) -> None:
        raise MachineError("too small")

    monkeypatch.setattr(train, "main", fails)
    with pytest.raises(MachineError, match="train: too small"):
        pipeline.main(config_of(tmp_path))
    monkeypatch.setattr(train, "main", works)
    ran.clear()

    pipeline.main(config_of(tmp_path))
    assert ran[0] == "train"


def test_a_mistake_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["x", "train", "--config", str(tmp_path / "none.yaml")])
    assert command.main() == 1
    assert capsys.readouterr().err == f"ConfigError: no such file: {tmp_path / 'none.yaml'}\n"

    monkeypatch.setattr(
        sys, "argv", ["x", "train", "--config", str(CONFIGS / "smoke.yaml"), "--set", f"work={tmp_path}"]
    )
    assert command.main() == 1
    assert "run prepare first" in capsys.readouterr().err


def test_the_command_prints_what_serves(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["x", "serve", "--config", str(CONFIGS / "mistral-7b.yaml")])

    assert command.main() == 0
    assert capsys.readouterr().out.startswith("vllm serve mistralai/Mistral-7B-Instruct-v0.3 ")
