"""How right the verdicts of fit are: on profiles of facts, and turn by turn in conversations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.model import Fact, FactStatus, Field, FitReading, FitRules, FitVerdict, Speaker, Turn
from assistant.selling.fields import read_fields, with_shipped
from assistant.selling.fit import judge
from assistant.selling.profile import stated
from assistant.selling.rules import read_rules

HERE = Path(__file__).parent
PLAYBOOK = HERE.parents[1] / "knowledge" / "playbook"
# Conditions that domain.md does not number, so that no row names them.
UNNUMBERED = {"C9", "C10"}


def playbook() -> tuple[tuple[Field, ...], FitRules]:
    """The fields and rules that ship."""
    fields = with_shipped(read_fields("fields.yaml", (PLAYBOOK / "fields.yaml").read_text(encoding="utf-8")))
    return fields, read_rules("fit.yaml", (PLAYBOOK / "fit.yaml").read_text(encoding="utf-8"), fields)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def profile(facts: dict[str, Any], tentative: Sequence[str] = ()) -> list[Fact]:
    """Facts with these values, as if a customer had said them."""
    return [
        Fact(
            name,
            str(value),
            Turn(Speaker.CUSTOMER, str(value)),
            0,
            FactStatus.TENTATIVE if name in tentative else FactStatus.STATED,
            value,
        )
        for name, value in facts.items()
    ]


def right(row: dict[str, Any], reading: FitReading) -> bool:
    """Whether a profile is judged as its row says, with all its limits, conditions and what is missing."""
    said = (reading.verdict.value, reading.probably, [one.rule for one in reading.limits])
    if said != (row["verdict"], row["probably"], row["limits"]):
        return False
    if reading.limits:
        return True
    conditions = [one.rule for one in reading.conditions if one.rule not in UNNUMBERED]
    return (conditions, sorted(reading.missing)) == (row["conditions"], sorted(row["missing"]))


def verdicts(row: dict[str, Any], fields: Sequence[Field], rules: FitRules) -> list[FitReading]:
    """The reading after each turn of the customer."""
    turns = [Turn(Speaker(turn["speaker"]), turn["text"]) for turn in row["turns"]]
    places = [place for place, turn in enumerate(turns) if turn.speaker is Speaker.CUSTOMER]
    return [judge(stated(turns[: place + 1], fields), rules) for place in places]


@dataclass(frozen=True)
class Outcome:
    """What became of a conversation: whether its limit was told in its turn, and where "not a fit" was said wrongly."""

    row: dict[str, Any]
    readings: Sequence[FitReading]

    @property
    def due(self) -> bool:
        return bool(self.row["limit"])

    @property
    def told(self) -> bool:
        at = self.row["verdict_after"].index("not_fit")
        return self.row["limit"] in [reason.rule for reason in self.readings[at].limits]

    @property
    def false(self) -> bool:
        pairs = zip(self.readings, self.row["verdict_after"], strict=True)
        return any(one.verdict is FitVerdict.NOT_FIT and gold != "not_fit" for one, gold in pairs)


def outcomes() -> list[Outcome]:
    """What becomes of all our conversations."""
    fields, rules = playbook()
    return [Outcome(row, verdicts(row, fields, rules)) for row in rows("own_fit_conversations.jsonl")]


def profiles_wrong() -> list[str]:
    """The profiles that are not judged as their rows say."""
    _, rules = playbook()
    every = rows("own_fit_profiles.jsonl")
    return [row["id"] for row in every if not right(row, judge(profile(row["facts"], row["tentative"]), rules))]


def main(arguments: Sequence[str]) -> int:
    print(f"profiles {len(rows('own_fit_profiles.jsonl'))}, wrong: {profiles_wrong()}")
    for name, odd in (("odd", 1), ("even", 0)):
        some = [one for one in outcomes() if int(one.row["id"][1:]) % 2 == odd]
        due = [one for one in some if one.due]
        told = sum(one.told for one in due)
        false = sum(one.false for one in some)
        print(f"conversations {name} {len(some)}: told in their turn {told} of {len(due)}, {false} false")
        for one in some if odd and "--misses" in arguments else ():
            if one.false or (one.due and not one.told):
                print(one.row["id"], one.row["limit"], [turn["text"] for turn in one.row["turns"]])
    return 0
