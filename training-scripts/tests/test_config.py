"""Settings are typed, and what does not exist is an error."""

import dataclasses
from pathlib import Path

import pytest
from conftest import CONFIGS

from ecom_llm_training import config as settings
from ecom_llm_training.errors import ConfigError


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_configuration_loads(path: Path) -> None:
    assert settings.load(path).work == f"build/{path.stem}"


def test_the_default_is_the_recipe() -> None:
    train = settings.load(CONFIGS / "mistral-7b.yaml").train

    assert (train.base, train.compute, train.optimizer) == ("nf4", "bfloat16", "paged_adamw_8bit")
    assert (train.lora.r, train.lora.alpha) == (32, 64)
    assert set(train.lora.targets) == {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
    assert (train.save_steps, train.keep_checkpoints, train.gradient_checkpointing) == (500, 3, True)
    assert settings.load(CONFIGS / "mistral-7b.yaml").prepare.general_share == 0.1


def test_llama_differs_from_mistral_in_the_model_alone() -> None:
    mistral = dataclasses.asdict(settings.load(CONFIGS / "mistral-7b.yaml"))
    llama = dataclasses.asdict(settings.load(CONFIGS / "llama-3-8b.yaml"))

    assert {key for key in mistral if mistral[key] != llama[key]} == {"work", "model", "serve"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("work: w\ntrian: {}", "trian: no such setting"),
        ("work: w\ntrain: {lr: 1}", "train.lr: no such setting"),
        ("work: w\ntrain: {lora: {rank: 1}}", "train.lora.rank: no such setting"),
        ("work: w\ntrain: {epochs: many}", "train.epochs: float is expected"),
        ("work: w\ntrain: {batch: 1.5}", "train.batch: int is expected"),
        ("work: w\ntrain: {batch: true}", "train.batch: int is expected"),
        ("work: w\ntrain: {batch: 0}", "train.batch must be more than 0"),
        ("work: w\ntrain: {base: int4}", "train.base: one of nf4, int8, full"),
        ("work: w\ntrain: {trainables: float16}", "goes with train.compute: float16"),
        ("work: w\nprepare: {sources: [{kind: lexicon}]}", "licence is missing"),
        ("work: w\nprepare: {general_share: 1.0}", "general_share is a share"),
        ("work: w\nprepare: {candidates: [20]}", "1 to 19"),
        ("train: {}", "work is missing"),
        ("- a list", "settings are expected"),
        ("work: [", "is not YAML"),
        ("extends: a.yaml", "extends itself"),
        ("extends: nowhere.yaml", "no such file"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(ConfigError) as error:
        settings.load(path)

    assert told in str(error.value)


def test_a_setting_of_the_command_line_comes_last() -> None:
    train = settings.load(CONFIGS / "small.yaml", ["train.learning_rate=1e-5", "train.lora.r=4"]).train

    assert (train.learning_rate, train.lora.r) == (1e-5, 4)
    with pytest.raises(ConfigError, match="no such setting"):
        settings.load(CONFIGS / "small.yaml", ["train.rank=4"])
