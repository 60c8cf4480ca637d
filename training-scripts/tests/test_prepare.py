"""From sources to training.jsonl: licences, duplicates, leaks, splits; and the Java library's own prompts."""

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import CONFIGS, write_rows

from ecom_llm_training import config as settings
from ecom_llm_training import generated, manifest, prepare, sources
from ecom_llm_training.config import Config, Prepare, Source
from ecom_llm_training.errors import DataError, LicenceError
from ecom_llm_training.smoke import make_tokenizer
from ecom_llm_training.tokens import TEMPLATES, encode

ROOT = CONFIGS.parent.parent
SCHEMAS = ROOT / "ecom-llm-core/src/main/resources/dev/ecomllm/extract/schemas.json"

Row = dict[str, Any]


def fresh(tmp_path: Path) -> manifest.Manifest:
    return manifest.Manifest(Config(work=str(tmp_path)), "prepare")


def test_a_licence_that_was_not_accepted_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    alpaca = Source("instructions", "CC-BY-NC-4.0", str(tmp_path / "not-even-there.json"))

    with pytest.raises(LicenceError, match=r"add 'CC-BY-NC-4\.0' to prepare\.accept_licences"):
        list(sources.examples(Prepare(sources=(alpaca,)), tmp_path))
    with pytest.raises(DataError, match="no such file"):
        list(sources.examples(Prepare(sources=(alpaca,), accept_licences=("CC-BY-NC-4.0",)), tmp_path))


def test_the_default_configuration_accepts_no_licence_for_its_reader() -> None:
    with pytest.raises(LicenceError, match="ECInstruct"):
        list(sources.examples(settings.load(CONFIGS / "mistral-7b.yaml").prepare, Path()))


def test_the_same_product_in_other_words_order_is_a_duplicate(tmp_path: Path) -> None:
    rows = [
        {"task": "classify", "title": "Acme Steel Kettle"},
        {"task": "classify", "title": "KETTLE, steel - Acme!"},
        {"task": "extract", "title": "Acme Steel Kettle"},
        {"task": "qa", "product": "Acme Steel Kettle", "question": "Is it loud?"},
        {"task": "qa", "product": "Acme Steel Kettle", "question": "Is it heavy?"},
        {"task": "classify", "title": "Acme Steel Kettle 2"},
    ]
    done = fresh(tmp_path)

    kept = prepare.without_duplicates(rows, done)

    assert kept == [rows[0], *rows[2:]]
    assert done.counts == {"dropped as duplicates": 1}


def test_a_product_of_an_evaluation_file_is_not_trained_on_in_any_task(tmp_path: Path) -> None:
    judged = [{"id": "1", "title": "Kettle, Acme, steel"}, {"id": "2", "product": {"title": "Toy Train"}}]
    write_rows(tmp_path / "gold.jsonl", judged)
    rows = [
        {"task": "classify", "title": "Acme steel kettle"},
        {"task": "extract", "title": "acme Steel Kettle"},
        {"task": "qa", "product": {"title": "Acme Steel Kettle"}, "question": "Is it loud?"},
        {"task": "classify", "title": "Acme glass kettle"},
        {"task": "classify", "title": "Train (toy)"},
    ]
    done = fresh(tmp_path)

    assert prepare.without_leaks(rows, [str(tmp_path / "gold.jsonl")], done) == [rows[3]]
    assert done.counts["dropped as in an evaluation file"] == 4


def test_all_rows_of_a_product_are_on_one_side_of_the_split() -> None:
    rows = [
        {"task": task, "title": f"Product {number}", "n": number} for number in range(400) for task in ("classify", "x")
    ]

    training, validation = prepare.split(rows, 0.2, seed=1)

    assert {row["n"] for row in training}.isdisjoint(row["n"] for row in validation)
    assert len(training) + len(validation) == len(rows)
    assert 100 < len(validation) < 220
    assert prepare.split(rows, 0.2, seed=1) == (training, validation)
    assert prepare.split(rows, 0.2, seed=2) != (training, validation)


def test_generated_titles_state_each_value_letter_by_letter() -> None:
    rows = list(generated.titles(json.loads(SCHEMAS.read_text("utf-8")), 500, seed=1))

    for row in rows:
        assert all(value in row["title"] for value in row["attributes"].values()), row
        assert not set(row["absent"]) & set(row["attributes"])
    assert len({row["title"] for row in rows}) > 490
    assert sum(len(row["absent"]) for row in rows) > 250


def test_generated_questions_have_a_proof_or_no_answer() -> None:
    rows = list(generated.questions(400, seed=1))

    for row in rows:
        proofs = [passage for passage in row["passages"] if passage["label"] == 2]
        assert len(proofs) == len(row["answers"]) == int(row["answerable"])
    assert 250 < sum(row["answerable"] for row in rows) < 350


def test_half_a_json_line_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"title": "a"}\n{"title": \n', "utf-8")

    with pytest.raises(DataError, match=r"rows\.jsonl:2 is not JSON"):
        list(sources.read_lines(tmp_path / "rows.jsonl"))


def test_alpaca_rows_become_prompts_and_answers(tmp_path: Path) -> None:
    rows = [
        {"instruction": "Add.", "input": "1 and 2", "output": "3"},
        {"instruction": "Say nothing.", "input": "", "output": " "},
    ]
    (tmp_path / "alpaca.json").write_text(json.dumps(rows), "utf-8")

    read = list(sources.instructions(tmp_path / "alpaca.json"))

    assert read == [{"task": "general", "question": "Add.\n\n1 and 2", "answer": "3"}]


def test_a_passage_with_most_of_an_answer_s_words_is_its_proof() -> None:
    row = {
        "answers": ["It weighs two pounds."],
        "passages": [{"text": "Two pounds, it weighs!"}, {"text": "It is red."}],
    }

    assert [passage["label"] for passage in sources.with_proofs(row)] == [2, 0]
    assert [passage["label"] for passage in sources.with_proofs({**row, "answers": []})] == [0, 0]


def test_a_missing_command_line_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mvn package"):
        sources.java(Prepare(jar=str(tmp_path / "none.jar")), ["export-training"])


@pytest.mark.skipif("ECOMLLM_JAR" not in os.environ, reason="ECOMLLM_JAR is not set to the CLI's jar")
def test_the_smoke_run_prepares_with_the_library_s_own_prompts(tmp_path: Path) -> None:
    os.chdir(ROOT)
    smoke = settings.load(CONFIGS / "smoke.yaml", [f"work={tmp_path}", f"prepare.jar={os.environ['ECOMLLM_JAR']}"])
    first = next(iter(sources.read_lines(ROOT / lexicon_file(smoke))))
    write_rows(tmp_path / "gold.jsonl", [{"id": "1", "title": title} for title in first["titles"]])
    files = {"evaluation_files": (str(tmp_path / "gold.jsonl"),), "validation_share": 0.2}
    config = dataclasses.replace(smoke, prepare=dataclasses.replace(smoke.prepare, **files))

    prepare.main(config)

    rows = list(sources.read_lines(tmp_path / "data" / "training.jsonl"))
    held_out = list(sources.read_lines(tmp_path / "data" / "validation.jsonl"))
    starts = {row["task"]: row["prompt"][0]["content"].split(" ")[0] for row in rows}
    assert starts["classify"] == "[CLASSIFY]"
    assert starts["extract"] == "[EXTRACT]"
    assert starts["qa"] == "[QA]"
    assert {row["group"] for row in rows}.isdisjoint(row["group"] for row in held_out)
    general = [row for row in rows if row["task"] == "general"]
    assert len(general) / len(rows) == pytest.approx(0.1, abs=0.02)
    assert len(list(sources.read_lines(tmp_path / "data" / "general-held-out.jsonl"))) == 10
    done = manifest.load(config, "prepare")
    assert done["counts"]["training classify"] == sum(row["task"] == "classify" for row in rows)
    assert len(done["inputs"]) > 20
    made = make_tokenizer("mistral")
    made.chat_template = (TEMPLATES / "mistral.jinja").read_text("utf-8")
    for row in [*rows, *held_out]:
        encode(made, row)
    assert manifest.is_current(config, "prepare", ["prepare"])


def lexicon_file(config: Config) -> str:
    folder = next(source.path for source in config.prepare.sources if source.kind == "lexicon")
    return f"{folder}/cameras-optics.jsonl"
