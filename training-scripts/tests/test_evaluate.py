"""What the stages read of the Java command line's JSON, and the loss on general instructions."""

import os
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import training_rows, write_rows

from ecom_llm_training import compare, evaluate, train
from ecom_llm_training.config import Config, Gold, Prepare
from ecom_llm_training.models import load_plain
from ecom_llm_training.tokens import IGNORED, encode, load_tokenizer

with_jar = pytest.mark.skipif("ECOMLLM_JAR" not in os.environ, reason="ECOMLLM_JAR is not set to the CLI's jar")

GOLD: dict[str, list[dict[str, Any]]] = {
    "classify": [{"id": "1", "title": "a laptop", "category": "Electronics > Computers > Laptops"}],
    "extract": [{"id": "1", "title": "Acme Kettle", "attributes": {"Brand": "Acme"}, "absent": ["Color"]}],
    "qa": [
        {
            "id": "1",
            "product": "p",
            "question": "q?",
            "passages": [{"text": "It hums.", "label": 2}],
            "answers": ["It hums."],
            "answerable": True,
        }
    ],
}
RIGHT: dict[str, list[dict[str, Any]]] = {
    "classify": [{"id": "1", "category": "Electronics > Computers > Laptops", "categoryId": 328}],
    "extract": [{"id": "1", "attributes": {"Brand": {"value": "Acme"}}}],
    "qa": [{"id": "1", "answerable": True, "answer": "It hums.", "citations": [0], "ranked": [0]}],
}


@with_jar
@pytest.mark.parametrize("task", ["classify", "extract", "qa"])
def test_the_gate_s_figure_of_each_task_is_one_that_the_harness_prints(tmp_path: Path, task: Any) -> None:
    config = Config(work=str(tmp_path), prepare=Prepare(jar=os.environ["ECOMLLM_JAR"]))
    gold = Gold(task, str(tmp_path / "gold.jsonl"))
    write_rows(Path(gold.path), GOLD[task])
    write_rows(tmp_path / "predictions.jsonl", RIGHT[task])

    change = compare.paired(config, gold, tmp_path / "predictions.jsonl", tmp_path / "predictions.jsonl")

    assert change["a"] == 1.0
    assert change["difference"] == 0.0
    assert change["ci95"] == [0.0, 0.0]
    assert change["n"] == 1


@with_jar
def test_forgetting_is_a_paired_difference_with_an_interval(base: Path, make_config: Callable[..., Config]) -> None:
    config = make_config(base, f"prepare.jar={os.environ['ECOMLLM_JAR']}", "train.max_steps=1")
    train.main(config)
    write_rows(config.folder("data", "general-held-out.jsonl"), training_rows(6))

    found = evaluate.general(config, config.folder("evaluation"))

    assert found["n"] == 6
    assert found["difference"] == pytest.approx(found["tuned"] - found["base"])
    low, high = found["ci95"]
    assert low <= found["difference"] <= high


def test_the_loss_is_of_the_answer_alone(base: Path, make_config: Callable[..., Config]) -> None:
    config = make_config(base)
    tokenizer = load_tokenizer(config.model)
    model = load_plain(config.model, torch.float32, True)
    row = training_rows(1)[0]
    encoded = encode(tokenizer, row)
    labels = [IGNORED] * encoded.answer_from + encoded.ids[encoded.answer_from :]

    expected = model(input_ids=torch.tensor([encoded.ids]), labels=torch.tensor([labels])).loss

    assert evaluate.losses(model, tokenizer, [row]) == [pytest.approx(expected.item(), rel=1e-5)]


def test_without_held_out_instructions_forgetting_is_not_measured(
    base: Path, make_config: Callable[..., Config]
) -> None:
    config = make_config(base)
    write_rows(config.folder("data", "general-held-out.jsonl"), [])

    assert evaluate.general(config, config.folder("evaluation")) == {"n": 0}


def test_reads_vllm_s_own_count_of_tokens() -> None:
    metrics = (
        "# HELP vllm:prompt_tokens_total Number.\n"
        'vllm:prompt_tokens_total{model_name="m"} 100.0\n'
        'vllm:generation_tokens_total{model_name="m"} 20.0\n'
        'vllm:generation_tokens_created{model_name="m"} 7.0\n'
    )

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/metrics"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(metrics.encode() if found else b"")

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Metrics) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}/v1"
        assert evaluate.served_tokens(endpoint) == 120
        assert evaluate.served_tokens(endpoint + "/elsewhere") is None
        server.shutdown()
    assert evaluate.served_tokens(endpoint) is None
