"""What one clause tells of one field: its value and the words that say so, by the kind of the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.model import Field, FieldKind, Value
from assistant.selling.clauses import Clause
from assistant.selling.people import competitors, countries, industries, roles
from assistant.selling.phrases import pattern
from assistant.selling.values import (
    COUNTED,
    WHEN,
    Amount,
    degrees,
    durations,
    money,
    number,
    numbers,
    times_a_day,
)

# How many words may stand between a number and the thing that it counts: "40 small fridges".
_ADJECTIVES = 2
_ADJECTIVE = r"(?!(?:in|of|at|on|to|for|from|with|a|an|the|per|every)\b)[\w-]+"
_SUM = re.compile(r"\s*(?:,|\+|&|and|plus)(?:\s+and)?\s+(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)
_ONE = re.compile(r"\b(?:the|a|an|one)\s+$", re.IGNORECASE)


# How like telling a field a clause must be to need none of the words beside which its value is looked for.
_CLEARLY = 0.4


_BELOW_ZERO = re.compile(r"(?:minus |[-−–])\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a clause tells, None for words alone, and its place there; `none`: told that there is none."""

    value: Value
    start: int
    end: int
    none: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A field with its phrases made ready to be looked for."""

    field: Field
    near: re.Pattern[str]
    never: re.Pattern[str]
    phrases: re.Pattern[str]
    none: re.Pattern[str]
    asked: re.Pattern[str]
    nouns: re.Pattern[str]
    choices: tuple[tuple[Value, re.Pattern[str]], ...]

    def may_tell(self, clause: Clause) -> bool:
        """Whether no words of the clause speak against this field."""
        return not (self.field.never and self.never.search(clause.text))

    def told(self, clause: Clause, like: float = 0.0) -> Iterator[Told]:
        """What the clause tells of this field; `like` is how like telling it the clause is in its meaning."""
        text = clause.text
        if not self.may_tell(clause):
            return
        if self.field.none and self.none.search(text):
            yield Told(None, 0, len(text), none=True)
            return
        if self.field.near and like < _CLEARLY and not self.near.search(text) and not self._plain(text):
            return
        yield from BY_KIND[self.field.kind](self, text)

    def _plain(self, text: str) -> bool:
        """Whether a clause opens with what can be nothing else: "HACCP and IFS, sadly", "-150 in the dewars"."""
        if self.field.kind is FieldKind.ACRONYM:
            return bool(self.nouns.match(text))
        return self.field.kind is FieldKind.LOWEST_TEMPERATURE and bool(_BELOW_ZERO.match(text))


@lru_cache(maxsize=256)
def reader(field: Field) -> Reader:
    """The reader of a field; kept, for its patterns take longer to make than to use."""
    return Reader(
        field,
        pattern(field.near),
        pattern(field.never),
        pattern(field.phrases),
        pattern(field.none),
        pattern(field.asked),
        pattern(field.nouns),
        tuple((choice.value, pattern(choice.phrases)) for choice in field.choices),
    )


def _counts(this: Reader, text: str) -> Iterator[Told]:
    """ "40 fridges", "14 fridges, 6 freezers and the walk-in" (their sum), "our freezers are about 15"."""
    parts: list[Told] = []
    for noun in this.nouns.finditer(text):
        before = text[: noun.start()]
        found = re.search(
            rf"(?<![\w.,€$£-])(?<!minus )(?<!plus )({COUNTED})\s+"
            rf"(?:of\s+(?:our|the|my|those|these)\s+)?(?:{_ADJECTIVE}\s+){{0,{_ADJECTIVES}}}$",
            before,
            re.IGNORECASE,
        )
        one = _ONE.search(before)
        joined = parts and _SUM.fullmatch(text[parts[-1].end : found.start(1) if found else noun.start()] or " ")
        # "One freezer is too warm" tells of one of them, not how many there are.
        if found and found.group(1).lower() == "one" and not before[: found.start(1)].strip():
            continue
        if found and "than" not in before[found.start() :]:
            parts.append(Told(number(found.group(1)), found.start(1), noun.end()))
        elif one and joined:
            parts.append(Told(1, one.start(), noun.end()))
        else:
            after = re.match(
                rf"[^.;?!\d]{{0,20}}\b(?:are|is|number|total)\s+(?:about |around |roughly |some |"
                rf"maybe )?({COUNTED})\b(?!\s*[°%€]|\s+(?:years|percent|degrees|hours))",
                text[noun.end() :],
                re.IGNORECASE,
            )
            if after:
                parts.append(Told(number(after.group(1)), noun.start(), noun.end() + after.end(1)))
    if parts:
        total = sum(int(part.value or 0) for part in parts if isinstance(part.value, int | float))
        yield Told(total, parts[0].start, parts[-1].end)


def _amounts(amounts: Callable[[str], Iterator[Amount]]) -> Callable[[Reader, str], Iterator[Told]]:
    def first(_this: Reader, text: str) -> Iterator[Told]:
        for amount in amounts(text):
            yield Told(amount.value, 0, len(text))
            return

    return first


def _durations(this: Reader, text: str) -> Iterator[Told]:
    for amount in durations(text, this.field.unit):
        yield Told(amount.value, 0, len(text))
        return


def _numbers(this: Reader, text: str) -> Iterator[Told]:
    if found := this.phrases.search(text):
        for amount in numbers(found.group()):
            yield Told(amount.value, 0, len(text))
            return


def _degrees(this: Reader, text: str) -> Iterator[Told]:
    lowest = this.field.kind is FieldKind.LOWEST_TEMPERATURE
    found = list(degrees(text, bare=True))
    if not found or (not lowest and all(low.value == high.value < 0 for low, high in found)):
        return
    if lowest:
        low, _ = min(found, key=lambda pair: pair[0].value)
        if re.search(
            r"\b(?:above|over|up to|max(?:imum)?|highest|hottest|warmest|than)\s*$", text[: low.start], re.IGNORECASE
        ):
            return
        yield Told(low.value, 0, len(text))
        return
    pairs = [high for low, high in found if low.value != high.value]
    limits = [
        high
        for low, high in found
        if re.search(
            r"\b(?:above|over|up to|max(?:imum)?|highest|hottest|warmest|until)\s*(?:is\s*)?$",
            text[: low.start],
            re.IGNORECASE,
        )
    ]
    if pairs or limits:
        yield Told(max(one.value for one in pairs + limits), 0, len(text))


def _choices(this: Reader, text: str) -> Iterator[Told]:
    for value, phrases in this.choices:
        if phrases.search(text):
            yield Told(value, 0, len(text))
            return


def _texts(this: Reader, text: str) -> Iterator[Told]:
    if this.phrases.search(text):
        yield Told(None, 0, len(text))


def _when(_this: Reader, text: str) -> Iterator[Told]:
    if WHEN.search(text):
        yield Told(None, 0, len(text))


def acronyms(this: Reader, text: str) -> Iterator[Told]:
    """The rules by their short names that a text names."""
    for found in this.nouns.finditer(text):
        yield Told(found.group(), found.start(), found.end())


def _spans(find: Callable[[str], Iterator[tuple[Value, int, int]]]) -> Callable[[Reader, str], Iterator[Told]]:
    def all_of(_this: Reader, text: str) -> Iterator[Told]:
        for value, start, end in find(text):
            yield Told(value, start, end)

    return all_of


BY_KIND: dict[FieldKind, Callable[[Reader, str], Iterator[Told]]] = {
    FieldKind.COUNT: _counts,
    FieldKind.NUMBER: _numbers,
    FieldKind.LOWEST_TEMPERATURE: _degrees,
    FieldKind.HIGHEST_TEMPERATURE: _degrees,
    FieldKind.DURATION: _durations,
    FieldKind.TIMES_A_DAY: _amounts(times_a_day),
    FieldKind.MONEY: _amounts(lambda text: money(text, bare=True)),
    FieldKind.WHEN: _when,
    FieldKind.YES_NO: _choices,
    FieldKind.CHOICE: _choices,
    FieldKind.TEXT: _texts,
    FieldKind.ACRONYM: acronyms,
    FieldKind.COUNTRY: _spans(countries),
    FieldKind.ROLE: _spans(roles),
    FieldKind.INDUSTRY: _spans(industries),
    FieldKind.COMPETITOR: _spans(competitors),
}
