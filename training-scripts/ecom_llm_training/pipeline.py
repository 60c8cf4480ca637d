"""All of it, for a scheduled retraining: prepare, train, merge, quantize, then, on the endpoint, evaluate and promote.

A stage whose settings and files are what they were is left out, so a pipeline that died is simply started again. The
server of `evaluate.endpoint` is started by whoever runs GPUs here (`serve --run`, Kubernetes, ...) on the new model.
"""

import importlib
import logging

from . import manifest
from .config import Config
from .errors import TrainingError

log = logging.getLogger(__name__)

# The settings that each stage's result depends on.
STAGES = {
    "prepare": ("prepare",),
    "train": ("model", "train"),
    "merge": ("model", "train", "merge"),
    "quantize": ("model", "train", "quantize"),
    "evaluate": ("model", "serve", "evaluate"),
    "promote": ("serve", "evaluate", "promote"),
}


def main(config: Config) -> None:
    skipped = {"quantize"} if not config.quantize.schemes else set()
    if config.serve.served == "adapter":
        skipped |= {"merge", "quantize"}
    for stage, sections in STAGES.items():
        if stage in skipped:
            continue
        record = f"evaluate-{config.serve.served}" if stage == "evaluate" else stage
        if manifest.is_current(config, record, sections):
            log.info("%s: nothing changed", stage)
            continue
        log.info("%s", stage)
        try:
            importlib.import_module(f".{stage}", __package__).main(config)
        except TrainingError as e:
            raise type(e)(f"{stage}: {e}") from e
