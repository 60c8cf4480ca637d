"""Stage 3: base + adapter/ -> merged/, in bfloat16.

Merging into the 4-bit base would round the adapter away. The adapter was trained on the 4-bit base all the same, so
what is merged is a little another model: `evaluate` and `promote` judge the one that is served.
"""

import logging
import shutil
from typing import Any

from . import manifest
from .config import Config
from .errors import DataError, GateError
from .models import load_plain, with_adapter
from .sources import read_lines
from .tokens import encode, load_tokenizer

log = logging.getLogger(__name__)

PROBES = 8  # training rows whose answers are compared


def main(config: Config) -> None:
    import torch

    done = manifest.Manifest(config, "merge")
    adapter, merged = config.folder("adapter"), config.folder("merged")
    if not (adapter / "adapter_model.safetensors").is_file():
        raise DataError(f"{adapter} has no adapter: run train first")
    tokenizer = load_tokenizer(config.model)
    tuned = with_adapter(load_plain(config.model, torch.bfloat16, config.train.cpu), adapter)
    probes = probe_tokens(config, tokenizer)
    before = [probabilities(tuned, ids) for ids in probes]
    plain = tuned.merge_and_unload(safe_merge=True)
    plain.config.use_cache = True
    after = [probabilities(plain, ids) for ids in probes]
    largest = max(float((a - b).abs().max()) for a, b in zip(before, after, strict=True))
    if not largest <= config.merge.tolerance:
        raise GateError(f"the merged model differs from the adapter by {largest:.3f}, more than merge.tolerance")
    shutil.rmtree(merged, ignore_errors=True)
    plain.save_pretrained(merged)
    tokenizer.save_pretrained(merged)
    done.read(adapter)
    done.wrote(merged)
    done.figures = {"largest difference": largest, "probes": len(probes)}
    done.write()
    log.info("merged: %s", done.figures)


def probe_tokens(config: Config, tokenizer: Any) -> list[list[int]]:
    rows = read_lines(config.folder("data", "training.jsonl"))
    return [encode(tokenizer, row).ids[: config.train.max_length] for row, _ in zip(rows, range(PROBES), strict=False)]


def probabilities(model: Any, ids: list[int]) -> Any:
    """Of the next token at each place."""
    import torch

    with torch.no_grad():
        logits = model(input_ids=torch.tensor([ids], device=model.device)).logits
    return torch.softmax(logits[0].float(), -1)
