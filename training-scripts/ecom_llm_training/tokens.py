"""Rows of training.jsonl as tokens: exactly what the server will see, then the answer and the end token.

The chat template is applied here and nowhere else. What a row must be is checked on every row, because each of these
goes wrong silently: two BOS, an answer without its end token, a loss on the prompt, a label that is another token than
the one which the server's constraint allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Model
from .errors import ConfigError, DataError

TEMPLATES = Path(__file__).parent / "templates"
LETTERS = "ABCDEFGHIJKLMNOPQRST"  # of core's shortlists
IGNORED = -100  # a label that costs nothing

Row = dict[str, Any]


@dataclass(frozen=True)
class Encoded:
    """Prompt, answer and EOS; `answer_from` is where the prompt ends."""

    ids: list[int]
    answer_from: int

    @property
    def completion_mask(self) -> list[int]:
        return [int(place >= self.answer_from) for place in range(len(self.ids))]


def load_tokenizer(model: Model) -> Any:
    """With the template that is trained and served, padding on the right, and a pad token that is not EOS."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model.name, revision=model.revision or None)
    if model.chat_template:
        tokenizer.chat_template = template_file(model).read_text("utf-8")
    if not tokenizer.chat_template:
        raise ConfigError(f"{model.name} has no chat template: set model.chat_template")
    if model.pad_token:
        if tokenizer.convert_tokens_to_ids(model.pad_token) in (None, tokenizer.unk_token_id) and (
            model.pad_token != tokenizer.unk_token
        ):
            raise ConfigError(
                f"model.pad_token: {model.pad_token} is not in the vocabulary; new tokens cannot be served"
            )
        tokenizer.pad_token = model.pad_token
    if tokenizer.pad_token_id is None or tokenizer.pad_token_id == tokenizer.eos_token_id:
        raise ConfigError(
            "the pad token must be another one than EOS, or the model never learns to stop: set model.pad_token"
        )
    tokenizer.padding_side = "right"  # in training; generation pads on the left
    check_labels(tokenizer)
    return tokenizer


def template_file(model: Model) -> Path:
    path = TEMPLATES / model.chat_template
    if not path.is_file():
        known = ", ".join(sorted(p.name for p in TEMPLATES.glob("*.jinja")))
        raise ConfigError(f"model.chat_template: no {model.chat_template}; there are {known}")
    return path


def encode(tokenizer: Any, row: Row) -> Encoded:
    """Raises DataError for a row or template that would teach something else than what is served."""
    prompt = render(tokenizer, row["prompt"], ask=True)
    whole = render(tokenizer, [*row["prompt"], *row["completion"]], ask=False)
    name = row.get("id", "a row")
    if whole[: len(prompt)] != prompt:
        raise DataError(f"{name}: the chat template writes a prompt differently once it is answered")
    bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
    if bos is not None and bos in whole and (whole[0] != bos or whole[1] == bos):
        raise DataError(f"{name}: does not begin with exactly one BOS")
    answer = whole[len(prompt) :]
    if eos not in answer:
        raise DataError(f"{name}: the chat template does not end an answer with {tokenizer.eos_token}")
    end = answer.index(eos) + 1  # what a template writes after it, such as a line feed, is never generated
    if end == 1:
        raise DataError(f"{name}: the answer is empty")
    return Encoded(prompt + answer[:end], len(prompt))


def render(tokenizer: Any, messages: Sequence[Row], ask: bool) -> list[int]:
    """As a server does it: template first, then tokens, none added."""
    text = tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=ask)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    return list(ids)


def check_labels(tokenizer: Any) -> None:
    """The token that is trained for a letter must be the one that a constraint on that letter allows.

    A server compares the text of single tokens: with a space in front ("▁A", "ĠA") it is another token, and the one
    that was trained is masked out.
    """
    question = {"role": "user", "content": "Letter:"}
    for letter in LETTERS:
        row = {"id": letter, "prompt": [question], "completion": [{"role": "assistant", "content": letter}]}
        encoded = encode(tokenizer, row)
        answer = tokenizer.convert_ids_to_tokens(encoded.ids[encoded.answer_from : -1])
        if answer != [letter]:
            raise ConfigError(
                f"the label {letter} is trained as {answer}, and a server that is asked for {letter} allows only"
                f" [{letter!r}]: choose a model.chat_template, or a tokenizer, that writes no space before the answer"
            )
