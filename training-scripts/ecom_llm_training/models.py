"""Loads bases and adapters. Quantisation is for training; merging and measuring use 16 bits."""

from pathlib import Path
from typing import Any

from .config import Model, Train
from .hardware import Device


def load_base(model: Model, train: Train, on: Device, implementation: str) -> Any:
    """As it is trained on: NF4 with double quantisation, INT8, or not quantised."""
    import torch
    from accelerate import PartialState
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    compute = getattr(torch, train.compute)
    quantization = None
    if train.base == "nf4":
        quantization = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=compute,
            bnb_4bit_quant_storage=getattr(torch, train.quant_storage),
        )
    elif train.base == "int8":
        quantization = BitsAndBytesConfig(load_in_8bit=True)
    state = PartialState()
    place = None if is_sharded(state) else {"": state.local_process_index if on.gpu else "cpu"}
    loaded = AutoModelForCausalLM.from_pretrained(
        model.name,
        revision=model.revision or None,
        quantization_config=quantization,
        dtype=compute,
        attn_implementation=implementation,
        device_map=place,
    )
    loaded.config.use_cache = False  # useless in training, and at odds with gradient checkpointing
    return loaded


def is_sharded(state: Any) -> bool:
    """state: accelerate's."""
    return str(state.distributed_type).endswith("FSDP")


def load_plain(model: Model, dtype: Any, cpu: bool) -> Any:
    """Not quantised, to merge into or to measure."""
    import torch
    from transformers import AutoModelForCausalLM

    place = "cpu" if cpu or not torch.cuda.is_available() else "auto"
    return AutoModelForCausalLM.from_pretrained(
        model.name, revision=model.revision or None, dtype=dtype, device_map=place
    )


def with_adapter(base: Any, adapter: Path) -> Any:
    from peft import PeftModel

    return PeftModel.from_pretrained(base, str(adapter)).eval()


def base_revision(loaded: Any, model: Model) -> str:
    """The commit that was loaded, as far as the hub's cache tells."""
    return str(getattr(loaded.config, "_commit_hash", None) or model.revision or "a folder")
