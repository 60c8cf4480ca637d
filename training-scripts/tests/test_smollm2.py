"""The conversion of a GGUF, on a tiny random model; the real one is checked whenever it is built."""

from pathlib import Path
from typing import Any

import gguf
import pytest
import torch

from ecom_llm_training import smollm2

HEADS, KV_HEADS, HEAD = 4, 2, 8
VOCABULARY = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


@pytest.fixture
def llama() -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(vocabulary()),
        hidden_size=HEADS * HEAD,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=HEADS,
        num_key_value_heads=KV_HEADS,
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "default", "rope_theta": 100000.0},
    )
    return LlamaForCausalLM(config).to(torch.bfloat16).float()  # values that bfloat16 can hold


def vocabulary() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return [*VOCABULARY, *sorted(ByteLevel.alphabet()), "22"]


def write(llama: Any, path: Path, pre: str = "smollm") -> None:
    """As llama.cpp's converter does it, whose rows of q and k stand in another order."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(128)
    writer.add_embedding_length(HEADS * HEAD)
    writer.add_block_count(2)
    writer.add_feed_forward_length(64)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_dimension_count(HEAD)
    writer.add_rope_freq_base(100000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(vocabulary())
    writer.add_token_types([3] * len(VOCABULARY) + [1] * 257)
    writer.add_token_merges(["2 2"])  # never used: digits are split before
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template("{{ messages }}")
    names = {theirs: ours for ours, theirs in smollm2.NAMES.items()}
    for name, weight in llama.state_dict().items():
        if name == "lm_head.weight":
            continue
        stem = name.removesuffix(".weight")
        values = weight
        if stem.startswith("model.layers."):
            _, _, layer, kind = stem.split(".", 3)
            ours = f"blk.{layer}.{names[kind]}.weight"
            if kind.endswith(("q_proj", "k_proj")):
                heads = HEADS if kind.endswith("q_proj") else KV_HEADS
                values = values.reshape(heads, 2, -1, values.shape[1]).swapaxes(1, 2).reshape(values.shape)
        else:
            ours = f"{names[stem]}.weight"
        writer.add_tensor(ours, values.contiguous().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_the_mistral_answers_like_the_llama_it_was(llama: Any, tmp_path: Path, monkeypatch: Any) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    write(llama, tmp_path / "tiny.gguf")
    monkeypatch.setattr(smollm2, "LLAMA_CPP_IDS", ids := tmp_path / "ids.json")
    ids.write_text("[]", "utf-8")

    smollm2.main([str(tmp_path / "out"), "--gguf", str(tmp_path / "tiny.gguf")])

    model = AutoModelForCausalLM.from_pretrained(tmp_path / "out", dtype=torch.float32)
    assert model.config.model_type == "mistral"
    assert model.config.sliding_window is None
    tokens = torch.arange(3, 40).unsqueeze(0)
    with torch.no_grad():
        assert torch.allclose(model(tokens).logits, llama(tokens).logits, atol=1e-5)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "out")
    assert tokenizer.pad_token_id not in (None, tokenizer.eos_token_id)
    assert tokenizer.convert_ids_to_tokens(tokenizer("<|im_start|>1 22<|im_end|>")["input_ids"]) == [
        "<|im_start|>",
        "1",
        "Ġ",
        "2",
        "2",
        "<|im_end|>",
    ]


def test_another_tokenizer_is_refused(llama: Any, tmp_path: Path, monkeypatch: Any) -> None:
    write(llama, tmp_path / "tiny.gguf")
    monkeypatch.setattr(smollm2, "LLAMA_CPP_IDS", ids := tmp_path / "ids.json")
    ids.write_text('[["12", [1, 2]]]', "utf-8")

    with pytest.raises(SystemExit, match="is not llama"):
        smollm2.main([str(tmp_path / "out"), "--gguf", str(tmp_path / "tiny.gguf")])
    assert not (tmp_path / "out").exists()


def test_another_model_is_refused(llama: Any, tmp_path: Path) -> None:
    write(llama, tmp_path / "tiny.gguf", pre="llama-bpe")

    with pytest.raises(SystemExit, match="is no SmolLM2"):
        smollm2.main([str(tmp_path / "out"), "--gguf", str(tmp_path / "tiny.gguf")])


def test_what_is_complete_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tokenizer_config.json").write_text("{}", "utf-8")

    smollm2.main([str(tmp_path), "--gguf", "no such file"])
