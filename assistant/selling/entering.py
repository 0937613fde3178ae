"""What becomes of the facts before when another one is told, and which facts hold for a part only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.model import Fact, Field, FieldKind
from assistant.selling.clauses import sentence_at
from assistant.selling.corrections import superseded
from assistant.selling.partial import differs, of_a_part, so_many

# What may be so for a part of what somebody has.
_PARTED = (
    FieldKind.YES_NO,
    FieldKind.CHOICE,
    FieldKind.COUNTRY,
    FieldKind.LOWEST_TEMPERATURE,
    FieldKind.HIGHEST_TEMPERATURE,
    FieldKind.DURATION,
)
# Of these another value said of something else is said of another part.
_OF_PLACES = (FieldKind.CHOICE, FieldKind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact before it is known what becomes of the ones before it, with the clause that told it."""

    fact: Fact
    corrects: bool
    words: str = ""


def enter(facts: list[Fact], seen: Seen, known: Mapping[str, Field]) -> None:
    """Add a fact; of a field that holds one value only, or after a correction, the one before is superseded.

    What holds for a part leaves what holds for the whole as it is.
    """
    field = known.get(seen.fact.field)
    fact = replace(seen.fact, part=True) if field and _of_part(field, seen, facts, known) else seen.fact
    current = [at for at, one in enumerate(facts) if one.field == fact.field and one.current]
    if any(_says_no_more(fact, facts[at]) for at in current):
        return
    same = [at for at in current if not facts[at].part]
    if field is not None and field.kind is FieldKind.COUNTRY and not seen.corrects:
        # Two countries in one breath are two parts, whichever is named first.
        other = [at for at in same if facts[at].turn == fact.turn]
        facts[:] = [replace(one, part=True) if at in other else one for at, one in enumerate(facts)]
        fact = replace(fact, part=fact.part or bool(other))
    if field is not None and not field.many and _leaves(field, seen, [facts[at] for at in same]):
        return
    if fact.part:
        facts.append(fact)
        return
    replaces = field is None or not field.many or seen.corrects
    for at in current:
        outdated = facts[at].value == fact.value if facts[at].part and not seen.corrects else replaces
        if outdated and facts[at].turn != fact.turn:
            facts[at] = superseded(facts[at])
    if field is not None and not field.many and any(facts[at].turn == fact.turn for at in same):
        # Two values in one breath: the first holds, unless a correction follows.
        return
    facts.append(fact)


def _of_part(field: Field, seen: Seen, facts: Sequence[Fact], known: Mapping[str, Field]) -> bool:
    """Whether a fact holds for a part only of what the customer has."""
    if field.kind not in _PARTED or seen.corrects:
        return False
    words = seen.words or seen.fact.quote
    said = seen.fact.said.text
    if of_a_part(words, sentence_at(said, said.find(seen.fact.quote))):
        return True
    before = [one for one in facts if one.current and not one.part]
    if (count := so_many(words)) is not None:
        counts = [one.value for one in before if one.field in known and known[one.field].kind is FieldKind.COUNT]
        return any(isinstance(value, int | float) and value > count for value in counts)
    others = [one for one in before if one.field == field.name and one.turn != seen.fact.turn]
    return (
        field.kind in _OF_PLACES and any(one.value not in (None, seen.fact.value) for one in others) and differs(words)
    )


def _says_no_more(fact: Fact, other: Fact) -> bool:
    """Whether another fact of the field tells as much already."""
    same = other.value == fact.value and (fact.value is not None or other.quote == fact.quote)
    return same and (fact.part or not other.part)


def _leaves(field: Field, seen: Seen, before: Sequence[Fact]) -> bool:
    """Whether a value leaves the one before as it is: what is less cold is not the coldest."""
    fact = seen.fact
    if seen.corrects or not before or not isinstance(fact.value, int | float):
        return False
    value = before[-1].value
    if not isinstance(value, int | float):
        return False
    if field.kind is FieldKind.LOWEST_TEMPERATURE:
        return fact.value > value
    return field.kind is FieldKind.HIGHEST_TEMPERATURE and fact.value < value
