"""The questions that a business finds worth asking, as it writes them down; none of them may frighten anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import Clearance, DiscoveryQuestion, Field, PurchaseStage, QuestionType
from assistant.selling.fields import Name, require_field

# Words that ask by frightening; a consequence is asked for in plain words or not at all.
_FEAR = re.compile(
    r"\b(?:disast\w*|catastroph\w*|nightmare\w*|terribl\w*|horribl\w*|afford|too late|imagine|worst|scar(?:y|ed)|"
    r"afraid|fear\w*|regret\w*|worr(?:y|ied|ying)|ruin\w*|panic\w*|can you risk|before it happens)\b",
    re.IGNORECASE,
)


class _QuestionCard(Card):
    id: Annotated[str, Checked(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
    type: QuestionType
    field: Name
    text: Line
    reason: Line
    impact: Annotated[int, Checked(ge=1, le=3)]
    sensitivity: Annotated[int, Checked(ge=0, le=1)] = 0
    stages: tuple[PurchaseStage, ...] = ()
    # As with documents: a question is for the staff until somebody says otherwise.
    audience: Clearance = Clearance.INTERNAL


class _QuestionsFile(Card):
    questions: tuple[_QuestionCard, ...] = ()


def read_questions(path: str, text: str, fields: Iterable[Field]) -> tuple[DiscoveryQuestion, ...]:
    """The questions of a file, about these fields alone; raises `ContentError` with file, question and field."""
    known = {field.name for field in fields}
    found: dict[str, DiscoveryQuestion] = {}
    for card in checked(_QuestionsFile, load_yaml(path, text), path).questions:
        where = f"question '{card.id}'"
        if card.id in found:
            raise ContentError(path, f"{where} is there twice. Give one of them another id.")
        require_field(path, where, card.field, known)
        if PurchaseStage.UNKNOWN in card.stages:
            raise ContentError(path, f"{where}: leave 'stages' out for a question that is always in place.")
        if frightening := _FEAR.search(f"{card.text} {card.reason}"):
            raise ContentError(path, f"{where} frightens (“{frightening.group()}”). Ask for the same in plain words.")
        found[card.id] = DiscoveryQuestion(
            card.id,
            card.type,
            card.field,
            card.text,
            card.reason,
            card.impact,
            card.sensitivity,
            card.stages,
            card.audience,
        )
    return tuple(found.values())
