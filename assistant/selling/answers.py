"""What a short answer tells of the field that the turn before asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.model import Field, FieldKind, Turn, Value
from assistant.selling.phrases import straight
from assistant.selling.recognise import Told, reader

_QUESTION = re.compile(r"[^.!?]*\?")
_PARTS = re.compile(
    r",?\s+and\s+(?=(?:is|are|does|do|may|can|must|has|have|where|how|who|what|which|when)\b)", re.IGNORECASE
)
_YES_OR_NO = re.compile(r"\b(?:yes|yeah|yep|no|nope|never|none|nobody)\b", re.IGNORECASE)
# "Any problem with the cloud?" – "No": a yes or no then says the contrary of what it seems to say, or nothing at all.
_ANY_TROUBLE = re.compile(
    r"\b(?:any|an?|is there|are there|would there be) (?:\w+ )?(?:issues?|problems?|objections?|concerns?|trouble|"
    r"reasons?)\b|\bmind\b|\bobject to\b|\bagainst\b",
    re.IGNORECASE,
)
_NO_TROUBLE = re.compile(
    r"no\s+(?:issues?|problems?|objections?|concerns?|trouble|worries|limit|restrictions?)\b", re.IGNORECASE
)
_DECLINES = re.compile(
    r"(?:(?:sorry|well|hmm+|oh|honestly|to be honest),? )*(?:"
    r"(?:i|we) (?:don't|do not|really don't|can't|cannot|couldn't) (?:know|tell|say)\b|"
    r"no idea\b|not sure\b|skip\b|pass\b|"
    r"(?:i'd|i would|we'd|we would) rather not\b|(?:i|we) prefer not\b|rather not\b|none of your business\b|"
    r"that's private\b|why do you (?:ask|want|need)\b|does(?:n't| not) matter\b|no comment\b)",
    re.IGNORECASE,
)
_LONGEST = 12
_FEW_WORDS = 6


def declines(text: str) -> bool:
    """Whether somebody leaves a question without an answer: they do not know, or would rather not say."""
    return bool(_DECLINES.match(straight(text).strip()))


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """A field that was asked for and what was told; `start` is where the answer stands in its turn."""

    field: str
    told: Told
    start: int


def answers_to(before: Turn, turn: Turn, fields: Sequence[Field], named: str | None = None) -> tuple[AnswerTo, ...]:
    """What a turn answers to the questions of the turn before it; `named` is the field asked for where it is known."""
    return tuple(_answers(before, turn, fields, named))


def _answers(before: Turn, turn: Turn, fields: Sequence[Field], named: str | None) -> Iterator[AnswerTo]:
    asked = [field for field in fields if field.name == named] if named else _asked(before.text, fields)
    if not asked or declines(turn.text) or (turn.text.rstrip().endswith("?") and "." not in turn.text):
        return
    opening = re.match(r"[^.!?;\n]*", turn.text)
    first = opening.group() if opening else ""
    lead = len(first) - len(first.lstrip())
    first = first.strip()
    if _NO_TROUBLE.match(first) or (_YES_OR_NO.match(first) and _ANY_TROUBLE.search(before.text)):
        return
    decided = [(field, _yes_means(field, before.text)) for field in asked]
    if all(means is not None for _, means in decided):
        said = [word for word in _YES_OR_NO.finditer(first) if len(asked) > 1 or word.start() == 0]
        if len(said) == len(asked):
            for (field, means), word in zip(decided, said, strict=True):
                assert means is not None
                value = means[0] if word.group().lower().startswith("y") else means[1]
                yield AnswerTo(field.name, Told(value, word.start(), word.end()), lead)
        elif named:
            yield from _named_value(asked[0], first, lead)
        # What else is told stands in the clauses of the turn.
        return
    for field in asked:
        # Words alone answer only what is known to have been asked.
        if field.kind is FieldKind.TEXT and (not named or len(first.split()) > _LONGEST):
            continue
        told = list(reader(field).answer(first))
        yield from (AnswerTo(field.name, one, lead) for one in told)
        if named and not told:
            yield from _named_value(field, first, lead)


def _named_value(field: Field, text: str, lead: int) -> Iterator[AnswerTo]:
    """The one of a field's values that a short answer names: "fixed", "all of it is mobile"."""
    words = text.lower().split()
    named = [choice.value for choice in field.choices if isinstance(choice.value, str) and choice.value in words]
    if len(named) == 1 and len(words) <= _FEW_WORDS and not _YES_OR_NO.search(text) and "not" not in words:
        yield AnswerTo(field.name, Told(named[0], 0, len(text)), lead)


def _yes_means(field: Field, question: str) -> tuple[Value, Value] | None:
    """What "yes" and "no" say of a field, None where they say nothing."""
    if field.kind is FieldKind.YES_NO:
        return True, False
    if field.kind is FieldKind.CHOICE and len(field.choices) == 2:
        for (value, phrases), (other, _) in zip(reader(field).choices, reversed(reader(field).choices), strict=True):
            if phrases.search(question):
                return value, other
    return None


def _asked(text: str, fields: Sequence[Field]) -> list[Field]:
    """The fields that the questions of a turn ask for, the first that fits each question, in their order."""
    found: list[Field] = []
    for question in _QUESTION.findall(text):
        for part in _PARTS.split(question):
            field = next((one for one in fields if one.asked and reader(one).asked.search(part)), None)
            if field is not None and field not in found:
                found.append(field)
    return found
