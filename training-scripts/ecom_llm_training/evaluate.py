"""Stage 6: the served model on gold rows -> evaluation/SERVED/.

Everything is asked and judged by the Java library (`ecomllm predict`, `ecomllm evaluate`), as a shop would use it;
there are no metrics here. What tuning cost elsewhere is measured beside it: how much less likely the answers of the
held-out general instructions became, by the same weights without and with the adapter.
"""

import json
import logging
import re
import time
import urllib.request
from pathlib import Path
from typing import Any

from .config import Config, Gold
from .errors import DataError
from .manifest import Manifest
from .models import load_plain, with_adapter
from .serve import artifact, model_name
from .sources import Row, ecomllm, read_lines, write_lines
from .tokens import encode, load_tokenizer

log = logging.getLogger(__name__)

FIGURES = {"classify": "exactAccuracy", "extract": "f1Micro", "qa": "squadF1"}


def main(config: Config) -> None:
    if not config.evaluate.gold and not config.evaluate.general:
        raise DataError("nothing to evaluate: set evaluate.gold")
    folder = config.folder("evaluation", config.serve.served)
    manifest = Manifest(config, stage(config))
    if config.serve.served != "base" and artifact(config).is_dir():
        manifest.read(artifact(config))
    for gold in config.evaluate.gold:
        manifest.read(Path(gold.path))
        manifest.figures[name(gold)] = judge(config, gold, folder)
    if config.evaluate.general:
        manifest.figures["general"] = general(config, folder)
    manifest.wrote(folder)
    manifest.write()
    log.info("evaluated: %s", manifest.figures)


def stage(config: Config) -> str:
    """Each thing that is served has a manifest of its own."""
    return f"evaluate-{config.serve.served}"


def name(gold: Gold) -> str:
    return f"{gold.task}-{gold.strategy}" if gold.task == "classify" else gold.task


def figure(gold: Gold) -> str:
    return gold.figure or FIGURES[gold.task]


def predictions(config: Config, served: str, gold: Gold) -> Path:
    return config.folder("evaluation", served, f"{name(gold)}.predictions.jsonl")


def judge(config: Config, gold: Gold, folder: Path) -> dict[str, Any]:
    """Failed calls are counted apart by the harness, so exit code 1 is a result too."""
    folder.mkdir(parents=True, exist_ok=True)
    answered = predictions(config, config.serve.served, gold)
    ask = ["predict", "--task", gold.task, "--in", gold.path, "--out", str(answered), "--engine", "endpoint"]
    ask += ["--endpoint", config.evaluate.endpoint, "--model", model_name(config.serve, config.serve.served)]
    if gold.task == "classify":
        ask += ["--strategy", gold.strategy]
    if config.evaluate.concurrency:
        ask += ["--concurrency", str(config.evaluate.concurrency)]
    began, tokens = time.time(), served_tokens(config.evaluate.endpoint)
    code, _, told = ecomllm(config.prepare, ask)
    seconds = time.time() - began  # with the start of the command line: a few hundred rows or more say something
    if code not in (0, 1) or not answered.is_file():
        raise DataError(f"predict ended with {code}: {(told.strip().splitlines() or [''])[-1]}")
    judged = ["evaluate", "--task", gold.task, "--gold", gold.path, "--predictions", str(answered)]
    code, printed, told = ecomllm(config.prepare, [*judged, "--report", str(folder / name(gold))])
    if code not in (0, 1):
        raise DataError(f"evaluate ended with {code}: {(told.strip().splitlines() or [''])[-1]}")
    tree = json.loads(printed)
    (folder / f"{name(gold)}.json").write_text(printed, "utf-8")
    done = {"rows": tree["rows"], "seconds": round(seconds, 1), **tree["figures"]}
    if tokens is not None:
        done["tokens per second"] = round(((served_tokens(config.evaluate.endpoint) or tokens) - tokens) / seconds, 1)
    return done


def served_tokens(endpoint: str) -> float | None:
    """Read and written so far, by vLLM's own count; None where a server does not tell."""
    try:
        with urllib.request.urlopen(endpoint.removesuffix("/v1") + "/metrics", timeout=10) as answer:
            text = answer.read().decode()
    except (OSError, ValueError):
        return None
    counts = re.findall(r"^vllm:(?:prompt|generation)_tokens_total(?:\{.*\})? (\S+)$", text, re.MULTILINE)
    return sum(map(float, counts)) if counts else None


def general(config: Config, folder: Path) -> dict[str, Any]:
    """Mean loss in nats a token of the held-out instructions' answers: base, tuned, and the paired difference.

    Of base and adapter in 16 bits, whatever form is served.
    """
    rows = list(read_lines(config.folder("data", "general-held-out.jsonl")))
    adapter = config.folder("adapter")
    if not rows or not adapter.is_dir():
        log.warning("forgetting is not measured: there are no held-out general instructions, or no adapter")
        return {"n": 0}
    import torch

    tokenizer = load_tokenizer(config.model)
    tuned = with_adapter(load_plain(config.model, torch.bfloat16, config.train.cpu), adapter)
    with tuned.disable_adapter():
        before = losses(tuned, tokenizer, rows)
    after = losses(tuned, tokenizer, rows)
    pairs = [{"id": row["id"], "base": b, "tuned": a} for row, b, a in zip(rows, before, after, strict=True)]
    write_lines(folder / "general.jsonl", pairs)
    code, printed, told = ecomllm(config.prepare, ["metric", "paired"], json.dumps({"A": after, "B": before}))
    if code:
        raise DataError(f"metric paired ended with {code}: {told.strip()[-200:]}")
    paired = json.loads(printed)
    return {
        "n": len(rows),
        "base": sum(before) / len(rows),
        "tuned": sum(after) / len(rows),
        "difference": paired["meanDifference"],
        "ci95": paired["ci95"],
    }


def losses(model: Any, tokenizer: Any, rows: list[Row]) -> list[float]:
    import torch

    found = []
    for row in rows:
        encoded = encode(tokenizer, row)
        ids = torch.tensor([encoded.ids], device=model.device)
        with torch.no_grad():
            logits = model(input_ids=ids).logits[0, encoded.answer_from - 1 : -1].float()
        found.append(float(torch.nn.functional.cross_entropy(logits, ids[0, encoded.answer_from :])))
    return found
