"""The invariants of training, on tiny random models through the same code: NF4, LoRA, 8-bit AdamW."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import training_rows, write_rows
from safetensors.torch import load_file
from transformers import TrainerCallback

from ecom_llm_training import checkpoints, manifest, train
from ecom_llm_training.config import Config
from ecom_llm_training.errors import DataError, MachineError

Make = Callable[..., Config]


def adapter(config: Config) -> dict[str, torch.Tensor]:
    return load_file(config.folder("adapter", "adapter_model.safetensors"))


def test_trains_an_adapter_on_nf4_with_8_bit_adamw(any_base: Path, make_config: Make) -> None:
    config = make_config(any_base)
    seen: dict[str, Any] = {}

    class Look(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **found: Any) -> None:
            model = found["model"]
            seen["4 bit"] = type(model.base_model.model.model.layers[0].self_attn.q_proj.base_layer).__name__
            seen["optimizer"] = found["optimizer"].state_dict()["state"]
            seen["head"] = type(model.base_model.model.lm_head).__name__

    train.main(config, [Look()])

    assert seen["4 bit"] == "Linear4bit"
    assert seen["head"] == "Linear"
    # bitsandbytes keeps weights of less than 4,096 elements in 32 bits; the next test has larger ones
    assert seen["optimizer"]
    weights = adapter(config)
    names = {name.split(".")[-3] for name in weights}
    assert names == set(config.train.lora.targets)
    assert all(weight.dtype == torch.bfloat16 for weight in weights.values())
    assert any(weight.abs().sum() > 0 for name, weight in weights.items() if "lora_B" in name)
    done = manifest.load(config, "train")
    assert done["figures"]["steps"] == 4
    assert done["counts"]["training rows"] == 16
    assert (config.folder("adapter", "chat_template.jinja")).is_file()


def test_large_weights_have_8_bit_optimizer_states(base: Path, make_config: Make) -> None:
    config = make_config(base, "train.lora.r=64", "train.max_steps=1")
    kinds = set()

    class Look(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **found: Any) -> None:
            for one in found["optimizer"].optimizer.state.values():
                kinds.add(one["state1"].dtype)

    train.main(config, [Look()])

    assert torch.uint8 in kinds


def test_int8_base_with_float16_trainables(base: Path, make_config: Make) -> None:
    config = make_config(
        base, "train.base=int8", "train.compute=float16", "train.trainables=float16", "train.max_steps=2"
    )
    seen = set()

    class Look(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **found: Any) -> None:
            model = found["model"]
            seen.add(type(model.base_model.model.model.layers[0].mlp.up_proj.base_layer).__name__)
            seen.update(p.dtype for p in model.parameters() if p.requires_grad)

    train.main(config, [Look()])

    assert seen == {"Linear8bitLt", torch.float16}


def test_one_row_eight_times_is_eight_rows_at_once(base: Path, make_config: Make) -> None:
    same = ("train.compute=float32", "train.max_steps=2", "train.lora.dropout=0", "train.learning_rate=1e-3")
    singles = make_config(base, *same, "train.batch=1", "train.accumulation=8", name="singles")
    batch = make_config(base, *same, "train.batch=8", "train.accumulation=1", name="batch")

    train.main(singles)
    train.main(batch)

    of_singles, of_batch = adapter(singles), adapter(batch)
    for name, weight in of_singles.items():
        # AdamW divides by the gradient's size: rounding is seen in weights whose gradient is nearly nothing
        close = (weight - of_batch[name]).abs() < 2e-5
        assert close.float().mean() > 0.99, name
    losses = [manifest.load(one, "train")["figures"]["training loss"] for one in (singles, batch)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)


class Dies(TrainerCallback):
    """As a spot machine does."""

    def __init__(self, step: int) -> None:
        self.step = step

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if state.global_step == self.step:
            raise KeyboardInterrupt


def test_interrupted_and_resumed_is_uninterrupted_bit_for_bit(any_base: Path, make_config: Make) -> None:
    settings = ("train.max_steps=6", "train.lora.r=64", "train.compute=float32", "train.lora.dropout=0.1")
    whole = make_config(any_base, *settings, name="whole")
    parts = make_config(any_base, *settings, name="parts")

    train.main(whole)
    with pytest.raises(KeyboardInterrupt):
        train.main(parts, [Dies(5)])
    assert not manifest.path_of(parts, "train").is_file()
    train.main(parts)

    assert manifest.load(parts, "train")["figures"]["steps of this start"] == 2
    ours, theirs = adapter(whole), adapter(parts)
    assert ours.keys() == theirs.keys()
    for name, weight in ours.items():
        assert torch.equal(weight, theirs[name]), name


def test_keeps_the_last_three_checkpoints(base: Path, make_config: Make) -> None:
    config = make_config(base, "train.max_steps=5", "train.save_steps=1")

    train.main(config)

    kept = sorted(path.name for path in config.folder("checkpoints").glob("checkpoint-*"))
    assert kept == ["checkpoint-3", "checkpoint-4", "checkpoint-5"]


def test_a_half_written_checkpoint_is_passed_over(base: Path, make_config: Make) -> None:
    config = make_config(base)
    train.main(config)
    folder = config.folder("checkpoints")
    torn = folder / "checkpoint-4" / "optimizer.pt"
    torn.write_bytes(torn.read_bytes()[:100])

    assert checkpoints.last_complete(folder) == folder / "checkpoint-2"
    assert not (folder / "checkpoint-4").exists()


def test_a_checkpoint_that_fsdp_wrote_is_complete_without_an_adapter(tmp_path: Path) -> None:
    for name in ("scheduler.pt", "rng_state_0.pth", "pytorch_model_fsdp.bin", "optimizer.bin"):
        (tmp_path / name).write_bytes(b"")
    assert not checkpoints.is_complete(tmp_path)

    (tmp_path / "trainer_state.json").write_text("{}")
    assert checkpoints.is_complete(tmp_path)


def test_checkpoints_of_another_run_are_refused(base: Path, make_config: Make) -> None:
    config = make_config(base)
    train.main(config)
    write_rows(config.folder("data", "training.jsonl"), training_rows(12))

    with pytest.raises(DataError, match="other settings or data"):
        train.main(config)


def test_rows_that_are_too_long_are_dropped_and_counted(base: Path, make_config: Make) -> None:
    config = make_config(base, "train.max_length=60")
    long = training_rows(1)[0]
    long["prompt"][0]["content"] = "[CLASSIFY] " + "wordy " * 200
    write_rows(config.folder("data", "training.jsonl"), [*training_rows(4), long])

    tokenizer = train.load_tokenizer(config.model)
    done = manifest.Manifest(config, "train")
    rows = train.encoded_rows(config.folder("data", "training.jsonl"), tokenizer, 60, done, "training")

    assert all(len(row["input_ids"]) <= 60 for row in rows)
    assert done.counts["training rows dropped as too long"] + len(rows) == 5
    assert done.counts["training rows dropped as too long"] >= 1
    assert done.counts["training rows truncated"] == 0


def test_the_loss_sees_the_answer_and_eos_only_padded_on_the_right(base: Path, make_config: Make) -> None:
    config = make_config(base)
    tokenizer = train.load_tokenizer(config.model)
    done = manifest.Manifest(config, "train")
    rows = train.encoded_rows(config.folder("data", "training.jsonl"), tokenizer, 2048, done, "training")
    from ecom_llm_training import hardware
    from ecom_llm_training.models import load_base

    on = hardware.device(config.train)
    trainer = train.make_trainer(
        config, load_base(config.model, config.train, on, "sdpa"), tokenizer, rows, [], False, False
    )

    for batch in trainer.get_train_dataloader():
        for ids, labels, attended in zip(batch["input_ids"], batch["labels"], batch["attention_mask"], strict=True):
            length = int(attended.sum())
            assert attended[:length].all()
            assert (ids[length:] == tokenizer.pad_token_id).all()
            learnt = ids[labels != -100]
            assert learnt.tolist()[-1] == tokenizer.eos_token_id
            assert tokenizer.decode(learnt) in {f"{letter}</s>" for letter in "ABCD"}
            assert (ids == tokenizer.bos_token_id).sum() == 1


def test_flash_attention_falls_back_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    from ecom_llm_training.config import Train
    from ecom_llm_training.hardware import Device, attention, packing

    hopper, volta, cpu = Device(True, 9, 1e9, "H"), Device(True, 7, 1e9, "V"), Device(False, 0, 1e9, "C")
    with caplog.at_level(logging.WARNING):
        assert attention(Train(), hopper, installed=True) == "flash_attention_2"
        assert attention(Train(), hopper, installed=False) == "sdpa"
        assert attention(Train(), volta, installed=True) == "sdpa"
        assert attention(Train(), cpu, installed=True) == "sdpa"
    assert "not installed" in caplog.text
    assert "V is older than Ampere" in caplog.text
    assert "no GPU" in caplog.text
    with pytest.raises(MachineError, match="no GPU"):
        attention(Train(attention="flash"), cpu, installed=True)
    assert packing(Train(), "flash_attention_2")
    assert not packing(Train(), "sdpa")


def test_too_small_a_machine_is_told_before_it_starts(base: Path, make_config: Make, monkeypatch: Any) -> None:
    from ecom_llm_training import hardware

    monkeypatch.setattr(hardware, "device", lambda _: hardware.Device(False, 0, 1e6, "this machine's memory"))
    with pytest.raises(MachineError, match="this machine's memory has"):
        train.main(make_config(base))


def test_the_manifest_tells_code_data_and_machine(base: Path, make_config: Make) -> None:
    config = make_config(base, "train.max_steps=1")
    write_rows(config.folder("data", "validation.jsonl"), training_rows(3))
    train.main(config)

    done = json.loads(manifest.path_of(config, "train").read_text())
    data = str(config.folder("data", "training.jsonl"))
    assert done["inputs"][data] == manifest.sha256(Path(data))
    assert str(config.folder("adapter", "adapter_model.safetensors")) in done["outputs"]
    assert done["inputs"].keys() == {data, str(config.folder("data", "validation.jsonl"))}
    assert done["counts"]["validation rows"] == 3
    assert 4 < done["figures"]["validation loss"] < 8  # of 600 tokens, ln 600 is 6.4
    assert len(done["code"]["revision"]) == 40
    assert done["versions"]["torch"] == "2.15.0"
    assert done["config"]["train"]["lora"]["r"] == 8
    assert manifest.is_current(config, "train", ["model", "train"])
    write_rows(Path(data), training_rows(3))
    assert not manifest.is_current(config, "train", ["model", "train"])
