"""Merged and adapter are one model, and padding does not change what is generated."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from ecom_llm_training import manifest, merge, train
from ecom_llm_training.config import Config
from ecom_llm_training.errors import DataError, GateError
from ecom_llm_training.models import load_plain, with_adapter
from ecom_llm_training.tokens import load_tokenizer, render

Make = Callable[..., Config]


def trained(base: Path, make_config: Make, *more: str) -> Config:
    """Far enough from the base that a lost adapter would be seen."""
    config = make_config(base, "train.learning_rate=5e-2", "train.warmup_share=0", "train.max_grad_norm=10", *more)
    train.main(config)
    return config


def test_merged_weights_answer_as_base_and_adapter_do(any_base: Path, make_config: Make) -> None:
    config = trained(any_base, make_config)
    merge.main(config)

    tokenizer = load_tokenizer(config.model)
    ids = merge.probe_tokens(config, tokenizer)[0]
    base = load_plain(config.model, torch.float32, True)
    plain = merge.probabilities(base, ids)
    tuned = merge.probabilities(with_adapter(base, config.folder("adapter")), ids)
    merged = merge.probabilities(load_plain_folder(config), ids)

    learnt, lost = (tuned - plain).abs().max(), (tuned - merged).abs().max()
    assert lost < 0.1 * learnt  # what bfloat16 rounds away
    assert manifest.load(config, "merge")["figures"]["largest difference"] < 0.05
    saved = next(config.folder("merged").glob("*.safetensors"))
    from safetensors.torch import load_file

    assert {weight.dtype for weight in load_file(saved).values()} == {torch.bfloat16}


def load_plain_folder(config: Config) -> torch.nn.Module:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(str(config.folder("merged")), dtype=torch.float32).eval()


def test_a_merge_that_changes_the_model_is_refused(base: Path, make_config: Make) -> None:
    config = trained(base, make_config, "merge.tolerance=0.0", "train.max_steps=2")

    with pytest.raises(GateError, match="differs from the adapter"):
        merge.main(config)
    assert not config.folder("merged").exists()


def test_without_an_adapter_there_is_nothing_to_merge(base: Path, make_config: Make) -> None:
    with pytest.raises(DataError, match="run train first"):
        merge.main(make_config(base))


def test_a_batch_padded_on_the_left_generates_what_single_rows_do(any_base: Path, make_config: Make) -> None:
    config = trained(any_base, make_config, "train.max_steps=2")
    tokenizer = load_tokenizer(config.model)
    tuned = with_adapter(load_plain(config.model, torch.float32, True), config.folder("adapter"))
    texts = ["Acme Laptop", "Acme steel kettle, 1.7 l, with a lid and a long cord", "Toy"]
    prompts = [render(tokenizer, [{"role": "user", "content": text}], ask=True) for text in texts]

    def generate(rows: list[list[int]]) -> list[list[int]]:
        tokenizer.padding_side = "left"
        batch = tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        out = tuned.generate(**batch, do_sample=False, max_new_tokens=12, eos_token_id=-1)
        return out[:, batch["input_ids"].shape[1] :].tolist()

    together = generate(prompts)

    assert len({len(prompt) for prompt in prompts}) == 3
    assert together == [generate([prompt])[0] for prompt in prompts]
