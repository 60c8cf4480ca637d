"""A tiny random Mistral or Llama with a tokenizer of its own: for the smoke run and the tests.

python -m ecom_llm_training.smoke build/smoke-base
"""

import sys
from pathlib import Path
from typing import Any, Literal

TEXTS = [
    "Choose the category of a product from a list. Categorize this product. Answer with one letter and nothing else.",
    "Extract the attributes of a product as a JSON object. Copy each value as the text states it, with its unit.",
    "Answer a shopper's question about a product, from the numbered passages alone. none of these",
    "Apparel & Accessories > Shoes; Electronics > Computers > Laptops; Home & Garden > Kitchen & Dining; Toys & Games",
]
LLAMA_TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m['role'] }}<|end_header_id|>\n\n{{ m['content'] }}"
    "<|eot_id|>{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)


def main(folder: Path, architecture: Literal["mistral", "llama"] = "mistral", seed: int = 1) -> None:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM

    tokenizer = make_tokenizer(architecture)
    sizes: dict[str, Any] = {
        "vocab_size": len(tokenizer),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    torch.manual_seed(seed)
    if architecture == "mistral":
        model = MistralForCausalLM(MistralConfig(**sizes, sliding_window=None))
    else:
        model = LlamaForCausalLM(LlamaConfig(**sizes))
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def make_tokenizer(architecture: Literal["mistral", "llama"]) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    if architecture == "mistral":
        bos, eos, others = "<s>", "</s>", ["<unk>", "<pad>", "[INST]", "[/INST]"]
    else:
        bos, eos, others = "<|begin_of_text|>", "<|eot_id|>", ["<|start_header_id|>", "<|end_header_id|>", "<pad>"]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=[bos, eos, *others],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=bos,
        eos_token=eos,
        pad_token="<pad>",
        additional_special_tokens=others,
        chat_template=LLAMA_TEMPLATE if architecture == "llama" else None,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
