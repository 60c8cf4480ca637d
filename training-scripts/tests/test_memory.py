"""The estimate, on the shapes of the real models, which need no weights."""

import pytest
from transformers import LlamaConfig, MistralConfig

from ecom_llm_training.config import Lora, Train
from ecom_llm_training.errors import MachineError
from ecom_llm_training.memory import GIB, estimate, lora_parameters, require

MISTRAL_7B = MistralConfig(vocab_size=32_768, tie_word_embeddings=False)  # its defaults are the 7B's
LLAMA_3_8B = LlamaConfig(
    vocab_size=128_256,
    intermediate_size=14_336,
    num_key_value_heads=8,
    tie_word_embeddings=False,
)
RECIPE = Train(batch=1, accumulation=32, max_length=2048)


def test_mistral_7b_takes_seven_to_eight_gb() -> None:
    needed = estimate(MISTRAL_7B, RECIPE)

    assert 3.5 <= needed.base / GIB <= 4.2
    assert 7 <= needed.total / 1e9 <= 8


def test_counts_lora_as_peft_does() -> None:
    # by hand: 32 layers of r x (in + out), for q, k, v, o, gate, up, down
    by_hand = 32 * 32 * (2 * (4096 + 4096) + 2 * (4096 + 1024) + 3 * (4096 + 14_336))

    assert lora_parameters(MISTRAL_7B, RECIPE) == by_hand == 83_886_080
    with pytest.raises(MachineError, match="query is not in q_proj"):
        lora_parameters(MISTRAL_7B, Train(lora=Lora(targets=("query",))))


def test_what_costs_more_costs_more() -> None:
    least = estimate(MISTRAL_7B, RECIPE).total

    for other in (
        Train(batch=4, max_length=2048),
        Train(batch=1, gradient_checkpointing=False),
        Train(batch=1, base="int8"),
        Train(batch=1, optimizer="adamw_torch"),
        Train(batch=1, lora=Lora(r=64)),
    ):
        assert estimate(MISTRAL_7B, other).total > least
    assert estimate(LLAMA_3_8B, RECIPE).total > least
    assert estimate(MISTRAL_7B, RECIPE, devices=4).total < least


def test_the_error_says_what_to_change() -> None:
    train = Train(batch=8, accumulation=4, gradient_checkpointing=False, base="full")

    with pytest.raises(MachineError) as error:
        require(estimate(MISTRAL_7B, train), 8 * GIB, train, "a card")

    told = str(error.value)
    assert "a card has 8.0 GiB free" in told
    assert "train.accumulation: 32" in told
    assert "gradient_checkpointing: true" in told
    assert "train.base: nf4" in told
    require(estimate(MISTRAL_7B, RECIPE), 8 * GIB, RECIPE, "a card")
