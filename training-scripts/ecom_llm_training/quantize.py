"""Stage 4: merged/ -> quantized/SCHEME/, for serving.

FP8 (Hopper, Ada), GPTQ and AWQ (4-bit weights) and INT8 (8-bit weights and activations) by llm-compressor, which wants
an environment of its own (README.md). GGUF by llama.cpp's own converter: another engine, to be judged as one.
Calibrated on the product prompts that are served, not on general text.
"""

import importlib
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from .config import Config
from .errors import DataError, MachineError
from .manifest import Manifest
from .sources import read_lines
from .tokens import encode, load_tokenizer

log = logging.getLogger(__name__)

IGNORED = ["lm_head"]  # the last layer in 4 bits costs more than it saves


def main(config: Config) -> None:
    merged = config.folder("merged")
    if not (merged / "config.json").is_file():
        raise DataError(f"{merged} has no model: run merge first")
    manifest = Manifest(config, "quantize")
    manifest.read(merged)
    for scheme in config.quantize.schemes:
        folder = config.folder("quantized", scheme)
        log.info("quantizes to %s", scheme)
        if scheme == "gguf":
            gguf(merged, folder, config.quantize.llama_cpp)
        else:
            compress(config, scheme, merged, folder)
        manifest.wrote(folder)
        manifest.figures[f"{scheme} bytes"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    manifest.write()


def recipe(scheme: str) -> list[dict[str, Any]]:
    """llm-compressor's modifiers with their settings, in order. AWQ and SmoothQuant only prepare the weights."""
    linear: dict[str, Any] = {"targets": ["Linear"], "ignore": IGNORED}
    match scheme:
        case "fp8":
            return [{"modifier": "quantization.QuantizationModifier", **linear, "scheme": "FP8_DYNAMIC"}]
        case "gptq":
            return [{"modifier": "gptq.GPTQModifier", **linear, "scheme": "W4A16"}]
        case "awq":
            return [
                {"modifier": "transform.AWQModifier"},
                {"modifier": "quantization.QuantizationModifier", **linear, "scheme": "W4A16_ASYM"},
            ]
        case "int8":
            return [
                {"modifier": "transform.SmoothQuantModifier", "smoothing_strength": 0.8},
                {"modifier": "gptq.GPTQModifier", **linear, "scheme": "W8A8"},
            ]
    raise DataError(f"no recipe for {scheme}")


def compress(config: Config, scheme: str, merged: Path, folder: Path) -> None:
    try:
        from llmcompressor import oneshot
    except ImportError:
        raise MachineError("llm-compressor is missing: training-scripts/README.md installs it") from None
    steps = []
    for step in recipe(scheme):
        settings = dict(step)
        module, name = settings.pop("modifier").split(".")
        steps.append(getattr(importlib.import_module(f"llmcompressor.modifiers.{module}"), name)(**settings))
    calibration: dict[str, Any] = {}
    if scheme != "fp8":  # which needs no data
        rows = calibration_rows(config)
        calibration = {
            "dataset": rows,
            "num_calibration_samples": len(rows),
            "max_seq_length": config.train.max_length,
        }
    oneshot(model=str(merged), recipe=steps, output_dir=str(folder), **calibration)
    load_tokenizer(config.model).save_pretrained(str(folder))


def calibration_rows(config: Config) -> Any:
    """Prompts with their answers, as tokens."""
    from datasets import Dataset

    tokenizer = load_tokenizer(config.model)
    found = []
    for row in read_lines(config.folder("data", "training.jsonl")):
        ids = encode(tokenizer, row).ids
        if len(ids) <= config.train.max_length:
            found.append({"input_ids": ids, "attention_mask": [1] * len(ids)})
        if len(found) == config.quantize.calibration_rows:
            break
    if not found:
        raise DataError("there are no rows to calibrate on: run prepare first")
    return Dataset.from_list(found)


def gguf(merged: Path, folder: Path, llama_cpp: str) -> None:
    converter = Path(llama_cpp) / "convert_hf_to_gguf.py"
    if not llama_cpp or not converter.is_file():
        raise MachineError("quantize.llama_cpp must name a checkout of llama.cpp, whose converter writes GGUF")
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / "model-q8_0.gguf"
    subprocess.run(
        [sys.executable, str(converter), str(merged), "--outfile", str(out), "--outtype", "q8_0"], check=True
    )
