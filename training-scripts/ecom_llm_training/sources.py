"""Examples from files: neutral rows, as `ecomllm evaluate` takes them for gold, plus "task" and "group".

Nothing of others is shipped: their files are the reader's own copies, and their licences have to be accepted in the
configuration (`prepare.accept_licences`).
"""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import generated
from .config import Prepare, Source
from .errors import DataError, LicenceError

Row = dict[str, Any]

OWN = "own"


def examples(prepare: Prepare, scratch: Path) -> Iterator[Row]:
    """Of all sources, in order; refuses before it reads anything."""
    for source in prepare.sources:
        if source.licence != OWN and source.licence not in prepare.accept_licences:
            raise LicenceError(
                f"the source {source.kind} {source.path} is under '{source.licence}'. Read what it allows, then add"
                f" '{source.licence}' to prepare.accept_licences, or remove the source."
            )
    for source in prepare.sources:
        if source.path and not Path(source.path).exists():
            raise DataError(f"the source {source.kind}: no such file or folder: {source.path}")
    for place, source in enumerate(prepare.sources):
        rows = list(_read(source, prepare, scratch))
        if source.most and len(rows) > source.most:
            rows = random.Random(f"{prepare.seed} {place}").sample(rows, source.most)
        for number, row in enumerate(rows):
            yield {"id": f"{source.kind}-{place}-{number}", **row, "source": source.kind}


def _read(source: Source, prepare: Prepare, scratch: Path) -> Iterator[Row]:
    seed = prepare.seed
    path = Path(source.path)
    match source.kind:
        case "lexicon":
            yield from lexicon(path)
        case "schemas":
            yield from generated.titles(read_json(path), source.most or 1_000, seed)
        case "passages":
            yield from generated.questions(source.most or 1_000, seed)
        case "rows":
            for row in read_lines(path):
                yield {**row, "task": source.task}
        case "ecinstruct":
            yield from ecinstruct(path, prepare, scratch)
        case "instructions":
            yield from instructions(path) if source.path else generated.instructions(source.most or 500, seed)


def lexicon(folder: Path) -> Iterator[Row]:
    """The category lexicon's titles; each begins with its brand or stands as a shop writes it."""
    for file in sorted(folder.glob("*.jsonl")):
        for category in read_lines(file):
            for title in category.get("titles", []):
                yield {"task": "classify", "title": title, "categoryId": category["id"]}


def ecinstruct(file: Path, prepare: Prepare, scratch: Path) -> Iterator[Row]:
    """NingLab/ECInstruct's training rows as ours; the mapping is the evaluation module's. It has no classification."""
    scratch.mkdir(parents=True, exist_ok=True)
    for kind, task in (
        ("attribute_value_extraction", "extract"),
        ("answerability_prediction", "qa"),
        ("answer_generation", "qa"),
    ):
        out = scratch / f"{kind}.jsonl"
        command = ["ecinstruct", "--source", kind, "--split", "train", "--in", str(file), "--out", str(out)]
        java(prepare, command)
        for row in read_lines(out):
            yield {**row, "task": task, "passages": with_proofs(row)} if task == "qa" else {**row, "task": task}


def with_proofs(row: Row) -> list[Row]:
    """ECInstruct does not say which passage an answer is from: one that has most of its words counts as the proof.

    Many answers there stand in no passage; without a proof, export-training leaves them out: they teach to invent.
    """
    answer = words((row.get("answers") or [""])[0])
    return [
        {**passage, "label": 2 if answer and len(answer & words(passage["text"])) > len(answer) / 2 else 0}
        for passage in row["passages"]
    ]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def instructions(file: Path) -> Iterator[Row]:
    """General instructions in Alpaca's columns, as JSON or JSONL."""
    rows = read_json(file) if file.suffix == ".json" else read_lines(file)
    for row in rows:
        asked = row["instruction"] + (f"\n\n{row['input']}" if row.get("input") else "")
        if asked.strip() and row["output"].strip():
            yield {"task": "general", "question": asked.strip(), "answer": row["output"].strip()}


def product_key(row: Row) -> str:
    """The same for the same product: its words, in any order and case."""
    if row.get("task") == "general":
        return " ".join(sorted(words(row["question"])))
    product = row.get("product") or row
    title = product.get("title", "") if isinstance(product, dict) else product
    return " ".join(sorted(words(str(row.get("group") or title))))


def java(prepare: Prepare, command: list[str], may_leave_rows_out: bool = False) -> int:
    """Runs a command that writes a file; returns how many rows it left out."""
    code, _, told = ecomllm(prepare, command)
    if code == 1 and may_leave_rows_out:
        return sum(1 for line in told.splitlines() if re.match(r"^\S+:\d+: ", line))
    if code != 0:
        last = (told.strip().splitlines() or ["no message"])[-1]
        raise DataError(f"ecomllm {command[0]} ended with {code}: {last}")
    return 0


def ecomllm(prepare: Prepare, command: list[str], given: str = "") -> tuple[int, str, str]:
    """Runs the Java command line: exit code, what it printed, what it told."""
    if not Path(prepare.jar).is_file():
        raise DataError(
            f"prepare.jar: no such file: {prepare.jar}; `mvn package -pl examples/cli -am` in the root builds it"
        )
    try:
        done = subprocess.run(
            [prepare.java, "-jar", prepare.jar, *command], capture_output=True, text=True, input=given
        )
    except FileNotFoundError:
        raise DataError(f"prepare.java: no such command: {prepare.java}") from None
    return done.returncode, done.stdout, done.stderr


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as e:
        raise DataError(f"{path} is not JSON: {e}") from None


def read_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError:
                    raise DataError(f"{path}:{number} is not JSON") from None
                if not isinstance(row, dict):
                    raise DataError(f"{path}:{number} is not an object")
                yield row


def write_lines(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
