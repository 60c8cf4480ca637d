"""How much memory training takes, before it starts.

Counted, not measured: weights, adapters, gradients and optimizer exactly; activations by a formula for checkpointed
decoder layers. The manifest has the peak that was measured beside it.
"""

from dataclasses import dataclass
from typing import Any

from .config import Train
from .errors import MachineError

GIB = 2**30
NF4_BYTES = 0.5 + (8 / 64 + 32 / (64 * 256)) / 8  # a block of 64 has an 8-bit scale; 256 of these share a float
LOGIT_BYTES = 2 + 4  # of each token and word: as computed, and as a float for the loss
LAYER_PEAK = 18  # numbers a token that the layer under way holds, in units of the hidden size
RUNTIME = {True: 0.8 * GIB, False: 0.3 * GIB}  # CUDA's context and kernels; a process on a CPU


@dataclass(frozen=True)
class Estimate:
    """Bytes on one device."""

    base: float
    adapters: float
    gradients: float
    optimizer: float
    activations: float
    runtime: float

    @property
    def total(self) -> float:
        return self.base + self.adapters + self.gradients + self.optimizer + self.activations + self.runtime

    def gib(self) -> dict[str, float]:
        parts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: round(value / GIB, 2) for name, value in {**parts, "total": self.total}.items()}


def estimate(model: Any, train: Train, devices: int = 1, gpu: bool = True) -> Estimate:
    """
    model: the transformers configuration of the base.
    devices: over how many FSDP shards weights, gradients and optimizer.
    """
    linear, other = _parameters(model)
    compute = 4 if train.compute == "float32" else 2
    held = {"nf4": NF4_BYTES, "int8": 1.0, "full": float(compute)}[train.base]
    adapters = lora_parameters(model, train)
    trainable = 4 if train.trainables == "float32" else 2
    states = 2 if "8bit" in train.optimizer else 8  # AdamW keeps two numbers a parameter
    tokens = train.batch * train.max_length
    kept = model.num_hidden_layers if train.gradient_checkpointing else model.num_hidden_layers * LAYER_PEAK
    activations = tokens * (
        model.hidden_size * compute * (kept + LAYER_PEAK)
        + model.intermediate_size * compute * 3
        + model.vocab_size * LOGIT_BYTES
    )
    return Estimate(
        base=(linear * held + other * compute) / devices,
        adapters=adapters * trainable / devices,
        gradients=adapters * trainable / devices,
        optimizer=adapters * states / devices,
        activations=activations,
        runtime=RUNTIME[gpu],
    )


def lora_parameters(model: Any, train: Train) -> int:
    shapes = _projections(model)
    wrong = set(train.lora.targets) - set(shapes)
    if wrong:
        raise MachineError(f"train.lora.targets: {', '.join(sorted(wrong))} is not in {', '.join(shapes)}")
    one = sum(train.lora.r * sum(shapes[name]) for name in train.lora.targets)
    return one * int(model.num_hidden_layers)


def require(needed: Estimate, available: float, train: Train, where: str) -> None:
    """Raises MachineError if it cannot fit."""
    if needed.total <= available:
        return
    parts = ", ".join(f"{name} {value}" for name, value in needed.gib().items())
    advice = []
    if train.batch > 1:
        advice.append(f"train.batch: 1 with train.accumulation: {train.accumulation * train.batch} (the same training)")
    if not train.gradient_checkpointing:
        advice.append("train.gradient_checkpointing: true")
    if train.base != "nf4":
        advice.append("train.base: nf4")
    if train.max_length > 1024:
        advice.append("a smaller train.max_length")
    raise MachineError(
        f"{where} has {available / GIB:.1f} GiB free, and this training needs about {needed.total / GIB:.1f}"
        f" (GiB: {parts}). Try {'; '.join(advice) or 'a smaller model, or more GPUs with FSDP'}."
    )


def _projections(model: Any) -> dict[str, tuple[int, int]]:
    """Inputs and outputs of the linear layers of one decoder layer."""
    hidden, wide = model.hidden_size, model.intermediate_size
    head = getattr(model, "head_dim", None) or hidden // model.num_attention_heads
    queries, keys = head * model.num_attention_heads, head * model.num_key_value_heads
    return {
        "q_proj": (hidden, queries),
        "k_proj": (hidden, keys),
        "v_proj": (hidden, keys),
        "o_proj": (queries, hidden),
        "gate_proj": (hidden, wide),
        "up_proj": (hidden, wide),
        "down_proj": (wide, hidden),
    }


def _parameters(model: Any) -> tuple[int, int]:
    """Of the layers that are quantised, and of embeddings, norms and head, which are not."""
    linear = model.num_hidden_layers * sum(i * o for i, o in _projections(model).values())
    tables = 1 if model.tie_word_embeddings else 2
    other = tables * model.vocab_size * model.hidden_size + (2 * model.num_hidden_layers + 1) * model.hidden_size
    return linear, other
