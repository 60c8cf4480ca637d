"""Points the registry back to the model before; again, to the one before that."""

import logging
from pathlib import Path

from .config import Config
from .errors import DataError
from .promote import read, write

log = logging.getLogger(__name__)


def main(config: Config) -> None:
    path = Path(config.promote.registry)
    registry = read(path)
    if not registry["previous"]:
        raise DataError(f"{path} has no model before the current one")
    left = registry["current"]
    registry["current"] = registry["previous"].pop()
    registry.setdefault("rolled back", []).append(left["id"])
    write(path, registry)
    log.info("current is %s again", registry["current"]["id"])
