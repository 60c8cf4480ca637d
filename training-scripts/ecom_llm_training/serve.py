"""Stage 5: prints the vLLM command, and runs it with --run.

    python -m ecom_llm_training serve --config training-scripts/configs/mistral-7b.yaml --run

Prometheus and Grafana for it: examples/monitoring.
"""

import logging
import os
import shlex
from pathlib import Path

from .config import Config, Serve
from .errors import ConfigError, DataError, MachineError
from .tokens import template_file

log = logging.getLogger(__name__)

RANKS = (8, 16, 32, 64, 128, 256, 320, 512)  # that vLLM has kernels for


def main(config: Config, rest: list[str] | None = None) -> None:
    unknown = set(rest or []) - {"--run"}
    if unknown:
        raise ConfigError(f"serve takes --run, not {', '.join(sorted(unknown))}")
    line = command(config)
    print(shlex.join(line))
    if rest:
        check_files(config)
        try:
            os.execvp(line[0], line)  # signals reach vLLM itself
        except FileNotFoundError:
            raise MachineError(
                f"serve.vllm: no such command: {line[0]}; training-scripts/README.md installs it"
            ) from None


def command(config: Config) -> list[str]:
    """Prompts are long and begin alike, so prefix caching saves most of their work."""
    serve = config.serve
    plain = serve.served in ("base", "adapter")
    line = [serve.vllm, "serve", config.model.name if plain else str(artifact(config))]
    line += ["--host", serve.host, "--port", str(serve.port)]
    if serve.served == "adapter":
        line += ["--served-model-name", model_name(serve, "base")]
        line += ["--enable-lora", "--max-lora-rank", str(max_rank(config.train.lora.r))]
        line += ["--lora-modules", f"{serve.name}={config.folder('adapter')}"]
    else:
        line += ["--served-model-name", model_name(serve, serve.served)]
    if config.model.revision and plain:
        line += ["--revision", config.model.revision]
    if config.model.chat_template:  # the one that was trained; the base's own may write another prompt
        line += ["--chat-template", str(template_file(config.model))]
    line += ["--max-model-len", str(serve.max_model_len), "--max-logprobs", str(serve.max_logprobs)]
    line += ["--generation-config", "vllm"]  # not the model's sampling defaults
    line += ["--enable-prefix-caching" if serve.prefix_caching else "--no-enable-prefix-caching"]
    if serve.tensor_parallel > 1:
        line += ["--tensor-parallel-size", str(serve.tensor_parallel)]
    if serve.gpu_memory:
        line += ["--gpu-memory-utilization", str(serve.gpu_memory)]
    return line + list(serve.extra)


def model_name(serve: Serve, served: str) -> str:
    """As clients ask for it. A server of the adapter serves its base too."""
    if served != "base":
        return serve.name
    return serve.base_name or f"{serve.name}-base"


def max_rank(r: int) -> int:
    for rank in RANKS:
        if rank >= r:
            return rank
    raise ConfigError(f"train.lora.r: vLLM serves adapters of rank {RANKS[-1]} at most, not {r}")


def artifact(config: Config) -> Path:
    """The folder of what is served; the base has none here."""
    served = config.serve.served
    return config.folder(*((served,) if served in ("adapter", "merged") else ("quantized", served)))


def check_files(config: Config) -> None:
    if config.serve.served != "base" and not artifact(config).is_dir():
        raise DataError(f"{artifact(config)} is missing: run the stage that makes it first")
