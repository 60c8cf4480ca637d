"""The model card: MODEL_CARD.md, made of manifests, so that no figure is copied by hand.

python -m ecom_llm_training card --config training-scripts/configs/small.yaml
"""

from pathlib import Path
from typing import Any

from . import manifest
from .compare import NOT_RUN, cell, figures
from .config import Config
from .evaluate import figure, name


def main(config: Config) -> None:
    prepared = manifest.load(config, "prepare")
    trained = manifest.load(config, "train")
    path = config.folder("MODEL_CARD.md")
    path.write_text(card(config, prepared, trained, evaluations(config)), "utf-8")


def evaluations(config: Config) -> dict[str, dict[str, Any]]:
    return {served: figures(config, f"evaluate-{served}") for served in ("base", "adapter")}


def card(
    config: Config, prepared: dict[str, Any], trained: dict[str, Any], evaluated: dict[str, dict[str, Any]]
) -> str:
    train, figures_of = config.train, trained["figures"]
    rows = {key.split(" ", 1)[1]: n for key, n in prepared["counts"].items() if key.startswith("training ")}
    dropped = {key: n for key, n in {**prepared["counts"], **trained["counts"]}.items() if n and "dropped" in key}
    sources = sorted({f"{source.kind} ({source.licence})" for source in config.prepare.sources})
    lines = [
        f"# ecom-llm {config.folder().name}",
        "",
        f"A LoRA adapter for {Path(config.model.name).name}, tuned for the three tasks of ecom-llm: [CLASSIFY],"
        " [EXTRACT] and [QA]. Serve it with the chat template that was trained, on prompts made by the library.",
        "",
        "| | |",
        "|---|---|",
        f"| base | {Path(config.model.name).name}, {figures_of['base revision']} |",
        f"| method | LoRA r {train.lora.r}, alpha {train.lora.alpha}, on a base held as {train.base} |",
        f"| data | {', '.join(f'{n} {task}' for task, n in rows.items())} rows; sources: {', '.join(sources)} |",
        f"| left out | {', '.join(f'{n} {what}' for what, n in dropped.items()) or 'nothing'} |",
        f"| steps | {figures_of['steps']} of {train.batch * train.accumulation} rows |",
        f"| loss | training {cell(figures_of['training loss'])}, validation {cell(figures_of['validation loss'])} |",
        f"| code | {trained['code']['revision']}{', changed' if trained['code']['dirty'] else ''} |",
        f"| machine | {', '.join(trained['machine']['gpus']) or str(trained['machine']['cpus']) + ' CPUs'} |",
        "",
        "## Figures",
        "",
        "With 95% intervals, by `ecomllm evaluate`, at temperature 0. " + NOT_RUN.capitalize() + " means just that.",
        "",
        "| | base | tuned |",
        "|---|---|---|",
    ]
    for gold in config.evaluate.gold:
        cells = [cell(evaluated[served].get(name(gold), {}).get(figure(gold))) for served in ("base", "adapter")]
        lines.append(f"| {name(gold)}, {figure(gold)}, {Path(gold.path).name} | {' | '.join(cells)} |")
    forgotten = evaluated["adapter"].get("general")
    lines.append(f"| general instructions, nats a token, after - before | | {cell(forgotten)} |")
    return "\n".join(lines) + "\n"
