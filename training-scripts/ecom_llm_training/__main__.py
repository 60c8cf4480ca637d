"""python -m ecom_llm_training STAGE --config FILE [--set train.max_steps=10]"""

import argparse
import importlib
import logging
import os
import sys
from pathlib import Path

from . import config
from .errors import TrainingError

STAGES = (
    "prepare",
    "train",
    "merge",
    "quantize",
    "serve",
    "evaluate",
    "compare",
    "card",
    "promote",
    "rollback",
    "pipeline",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="ecom-llm-training", description=__doc__)
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--config", type=Path, required=True, help="a file of training-scripts/configs, or your own")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="changes one setting")
    arguments, rest = parser.parse_known_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")  # no progress bars in log files
    try:
        settings = config.load(arguments.config, arguments.set)
        stage = importlib.import_module(f".{arguments.stage}", __package__)
        stage.main(settings, *([rest] if rest else []))
    except TrainingError as e:
        print(f"{type(e).__name__}: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
