"""The vLLM command, the quantisation recipes, and the tables that are made from manifests."""

import shlex

import pytest
from conftest import CONFIGS

from ecom_llm_training import card, compare, serve
from ecom_llm_training import config as settings
from ecom_llm_training.errors import ConfigError, DataError, MachineError
from ecom_llm_training.quantize import gguf, recipe


def line(*overrides: str) -> str:
    return shlex.join(serve.command(settings.load(CONFIGS / "mistral-7b.yaml", overrides)))


def test_the_adapter_is_served_beside_its_base() -> None:
    said = line()

    assert said.startswith("vllm serve mistralai/Mistral-7B-Instruct-v0.3 ")
    assert "--enable-lora --max-lora-rank 32 --lora-modules ecom-mistral-7b=build/mistral-7b/adapter" in said
    assert "--served-model-name ecom-mistral-7b-base" in said
    assert "--enable-prefix-caching" in said
    assert "templates/mistral.jinja" in said
    assert "--tensor-parallel-size" not in said
    assert "--served-model-name plain " in line("serve.base_name=plain")


def test_other_forms_of_the_model() -> None:
    assert "vllm serve build/mistral-7b/merged " in line("serve.served=merged")
    assert "vllm serve build/mistral-7b/quantized/fp8 " in line("serve.served=fp8")
    assert "--enable-lora" not in line("serve.served=merged")
    assert "--tensor-parallel-size 4" in line("serve.tensor_parallel=4")
    assert "--gpu-memory-utilization" not in line("serve.gpu_memory=0")
    assert "--revision abc" in line("model.revision=abc")
    assert "--revision" not in line("model.revision=abc", "serve.served=merged")
    assert line("serve.vllm=venv/bin/vllm").startswith("venv/bin/vllm serve ")
    assert "--chat-template" not in line('model.chat_template=""')


@pytest.mark.parametrize(("r", "rank"), [(1, 8), (8, 8), (9, 16), (32, 32), (33, 64), (300, 320)])
def test_the_rank_is_one_that_vllm_has(r: int, rank: int) -> None:
    assert f"--max-lora-rank {rank} " in line(f"train.lora.r={r}")


def test_a_rank_too_large_and_an_unknown_option_are_told() -> None:
    with pytest.raises(ConfigError, match="512 at most"):
        line("train.lora.r=600")
    with pytest.raises(ConfigError, match="takes --run"):
        serve.main(settings.load(CONFIGS / "mistral-7b.yaml"), ["--rnu"])
    with pytest.raises(DataError, match="run the stage that makes it"):
        serve.main(settings.load(CONFIGS / "mistral-7b.yaml", ["work=/nowhere"]), ["--run"])


def test_no_recipe_quantises_the_head() -> None:
    for scheme in ("fp8", "gptq", "awq", "int8"):
        assert recipe(scheme)[-1]["ignore"] == ["lm_head"]
    assert recipe("gptq")[0]["scheme"] == "W4A16"
    assert [step["modifier"] for step in recipe("int8")] == ["transform.SmoothQuantModifier", "gptq.GPTQModifier"]
    with pytest.raises(MachineError, match="llama_cpp must name"):
        gguf(CONFIGS, CONFIGS, "")


def test_a_cell_that_was_not_run_says_so() -> None:
    rows = [
        {"model": "m", "served": "base", "loss": None, "general": {"n": 0}, "s": 1.234},
        {
            "model": "m",
            "served": "adapter",
            "loss": {"difference": -0.1, "ci95": [-0.2, 0.0], "n": 300, "pHolm": 0.04},
            "general": {"value": 0.5, "ci95": [0.4, 0.6], "n": 10},
            "s": 2.0,
        },
    ]

    assert compare.table(rows).splitlines()[2:] == [
        "| m | base | not run | not run | 1.23 |",
        "| m | adapter | -0.100 [-0.200, 0.000], n 300, p 0.040 | 0.500 [0.400, 0.600], n 10 | 2.00 |",
    ]


def test_the_card_is_made_of_manifests_and_says_what_was_not_run() -> None:
    config = settings.load(CONFIGS / "small.yaml", ["evaluate.gold=[{task: extract, path: some/gold.jsonl}]"])
    prepared = {"counts": {"training extract": 20, "training qa": 3, "dropped as duplicates": 2, "read x": 30}}
    trained = {
        "counts": {"training rows dropped as too long": 1},
        "figures": {"base revision": "a folder", "steps": 40, "training loss": 0.5, "validation loss": None},
        "code": {"revision": "abc", "dirty": False},
        "machine": {"gpus": [], "cpus": 2},
    }
    tuned = {"extract": {"f1Micro": {"value": 0.5, "n": 100, "ci95": [0.4, 0.6]}}, "general": {"n": 0}}

    text = card.card(config, prepared, trained, {"base": {}, "adapter": tuned})

    assert "20 extract, 3 qa rows" in text
    assert "2 dropped as duplicates, 1 training rows dropped as too long" in text
    assert "training 0.50, validation not run" in text
    assert "| extract, f1Micro, gold.jsonl | not run | 0.500 [0.400, 0.600], n 100 |" in text
    assert text.endswith("after - before | | not run |\n")
