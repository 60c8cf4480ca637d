"""What this machine can do, decided once and told in the log."""

import importlib.util
import logging
from dataclasses import dataclass

from .config import Train
from .errors import MachineError

log = logging.getLogger(__name__)

AMPERE = 8  # first generation with FlashAttention 2 and bfloat16


@dataclass(frozen=True)
class Device:
    gpu: bool
    capability: int  # major compute capability; 0 on a CPU
    free_bytes: float
    name: str


def device(train: Train) -> Device:
    import psutil
    import torch

    if train.cpu or not torch.cuda.is_available():
        return Device(False, 0, float(psutil.virtual_memory().available), "this machine's memory")
    free, _ = torch.cuda.mem_get_info()
    return Device(True, torch.cuda.get_device_capability()[0], float(free), torch.cuda.get_device_name())


def attention(train: Train, on: Device, installed: bool | None = None) -> str:
    """FlashAttention 2 where it can be had; the reason where not."""
    if installed is None:
        installed = importlib.util.find_spec("flash_attn") is not None
    missing = ""
    if not on.gpu:
        missing = "there is no GPU"
    elif on.capability < AMPERE:
        missing = f"{on.name} is older than Ampere"
    elif not installed:
        missing = "flash-attn is not installed"
    elif train.compute == "float32":
        missing = "it computes in 16 bits only"
    if train.attention == "flash" and missing:
        raise MachineError(f"train.attention: flash cannot be had: {missing}; auto falls back to SDPA")
    if train.attention in ("auto", "flash") and not missing:
        log.info("attention: FlashAttention 2")
        return "flash_attention_2"
    if train.attention == "auto":
        log.warning("attention: SDPA instead of FlashAttention 2, because %s", missing)
        return "sdpa"
    return train.attention


def packing(train: Train, implementation: str) -> bool:
    """Only FlashAttention keeps packed samples apart."""
    return train.packing == "auto" and implementation == "flash_attention_2"


def check(train: Train, on: Device) -> None:
    if on.gpu and train.compute == "bfloat16" and on.capability < AMPERE:
        raise MachineError(f"{on.name} has no bfloat16: set train.compute: float16")
    if not on.gpu and train.quant_storage != "uint8":
        raise MachineError("train.quant_storage is for FSDP on GPUs")
