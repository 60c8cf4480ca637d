"""A LoRA adapter with random weights: it answers nonsense, but not the base model's, and so shows that it was used.

python random_adapter.py BASE OUT
"""

import json
import sys
from pathlib import Path


def main(base: Path, out: Path) -> None:
    import torch
    from safetensors.torch import save_file

    rank, alpha, scale = 8, 16, 0.2
    config = json.loads((base / "config.json").read_text("utf-8"))
    size, head = config["hidden_size"], config["head_dim"]
    projections = {
        "q_proj": config["num_attention_heads"] * head,
        "v_proj": config["num_key_value_heads"] * head,
    }
    random = torch.Generator().manual_seed(7)
    weights = {}
    for layer in range(config["num_hidden_layers"]):
        for projection, rows in projections.items():
            name = f"base_model.model.model.layers.{layer}.self_attn.{projection}"
            weights[f"{name}.lora_A.weight"] = torch.randn(rank, size, generator=random) * size**-0.5
            weights[f"{name}.lora_B.weight"] = torch.randn(rows, rank, generator=random) * scale * rank**-0.5
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: weight.to(torch.bfloat16) for name, weight in weights.items()}, out / "adapter_model.safetensors")
    adapter = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": str(base),
        "r": rank,
        "lora_alpha": alpha,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": list(projections),
    }
    (out / "adapter_config.json").write_text(json.dumps(adapter, indent=2), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
