"""What of a message is looked up: of a long one its questions, and never an amount that it takes for granted."""

from __future__ import annotations

import re

from assistant.answering.premises import without_claim

# From so many words on a message tells a story around its question, and the story leads the search astray.
_LONG = 60
_SHORT = 12
_HOW_MUCH = re.compile(r"\bhow much\b(?! (?:more|less|time|longer|memory|space|data|power|\w+er)\b)", re.IGNORECASE)
_MONEY = re.compile(r"\b(cost|price|fee|charge|pay)", re.IGNORECASE)
_ENDS = re.compile(r"(?<=[.?!;])\s+")


def sought(message: str) -> str:
    """A message as it is looked up; itself unless it is long, takes an amount for granted or asks "how much"."""
    return _with_price(without_claim(_questions(message) if len(message.split()) > _LONG else message))


def _with_price(question: str) -> str:
    """ "How much is it?" asks for a price, a word that stands in every price list and not in the question."""
    bare = len(question.split()) <= _SHORT and _HOW_MUCH.search(question) and not _MONEY.search(question)
    return f"{question} price" if bare else question


def _questions(message: str) -> str:
    """The sentences of a message that ask, each with the one before it; all of it when none has a question mark."""
    sentences = _ENDS.split(message)
    asked = {at for at, sentence in enumerate(sentences) if sentence.endswith("?")}
    kept = [sentence for at, sentence in enumerate(sentences) if at in asked or at + 1 in asked]
    return " ".join(kept) or message
