"""At most one document worth reading now, with the reason, or none; what is missing is told to the content team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from assistant.model import Clearance, ContentItem, Document, Fact, Persona, PurchaseStage
from assistant.selling.phrases import pattern, straight

# What speaks for a document and against it, and what it takes to be offered at all.
_STAGE, _NEIGHBOUR, _PERSONA, _TRADE = 3, 1, 2, 2
_SEEN, _OVERDUE, _ONE_PRODUCT = 3, 2, 1
_ENOUGH = 4
_STAGES = [stage for stage in PurchaseStage if stage is not PurchaseStage.UNKNOWN]
# Letters of a line of business that a title must share: "pharmacies", "pharmacy".
_STEM = 6


def next_content(
    documents: Iterable[Document],
    stage: PurchaseStage,
    persona: Persona | None,
    facts: Iterable[Fact],
    seen: Collection[str],
    today: date,
) -> ContentItem | None:
    """The public document that helps most at this stage, None where none is near enough: nothing is offered to fill.

    `seen` are the ids of documents that the customer was shown. What is of one product comes after what is general.
    """
    trades = [_stem(fact.quote) for fact in facts if fact.current and fact.field == "industry"]
    scored = [
        (_score(document, stage, persona, trades, today) - (_SEEN if document.document_id in seen else 0), document)
        for document in documents
        if document.audience is Clearance.PUBLIC and not document.superseded_by
    ]
    fitting = [(score, document) for score, document in scored if score >= _ENOUGH]
    if not fitting or stage is PurchaseStage.UNKNOWN:
        return None
    # Of those that fit alike the one that is written for fewest stages is written for this one.
    _, best = min(fitting, key=lambda one: (-one[0], len(one[1].stages), one[1].document_id))
    return ContentItem(best.document_id, best.title, stage, persona.persona_id if persona else "")


def persona_of(facts: Iterable[Fact], personas: Sequence[Persona]) -> Persona | None:
    """The persona whose phrases stand in the role that somebody stated, None where they stated none of these."""
    roles = [straight(fact.quote) for fact in facts if fact.current and fact.field == "role"]
    return next((one for one in personas if any(pattern(one.phrases).search(role) for role in roles)), None)


def _score(
    document: Document, stage: PurchaseStage, persona: Persona | None, trades: Sequence[str], today: date
) -> int:
    score = _STAGE if stage in document.stages else _NEIGHBOUR if _is_near(document, stage) else 0
    score += _PERSONA if persona is not None and persona.persona_id in document.personas else 0
    score += _TRADE if any(trade and trade in document.title.casefold() for trade in trades) else 0
    score -= _OVERDUE if document.review_by is not None and document.review_by < today else 0
    return score - (_ONE_PRODUCT if len(document.product) == 1 else 0)


def _is_near(document: Document, stage: PurchaseStage) -> bool:
    """Whether a document is for the stage before this one: nobody is pushed ahead by what they read."""
    place = _STAGES.index(stage) if stage in _STAGES else 0
    return place > 0 and _STAGES[place - 1] in document.stages


def _stem(words: str) -> str:
    longest = max(words.casefold().split(), key=len, default="")
    return longest[:_STEM] if len(longest) >= _STEM else ""
