"""What somebody put right or took away of what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.errors import QuestionError
from assistant.model import Fact, FactEdit, FactStatus, Field, FieldKind, Speaker, Turn, Value
from assistant.selling.answers import Asked, answers_to
from assistant.selling.clauses import statements
from assistant.selling.phrases import straight
from assistant.selling.recognise import reader
from assistant.selling.replies import answer

# Kinds of which the words alone tell enough.
_IN_WORDS = (FieldKind.TEXT, FieldKind.WHEN, FieldKind.ROLE, FieldKind.INDUSTRY, FieldKind.COMPETITOR)

# The turn of a fact that was told by itself, without a conversation around it.
ALONE = -1


def put_right(facts: list[Fact], edit: FactEdit, known: Mapping[str, Field]) -> None:
    """Take a fact away, or put in its place what was said of it instead."""
    quote = straight(edit.quote)
    those = [fact for fact in facts if (fact.field, fact.quote, fact.turn) == (edit.field, quote, edit.turn)]
    if edit.turn == ALONE:
        those = [fact for fact in facts if fact.field == edit.field and fact.current]
    elif not those:
        return
    if not edit.words:
        facts[:] = [fact for fact in facts if fact not in those]
        return
    field = known.get(edit.field)
    said = Turn(Speaker.CUSTOMER, straight(edit.words))
    facts[:] = [superseded(fact) if fact in those else fact for fact in facts]
    value = corrected(field, edit.words) if field else None
    facts.append(Fact(edit.field, said.text, said, edit.place, FactStatus.CONFIRMED, value))


def superseded(fact: Fact) -> Fact:
    """A fact in whose place another one has come."""
    return replace(fact, status=FactStatus.SUPERSEDED)


def corrected(field: Field, words: str) -> Value:
    """The value of what is said of a field in so many words; raises `QuestionError` where they tell none."""
    said = straight(words)
    answers = answers_to(Turn(Speaker.CUSTOMER, said), [Asked(field, f"{field.label}?")])
    told = [
        *answer(reader(field), said),
        *(one for clause in statements(said) for one in reader(field).told(clause)),
        *(one.told for one in answers),
    ]
    if told:
        return told[0].value
    if field.kind in _IN_WORDS:
        return None
    if field.kind in (FieldKind.YES_NO, FieldKind.CHOICE):
        ways = " or ".join(f"“{choice.phrases[0]}”" for choice in field.choices if choice.phrases)
        raise QuestionError(f"“{words}” does not say which. For “{field.label}” you could write {ways}.")
    raise QuestionError(f"“{words}” does not tell “{field.label}”. Write it with its number or name.")
