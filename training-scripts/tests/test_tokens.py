"""What a row becomes: one BOS, the answer and EOS, and labels that a constraint allows."""

import json
from pathlib import Path
from typing import Any

import pytest

from ecom_llm_training.config import Model
from ecom_llm_training.errors import ConfigError, DataError
from ecom_llm_training.smoke import make_tokenizer
from ecom_llm_training.tokens import LETTERS, TEMPLATES, check_labels, encode, load_tokenizer

ROW: dict[str, Any] = {
    "id": "row",
    "prompt": [{"role": "user", "content": "[CLASSIFY] Acme Laptop\n\nLetter:"}],
    "completion": [{"role": "assistant", "content": "Electronics > Computers"}],
}


def tokenizer(architecture: Any = "mistral", template: str = "mistral.jinja") -> Any:
    made = make_tokenizer(architecture)
    if architecture == "mistral":
        made.chat_template = (TEMPLATES / template).read_text("utf-8")
    return made


@pytest.mark.parametrize("architecture", ["mistral", "llama"])
def test_one_bos_and_a_mask_of_exactly_answer_and_eos(architecture: str) -> None:
    made = tokenizer(architecture)

    encoded = encode(made, ROW)

    assert encoded.ids.count(made.bos_token_id) == 1
    assert encoded.ids[0] == made.bos_token_id
    learnt = [token for token, on in zip(encoded.ids, encoded.completion_mask, strict=True) if on]
    assert made.decode(learnt[:-1]) == "Electronics > Computers"
    assert learnt[-1] == made.eos_token_id
    assert made.decode(encoded.ids[: encoded.answer_from]).endswith(
        "Letter:[/INST]" if architecture == "mistral" else "<|start_header_id|>assistant<|end_header_id|>\n\n"
    )


def test_the_prompt_is_what_a_server_makes_of_the_messages() -> None:
    made = tokenizer()

    served = made.apply_chat_template(ROW["prompt"], add_generation_prompt=True, return_dict=True)["input_ids"]

    assert encode(made, ROW).ids[: len(served)] == served


def test_what_a_template_writes_after_eos_is_not_learnt() -> None:
    made = tokenizer(template="chatml.jinja")  # which ends a turn with a line feed
    made.chat_template = made.chat_template.replace("<|im_end|>", "</s>")

    assert encode(made, ROW).ids[-1] == made.eos_token_id


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{- bos_token }}", "{{- bos_token }}{{ bos_token }}", "exactly one BOS"),
        (" + eos_token", "", "does not end an answer"),
        ("'[INST] '", "('[INST] ' if messages | length == 1 else '[INST]  ')", "differently once it is answered"),
    ],
)
def test_templates_that_would_teach_something_else_are_refused(old: str, new: str, told: str) -> None:
    made = tokenizer()
    assert old in made.chat_template
    made.chat_template = made.chat_template.replace(old, new)

    with pytest.raises(DataError, match=told):
        encode(made, ROW)


def test_an_empty_answer_is_refused() -> None:
    with pytest.raises(DataError, match="the answer is empty"):
        encode(tokenizer(), {**ROW, "completion": [{"role": "assistant", "content": ""}]})


def test_the_trained_label_is_the_one_that_a_constraint_allows() -> None:
    made = tokenizer()
    check_labels(made)
    for letter in LETTERS:
        row = {**ROW, "completion": [{"role": "assistant", "content": letter}]}
        encoded = encode(made, row)
        assert made.decode(encoded.ids[encoded.answer_from]) == letter

    made.chat_template = made.chat_template.replace("{{- message['content'] +", "{{- ' ' + message['content'] +")
    with pytest.raises(ConfigError, match="no space before the answer"):
        check_labels(made)


def saved(folder: Path, **changes: str) -> Model:
    tokenizer().save_pretrained(folder)
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps({**settings, **changes}))
    return Model(name=str(folder), chat_template="mistral.jinja")


def test_the_pad_token_is_never_eos(tmp_path: Path) -> None:
    model = saved(tmp_path, pad_token="</s>")

    with pytest.raises(ConfigError, match="another one than EOS"):
        load_tokenizer(model)
    assert load_tokenizer(Model(model.name, "", model.chat_template, "<unk>")).pad_token == "<unk>"
    with pytest.raises(ConfigError, match="not in the vocabulary"):
        load_tokenizer(Model(model.name, "", model.chat_template, "<new>"))


def test_training_pads_on_the_right(tmp_path: Path) -> None:
    assert load_tokenizer(saved(tmp_path, padding_side="left")).padding_side == "right"


def test_a_template_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    model = saved(tmp_path)

    with pytest.raises(ConfigError, match=r"there are chatml\.jinja, mistral\.jinja"):
        load_tokenizer(Model(model.name, "", "mistrel.jinja"))


def sentence_pieces(prepend: str) -> Any:
    """As Mistral's own tokenizer works: a space is a "▁" in front of a word, and one may be put before a text."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    texts = [
        "<s>",
        "</s>",
        "<pad>",
        "[INST]",
        "[/INST]",
        "▁",
        "▁Letter:",
        *LETTERS,
        *(f"▁{letter}" for letter in LETTERS),
    ]
    pieces = [(text, 0.0 if text[0] in "<[" else -float(len(texts) - place)) for place, text in enumerate(texts)]
    made = Tokenizer(models.Unigram(pieces, unk_id=2, byte_fallback=False))
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=prepend)
    made.decoder = decoders.Metaspace(prepend_scheme=prepend)
    made.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in texts[:5]])
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        chat_template=(TEMPLATES / "mistral.jinja").read_text("utf-8"),
    )


def test_sentence_pieces_get_no_space_before_the_label_if_only_a_text_s_start_does() -> None:
    check_labels(sentence_pieces("first"))

    with pytest.raises(ConfigError, match="trained as"):
        check_labels(sentence_pieces("always"))
