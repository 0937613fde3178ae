"""From rows to what they stand for, and back; whatever comes back is checked as if it were new."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row

from assistant.errors import RecordsError
from assistant.model import (
    Alike,
    Answer,
    AskedQuestion,
    Decision,
    Fact,
    FactEdit,
    Judged,
    Message,
    NextQuestion,
    Note,
    Overrule,
    PurchaseStage,
    QuestionOutcome,
    Speaker,
)
from assistant.privacy import masked


@lru_cache(maxsize=4)
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def as_json(value: Answer | NextQuestion | None) -> str | None:
    """An answer or question as a column holds it."""
    kind: type = type(value)
    return None if value is None else _adapter(kind).dump_json(value).decode()


def reply_values(said: Answer | Note, question: NextQuestion | None) -> dict[str, Any]:
    """The columns of what the assistant says."""
    kept = _masked(said) if isinstance(said, Answer) else None
    return {
        "speaker": Speaker.ASSISTANT.value,
        "text": kept.text if kept else masked(said.text),
        "answer": as_json(kept),
        "question": as_json(question),
    }


def _masked(answer: Answer) -> Answer:
    """An answer that repeats nothing personal of its question."""
    parts = tuple(replace(part, text=masked(part.text)) if isinstance(part, Note) else part for part in answer.parts)
    asked, meant = masked(answer.question), masked(answer.understood_as)
    return replace(answer, parts=parts, question=asked, understood_as=meant)


def message(row: Row[Any]) -> Message:
    """A message; raises `RecordsError` where a citation no longer quotes its own passage."""
    return Message(
        row.place,
        Speaker(row.speaker),
        row.text,
        row.at,
        row.matter,
        Alike(PurchaseStage(row.alike), row.alike_weight) if row.alike else Alike(),
        _loaded(Answer, row.answer),
        row.reply_to,
        _loaded(NextQuestion, row.question),
    )


def _loaded(kind: type, text: str | None) -> Any:
    if text is None:
        return None
    try:
        return _adapter(kind).validate_json(text)
    except ValidationError as error:
        raise RecordsError("This conversation is damaged. Start a new one, or put back a backup.") from error


def edit(row: Row[Any]) -> FactEdit:
    """What somebody did to a fact."""
    return FactEdit(row.field, row.quote, row.turn, row.words, row.place)


def asked(row: Row[Any]) -> AskedQuestion:
    """A question that was asked, with what became of it."""
    return AskedQuestion(row.question, row.field, QuestionOutcome(row.outcome), row.place)


def overrule(row: Row[Any]) -> Overrule:
    """A rep's own judgement."""
    return Overrule(Judged(row.judged), row.ruled, row.outcome, row.reason, row.at)


def decision(row: Row[Any]) -> Decision:
    """Something that was decided."""
    return Decision(row.about, row.outcome, tuple(json.loads(row.rules)), tuple(json.loads(row.why)), row.place)


def decision_values(decision: Decision) -> dict[str, Any]:
    """The columns of a decision."""
    return {
        "about": decision.about,
        "outcome": decision.outcome,
        "rules": json.dumps(decision.rules),
        "why": json.dumps([masked(words) for words in decision.why], ensure_ascii=False),
        "place": decision.place,
    }


def fact_values(fact: Fact) -> dict[str, Any]:
    """The columns of a fact; the value is JSON."""
    return {
        "field": fact.field,
        "quote": masked(fact.quote),
        "value": json.dumps(masked(fact.value) if isinstance(fact.value, str) else fact.value, ensure_ascii=False),
        "status": fact.status.value,
        "speaker": fact.said.speaker.value,
        "turn": fact.turn,
    }
