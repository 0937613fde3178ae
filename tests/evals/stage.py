"""How well the stage is read: precision, recall and macro-F1 on our own rows, for both halves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.model import Alike, PurchaseStage, Speaker, StageReading, Turn
from assistant.selling.cues import shipped_cues, shipped_examples
from assistant.selling.likeness import StageLikeness
from assistant.selling.stage import read_stage
from assistant.settings import Settings
from assistant.wiring import open_embedder

ROWS = Path(__file__).with_name("own_stage.jsonl")


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


@lru_cache(maxsize=1)
def likeness() -> dict[str, Alike]:
    """What every turn of the rows is like."""
    texts = sorted({text for row in rows() for text in row["turns"]})
    like = StageLikeness(shipped_examples(), open_embedder(Settings()).embed)
    return dict(zip(texts, like.of_each(texts), strict=True))


def read(row: dict[str, Any]) -> StageReading:
    """What is read from the turns of a row."""
    alike = {place: likeness()[text] for place, text in enumerate(row["turns"])}
    return read_stage([Turn(Speaker.CUSTOMER, text) for text in row["turns"]], shipped_cues(), alike=alike)


def figures(some: Sequence[dict[str, Any]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by stage."""
    pairs = [(row["stage"], read(row).stage.value) for row in some]
    found = {}
    for stage in PurchaseStage:
        right = sum(gold == said == stage for gold, said in pairs)
        precision = right / max(1, sum(said == stage for _, said in pairs))
        recall = right / max(1, sum(gold == stage for gold, _ in pairs))
        found[stage.value] = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
    return found


def macro(some: Sequence[dict[str, Any]]) -> float:
    """The mean of the F1 of all stages."""
    return sum(one[2] for one in figures(some).values()) / len(PurchaseStage)


def main(arguments: Sequence[str]) -> int:
    every = rows()
    odd = [row for row in every if int(row["id"][1:]) % 2]
    for name, some in {"all": every, "odd": odd, "even": [row for row in every if row not in odd]}.items():
        by_stage = " ".join(f"{stage} {f1:.2f}" for stage, (_, _, f1) in figures(some).items())
        print(f"{name:5} rows {len(some):3}  macro-F1 {macro(some):.3f}  {by_stage}")
    if "--misses" in arguments:
        for row in odd:
            reading = read(row)
            if reading.stage != row["stage"]:
                print(row["id"], row["stage"], "->", reading.stage.value, row["turns"], dict(reading.scores))
    return 0
