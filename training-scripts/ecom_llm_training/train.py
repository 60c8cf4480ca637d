"""Stage 2: data/training.jsonl -> adapter/, by QLoRA.

    python -m ecom_llm_training train --config training-scripts/configs/mistral-7b.yaml
    accelerate launch --config_file training-scripts/configs/accelerate/fsdp-qlora.yaml \
        -m ecom_llm_training train --config training-scripts/configs/mistral-7b-fsdp.yaml

Started again after a crash, it goes on from the last complete checkpoint, with the result of an uninterrupted run.
"""

import dataclasses
import hashlib
import json
import logging
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import checkpoints, hardware, memory
from .config import Config
from .errors import DataError
from .manifest import Manifest, sha256
from .models import base_revision, is_sharded, load_base
from .sources import read_lines
from .tokens import IGNORED, encode, load_tokenizer

log = logging.getLogger(__name__)


def main(config: Config, callbacks: Sequence[Any] = ()) -> None:
    """callbacks: of transformers' Trainer."""
    import torch
    from accelerate import PartialState
    from transformers import AutoConfig

    train = config.train
    manifest = Manifest(config, "train")
    data = config.folder("data", "training.jsonl")
    if not data.is_file():
        raise DataError(f"{data} is missing: run prepare first")
    on = hardware.device(train)
    hardware.check(train, on)
    implementation = hardware.attention(train, on)
    packed = hardware.packing(train, implementation)

    shape = AutoConfig.from_pretrained(config.model.name, revision=config.model.revision or None)
    state = PartialState()
    shards = state.num_processes if is_sharded(state) else 1
    needed = memory.estimate(shape, train, shards, on.gpu)
    log.info("memory, GiB: %s", needed.gib())
    memory.require(needed, on.free_bytes, train, on.name)

    tokenizer = load_tokenizer(config.model)
    rows = encoded_rows(data, tokenizer, train.max_length, manifest, "training")
    validation = config.folder("data", "validation.jsonl")
    held_out = encoded_rows(validation, tokenizer, train.max_length, manifest, "validation", train.validation_rows)

    folder = config.folder("checkpoints")
    with state.main_process_first():  # which tidies up
        if not train.resume and state.is_main_process:
            shutil.rmtree(folder, ignore_errors=True)
        checkpoints.belongs_to(folder, fingerprint(config, data))
        start = checkpoints.last_complete(folder)

    base = load_base(config.model, train, on, implementation)
    trainer = make_trainer(config, base, tokenizer, rows, held_out, packed, on.gpu, callbacks)
    if start:
        log.info("goes on from %s", start.name)
    if on.gpu:
        torch.cuda.reset_peak_memory_stats()
    began = time.time()
    result = trainer.train(resume_from_checkpoint=str(start) if start else None)
    seconds = time.time() - began

    adapter = config.folder("adapter")
    save(trainer, tokenizer, adapter, getattr(torch, train.compute))
    measured = trainer.evaluate() if held_out else {}
    if not trainer.is_world_process_zero():
        return
    manifest.read(data, *([validation] if validation.is_file() else []))
    manifest.wrote(adapter)
    done = result.global_step - (int(start.name.split("-")[1]) if start else 0)
    share = done / max(1, result.global_step)
    tokens = sum(len(row["input_ids"]) for row in rows) * (trainer.state.epoch or 0) * share
    manifest.figures = {
        "base revision": base_revision(base, config.model),
        "attention": implementation,
        "packing": packed,
        "steps": result.global_step,
        "steps of this start": done,
        "seconds": round(seconds, 1),
        "tokens per second": round(tokens / seconds, 1),
        "estimated GiB": needed.gib(),
        "measured peak GiB": round(peak_bytes(on.gpu) / memory.GIB, 2),
        "training loss": result.training_loss,
        "validation loss": measured.get("eval_loss"),
        "seed": train.seed,
    }
    manifest.write()
    log.info("trained: %s", manifest.figures)


def encoded_rows(
    path: Path, tokenizer: Any, max_length: int, manifest: Manifest, name: str, most: int | None = None
) -> list[dict[str, list[int]]]:
    """Tokens and labels. A row that is too long is dropped: cut, it would ask or answer something else."""
    rows: list[dict[str, list[int]]] = []
    if not path.is_file() or most == 0:
        return rows
    for row in read_lines(path):
        encoded = encode(tokenizer, row)
        if len(encoded.ids) > max_length:
            manifest.count(f"{name} rows dropped as too long", 1)
            continue
        labels = [IGNORED] * encoded.answer_from + encoded.ids[encoded.answer_from :]
        rows.append({"input_ids": encoded.ids, "labels": labels})
        manifest.count(f"{name} rows", 1)
        manifest.count(f"{name} tokens", len(encoded.ids))
        manifest.count(f"{name} answer tokens", len(encoded.ids) - encoded.answer_from)
        if len(rows) == most:
            break
    if name == "training" and not rows:
        raise DataError(f"{path} has no row of at most {max_length} tokens")
    manifest.count(f"{name} rows truncated", 0)  # never: see above
    return rows


def make_trainer(
    config: Config,
    base: Any,
    tokenizer: Any,
    rows: list[dict[str, list[int]]],
    held_out: list[dict[str, list[int]]],
    packed: bool,
    gpu: bool,
    callbacks: Sequence[Any] = (),
) -> Any:
    """TRL's trainer over rows that are tokens already, so no template is applied a second time."""
    import torch
    from datasets import Dataset
    from peft import LoraConfig
    from trl import SFTConfig, SFTTrainer

    train = config.train
    arguments = SFTConfig(
        output_dir=str(config.folder("checkpoints")),
        per_device_train_batch_size=train.batch,
        per_device_eval_batch_size=train.batch,
        gradient_accumulation_steps=train.accumulation,
        num_train_epochs=train.epochs,
        max_steps=train.max_steps or -1,
        learning_rate=train.learning_rate,
        lr_scheduler_type=train.schedule,
        warmup_steps=train.warmup_share,  # below 1 it is a share
        weight_decay=train.weight_decay,
        max_grad_norm=train.max_grad_norm,
        optim=train.optimizer,
        # Weights in 16 bits throughout need no autocast, and gradients in float16 no scaler.
        bf16=train.compute == "bfloat16" and train.trainables == "float32",
        fp16=train.compute == "float16" and train.trainables == "float32",
        gradient_checkpointing=train.gradient_checkpointing,
        gradient_checkpointing_kwargs={"use_reentrant": False} if train.gradient_checkpointing else None,
        max_length=train.max_length,
        packing=packed,
        eval_packing=False,
        save_steps=train.save_steps,
        save_total_limit=train.keep_checkpoints,
        logging_steps=train.log_steps,
        use_cpu=not gpu,
        dataloader_pin_memory=gpu,
        seed=train.seed,
        data_seed=train.seed,
        report_to="none",
        disable_tqdm=True,
    )
    lora = LoraConfig(
        r=train.lora.r,
        lora_alpha=train.lora.alpha,
        lora_dropout=train.lora.dropout,
        target_modules=list(train.lora.targets),
        bias="none",
        task_type="CAUSAL_LM",
    )
    trainer = SFTTrainer(
        model=base,
        args=arguments,
        train_dataset=Dataset.from_list(rows),
        eval_dataset=Dataset.from_list(held_out) if held_out else None,
        processing_class=tokenizer,
        peft_config=lora,
        callbacks=list(callbacks),
    )
    for parameter in trainer.model.parameters():  # TRL chooses bfloat16 whatever the machine
        if parameter.requires_grad:
            parameter.data = parameter.data.to(getattr(torch, train.trainables))
    return trainer


def save(trainer: Any, tokenizer: Any, folder: Path, dtype: Any) -> None:
    """Adapter, tokenizer and template, in the type that it is computed with: half the size, and what is served."""
    if trainer.is_world_process_zero():
        shutil.rmtree(folder, ignore_errors=True)
    trainer.accelerator.wait_for_everyone()
    if not trainer.is_fsdp_enabled:
        for parameter in trainer.model.parameters():
            if parameter.requires_grad:
                parameter.data = parameter.data.to(dtype)
    trainer.save_model(str(folder))
    if trainer.is_world_process_zero():
        (folder / "README.md").unlink(missing_ok=True)  # peft's empty model card
        (folder / "training_args.bin").unlink(missing_ok=True)  # a pickle
        tokenizer.save_pretrained(str(folder))


def fingerprint(config: Config, data: Path) -> str:
    """What makes two runs the same training."""
    train = dataclasses.asdict(config.train)
    for free in ("resume", "keep_checkpoints", "save_steps", "log_steps", "validation_rows"):
        train.pop(free)
    tree = {"model": dataclasses.asdict(config.model), "train": train, "data": sha256(data)}
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


def peak_bytes(gpu: bool) -> float:
    if gpu:
        import torch

        return float(torch.cuda.max_memory_allocated())
    import resource

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024
