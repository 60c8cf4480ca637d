"""All settings of all stages, in one typed tree. A key that does not exist, or a value of the wrong type, is an error.

A file may start from another one (`extends: mistral-7b.yaml`); what it says itself comes on top. Paths are relative to
the folder that the command runs in.
"""

import dataclasses
import types
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from .errors import ConfigError

SourceKind = Literal["lexicon", "schemas", "passages", "rows", "ecinstruct", "instructions"]
Task = Literal["classify", "extract", "qa"]
Quantization = Literal["fp8", "gptq", "awq", "int8", "gguf"]


@dataclass(frozen=True)
class Source:
    """Where examples come from."""

    kind: SourceKind
    licence: str  # an SPDX id, or what the source calls it; anything but "own" has to be accepted
    path: str = ""  # file or folder; none for the generated kinds
    task: Task = "classify"  # of `rows`
    most: int = 0  # examples to take at most, drawn by seed; 0: all


@dataclass(frozen=True)
class Prepare:
    """Examples -> training.jsonl, validation.jsonl, general-*.jsonl."""

    sources: tuple[Source, ...] = ()
    accept_licences: tuple[str, ...] = ()
    java: str = "java"
    jar: str = "examples/cli/target/ecomllm.jar"  # its `export-training` makes the prompts
    words_only: bool = False  # shortlists without the embedding model
    candidates: tuple[int, ...] = (19, 5)  # lengths of shortlists; short ones teach "none of these"
    path_share: float = 0.3  # of the classify examples that are asked for a path instead of a letter
    general_share: float = 0.1  # of the training rows, against forgetting
    validation_share: float = 0.05  # of the products
    general_held_out: int = 200  # instructions that are never trained on
    evaluation_files: tuple[str, ...] = ()  # gold rows: a product that stands there is not trained on
    seed: int = 20261122


@dataclass(frozen=True)
class Model:
    """The base."""

    name: str = "mistralai/Mistral-7B-Instruct-v0.3"  # of the hub, or a folder
    revision: str = ""  # a commit of the hub; empty: what the hub has now, and the manifest says which
    chat_template: str = ""  # a file of templates/; empty: the tokenizer's own
    pad_token: str = ""  # empty: the tokenizer's own, which must not be EOS


@dataclass(frozen=True)
class Lora:
    r: int = 32
    alpha: int = 64
    dropout: float = 0.05
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True)
class Train:
    """QLoRA. The defaults are the project's recipe."""

    base: Literal["nf4", "int8", "full"] = "nf4"  # how the frozen weights are held
    compute: Literal["bfloat16", "float16", "float32"] = "bfloat16"
    trainables: Literal["float32", "bfloat16", "float16"] = "float32"  # how LoRA's weights are held
    quant_storage: Literal["uint8", "bfloat16"] = "uint8"  # bfloat16 lets FSDP shard 4-bit weights
    lora: Lora = field(default_factory=Lora)
    optimizer: str = "paged_adamw_8bit"
    learning_rate: float = 2e-4
    schedule: str = "cosine"
    warmup_share: float = 0.03
    weight_decay: float = 0.0
    max_grad_norm: float = 0.3
    epochs: float = 3.0
    max_steps: int = 0  # 0: as many as the epochs need
    batch: int = 4  # of one device
    accumulation: int = 8
    max_length: int = 2048  # tokens; longer rows are dropped and counted
    gradient_checkpointing: bool = True
    attention: Literal["auto", "flash", "sdpa", "eager"] = "auto"
    packing: Literal["auto", "off"] = "auto"  # auto: only with FlashAttention, else samples would see each other
    log_steps: int = 10
    save_steps: int = 500
    keep_checkpoints: int = 3
    resume: bool = True  # from the last checkpoint, if there is one
    validation_rows: int = 500  # of validation.jsonl for the loss at the end; 0: none
    cpu: bool = False  # also where there is a GPU
    seed: int = 20261122


@dataclass(frozen=True)
class Merge:
    tolerance: float = 0.05  # largest difference of a next token's probability, merged against adapter


@dataclass(frozen=True)
class Quantize:
    schemes: tuple[Quantization, ...] = ("fp8",)
    calibration_rows: int = 512  # of the product prompts
    llama_cpp: str = ""  # its checkout, for gguf


@dataclass(frozen=True)
class Serve:
    vllm: str = "vllm"  # its command; it lives in an environment of its own
    served: Literal["adapter", "merged", "fp8", "gptq", "awq", "int8", "base"] = "adapter"
    name: str = "ecom-mistral-7b"  # of the tuned model, as clients ask for it
    base_name: str = ""  # of the base beside it; empty: the tuned model's with "-base"
    host: str = "127.0.0.1"
    port: int = 8000
    max_model_len: int = 4096
    tensor_parallel: int = 1
    gpu_memory: float = 0.9  # share; 0 leaves the option out, as for vLLM on a CPU
    prefix_caching: bool = True
    max_logprobs: int = 20
    api_key_env: str = ""  # name of the variable with the key; vLLM reads VLLM_API_KEY itself
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gold:
    """Rows with the right answers that a task is judged on."""

    task: Task
    path: str
    strategy: Literal["shortlist", "path"] = "shortlist"
    figure: str = ""  # the one that the gate looks at, as `ecomllm evaluate` calls it


@dataclass(frozen=True)
class Evaluate:
    gold: tuple[Gold, ...] = ()
    endpoint: str = "http://127.0.0.1:8000/v1"
    concurrency: int = 0  # 0: as many as the endpoint takes
    general: bool = True  # measure forgetting on the held-out instructions


@dataclass(frozen=True)
class Promote:
    registry: str = "models/registry.json"
    least_rows: int = 100  # a gate on fewer rows says nothing
    general_tolerance: float = 0.05  # nats a token that general instructions may lose


@dataclass(frozen=True)
class Config:
    work: str  # folder of everything that the stages write
    model: Model = field(default_factory=Model)
    prepare: Prepare = field(default_factory=Prepare)
    train: Train = field(default_factory=Train)
    merge: Merge = field(default_factory=Merge)
    quantize: Quantize = field(default_factory=Quantize)
    serve: Serve = field(default_factory=Serve)
    evaluate: Evaluate = field(default_factory=Evaluate)
    promote: Promote = field(default_factory=Promote)

    def folder(self, *names: str) -> Path:
        """A folder or file under `work`."""
        return Path(self.work).joinpath(*names)


def load(path: Path, overrides: typing.Sequence[str] = ()) -> Config:
    """Reads a file; overrides are `train.max_steps=10`, with values as in YAML."""
    tree = _read(path, ())
    for override in overrides:
        key, separator, value = override.partition("=")
        if not separator:
            raise ConfigError(f"'{override}' is not key=value")
        target = tree
        *parents, last = key.split(".")
        for parent in parents:
            target = target.setdefault(parent, {})
            if not isinstance(target, dict):
                raise ConfigError(f"{key}: {parent} has no settings of its own")
        target[last] = yaml.safe_load(value)
    config = typing.cast(Config, _build(Config, tree, ""))
    _check(config)
    return config


def _read(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    if path in seen:
        raise ConfigError(f"{path} extends itself")
    try:
        tree = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"no such file: {path}") from None
    except yaml.YAMLError as e:
        raise ConfigError(f"{path} is not YAML: {e}") from None
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}: settings are expected")
    parent = tree.pop("extends", None)
    if parent is None:
        return tree
    return _merged(_read(path.parent / str(parent), (*seen, path)), tree)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = dict(below)
    for key, value in above.items():
        old = both.get(key)
        both[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return both


def _build(kind: type, tree: Any, at: str) -> Any:
    if not isinstance(tree, dict):
        raise ConfigError(f"{at or 'the file'}: settings are expected, not {tree!r}")
    fields = {each.name: each for each in dataclasses.fields(kind)}
    hints = typing.get_type_hints(kind)
    for key in tree:
        if key not in fields:
            raise ConfigError(f"{at}{key}: no such setting; there are {', '.join(fields)}")
    for name, each in fields.items():
        required = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        if required and name not in tree:
            raise ConfigError(f"{at}{name} is missing")
    return kind(**{key: _value(hints[key], value, f"{at}{key}") for key, value in tree.items()})


def _value(hint: Any, value: Any, at: str) -> Any:
    origin = typing.get_origin(hint)
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), value, at + ".")
    if origin is tuple:
        if not isinstance(value, list):
            raise ConfigError(f"{at}: a list is expected, not {value!r}")
        one = typing.get_args(hint)[0]
        return tuple(_value(one, each, f"{at}[{place}]") for place, each in enumerate(value))
    if origin is Literal:
        if value not in typing.get_args(hint):
            raise ConfigError(f"{at}: one of {', '.join(typing.get_args(hint))} is expected, not {value!r}")
        return value
    assert not isinstance(origin, types.UnionType), hint
    if hint is float and type(value) is int:
        return float(value)
    if hint is float and isinstance(value, str):  # YAML reads 2e-4 as text
        try:
            return float(value)
        except ValueError:
            pass
    if type(value) is not hint:
        raise ConfigError(f"{at}: {hint.__name__} is expected, not {value!r}")
    return value


def _check(config: Config) -> None:
    """What types cannot say."""
    train, prepare = config.train, config.prepare
    positive = {
        "train.batch": train.batch,
        "train.accumulation": train.accumulation,
        "train.max_length": train.max_length,
        "train.save_steps": train.save_steps,
        "train.keep_checkpoints": train.keep_checkpoints,
        "train.lora.r": train.lora.r,
        "train.learning_rate": train.learning_rate,
        "serve.tensor_parallel": config.serve.tensor_parallel,
    }
    for key, number in positive.items():
        if number <= 0:
            raise ConfigError(f"{key} must be more than 0, not {number}")
    for key, share in {
        "prepare.general_share": prepare.general_share,
        "prepare.validation_share": prepare.validation_share,
        "prepare.path_share": prepare.path_share,
        "train.lora.dropout": train.lora.dropout,
        "train.warmup_share": train.warmup_share,
    }.items():
        if not 0 <= share < 1 and not (key == "prepare.path_share" and share == 1):
            raise ConfigError(f"{key} is a share: 0 to less than 1, not {share}")
    for shown in prepare.candidates:
        if not 1 <= shown <= 19:
            raise ConfigError(f"prepare.candidates: 1 to 19, not {shown}")
    if train.trainables == "float16" and train.compute != "float16":
        raise ConfigError("train.trainables: float16 goes with train.compute: float16")
    if train.quant_storage != "uint8" and train.base != "nf4":
        raise ConfigError("train.quant_storage belongs to train.base: nf4")
