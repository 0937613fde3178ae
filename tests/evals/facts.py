"""How well stated facts are found: precision and recall on our own rows, for both halves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.model import Fact, Field, Playbook, Speaker, Turn
from assistant.selling.meaning import Meaning
from assistant.selling.playbook import read_playbook
from assistant.selling.profile import stated
from assistant.settings import Settings
from assistant.wiring import open_embedder

# Fields that only fit asks for: whoever labelled the rows did not have them, and put such words under a general field.
UNLABELLED = frozenset(
    "ethernet metal_panel_metres part11 bms hours_without_connection alarm_needed_meanwhile live_in_working_days aim "
    "sites_out_of_scope".split()
)
ROWS = Path(__file__).with_name("own_facts.jsonl")
# Written later, by somebody who had seen neither the rules nor the rows above, and before the rules it now measures.
FRESH = Path(__file__).with_name("more_facts.jsonl")
# Later still, under the same conditions: terse written turns, and replies in dialogues.
SHORT = Path(__file__).with_name("short_facts.jsonl")
DIALOGUE = Path(__file__).with_name("dialogue_facts.jsonl")
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


def rows(path: Path = ROWS) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found_in(row: dict[str, Any]) -> tuple[Fact, ...]:
    """What is stated in a row, by the playbook that ships."""
    return stated([Turn(Speaker(turn["speaker"]), turn["text"]) for turn in row["turns"]], fields(), meaning=meaning())


@lru_cache(maxsize=1)
def meaning() -> Meaning:
    """By the examples that ship."""
    return Meaning(playbook().told, playbook().asked, open_embedder(Settings()).embed)


@lru_cache(maxsize=1)
def playbook() -> Playbook:
    """The playbook that ships."""
    return read_playbook(KNOWLEDGE)


def fields() -> tuple[Field, ...]:
    """The fields that ship."""
    return playbook().fields


def matches(fact: Fact, gold: dict[str, Any]) -> bool:
    """Field, status and value alike, and quotes that share at least half of the shorter one."""
    if fact.field != gold["field"] or fact.status.value != gold["status"]:
        return False
    told = gold["value"]
    # Whoever labelled may have put the words of a field in words in the place of its value.
    in_words = fact.value is None and told == gold["quote"]
    if told is not None and not in_words and str(fact.value).casefold() != str(told).casefold():
        return False
    at, other = fact.said.text.find(fact.quote), fact.said.text.find(gold["quote"])
    if other < 0:
        return False
    shared = min(at + len(fact.quote), other + len(gold["quote"])) - max(at, other)
    return 2 * shared >= min(len(fact.quote), len(gold["quote"]))


def score(some: Sequence[dict[str, Any]]) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Found and right, found, and to be found, by field; and what was missed or wrong."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    wrong = []
    for row in some:
        left = list(row["facts"])
        wanted.update(gold["field"] for gold in left)
        for fact in found_in(row):
            if fact.field in UNLABELLED:
                continue
            found[fact.field] += 1
            gold = next((gold for gold in left if matches(fact, gold)), None)
            if gold is None:
                wrong.append(f"{row['id']} + {fact.field} {fact.value} {fact.status} “{fact.quote}”")
            else:
                left.remove(gold)
                right[fact.field] += 1
        wrong += [f"{row['id']} - {gold['field']} {gold['value']} {gold['status']} “{gold['quote']}”" for gold in left]
    return right, found, wanted, wrong


def figures(some: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Precision and recall."""
    right, found, wanted, _ = score(some)
    return right.total() / max(1, found.total()), right.total() / max(1, wanted.total())


def main(arguments: Sequence[str]) -> int:
    halves: dict[str, list[dict[str, Any]]] = {}
    for name, every in {"own": rows(), "fresh": rows(FRESH), "short": rows(SHORT), "dialogue": rows(DIALOGUE)}.items():
        odd = [row for row in every if int(row["id"][1:]) % 2]
        halves |= {f"{name} odd": odd, f"{name} even": [row for row in every if row not in odd]}
    for name, some in halves.items():
        _, found, _, _ = score(some)
        precision, recall = figures(some)
        print(f"{name:10} rows {len(some):3}  found {found.total():3}  precision {precision:.3f}  recall {recall:.3f}")
    if "--misses" in arguments:
        print("\n".join(score([row for name, some in halves.items() if name.endswith("odd") for row in some])[3]))
    return 0
