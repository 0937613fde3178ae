"""What a rep said of the customer, and what the customer affirmed at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.model import Fact, FactStatus, Speaker, Turn
from assistant.selling.clauses import statements
from assistant.selling.telling import Teller

_AFFIRMS = re.compile(
    r"\b(?:yes|yeah|yep|yup|correct|exactly|right|that's right|true|indeed|absolutely|precisely|they would|"
    r"it would|it does|we do|you (?:do|are|have|did)(?=[\s,.!]*$)|aye|"
    r"it is|you got it|spot on|bang on|that's it|quite so|jawohl)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"^\s*(?:no|nope|not (?:quite|really|exactly)|wrong|why|hmm|what)\b", re.IGNORECASE)
_PARTLY = re.compile(r"\b(?:but|though|except|only|not the|have to ask)\b", re.IGNORECASE)
_FEW_WORDS = 6
_OURS = (("your", "our "), ("you're", "we're "), ("you've", "we've "), ("you'd", "we'd "), ("you", "we "))


def affirmed(before: Turn | None, place: int, turn: Turn, teller: Teller) -> Iterator[Fact]:
    """What a rep said of the customer (`before`, at `place`) and the customer affirmed at once, in the rep's words."""
    if before is None or before.speaker is not Speaker.REP:
        return
    opening = _opening(turn.text)
    if turn.text.rstrip().endswith("?") or _DENIES.match(turn.text) or not _AFFIRMS.search(opening):
        return
    theirs = _as_theirs(before.text)
    parts = None if not _PARTLY.search(turn.text) and _AFFIRMS.match(opening.strip()) else _stems(opening)
    bare = opening.strip().lower() in ("yes", "yeah", "yep", "correct", "right", "exactly")
    for clause in statements(theirs):
        for field, told in teller.told(clause):
            start, end = clause.start + told.start, clause.start + told.end
            quote = before.text[start:end]
            if parts is not None and not bare and not parts & _stems(before.text[clause.start : clause.end]):
                continue
            yield Fact(field.name, quote, before, place, FactStatus.CONFIRMED, told.value)


def agrees(text: str) -> bool:
    """Whether somebody says yes to what was just put to them, and nothing against it."""
    denied = text.rstrip().endswith("?") or _DENIES.match(text) or _PARTLY.search(text)
    return not denied and bool(_AFFIRMS.match(_opening(text).strip()))


def _opening(text: str) -> str:
    """What a reply begins with; a short one whole."""
    first = re.split(r"[.!?;]", text, maxsplit=1)[0]
    return first if len(first.split()) <= _FEW_WORDS and not _PARTLY.search(first) else _first_words(text)


def _first_words(text: str) -> str:
    return re.split(r"[.!?;,]| but | though", text, maxsplit=1)[0]


def _as_theirs(text: str) -> str:
    """A rep's words as the customer would say them, letter for letter as long: "you have" is "we have"."""
    for yours, ours in _OURS:
        text = re.sub(rf"\b{yours}\b", ours.ljust(len(yours)), text, flags=re.IGNORECASE)
    # What is put as a question or as a guess is stated once it is affirmed.
    text = re.sub(r"\?", ".", text)
    text = re.sub(
        r"\bi (?:assume|guess|suppose|take it|understand)\b|\bas i understand it\b|"
        r"\b(?:do|did) i (?:have|get) (?:it|that|this) right(?: that)?|"
        r"\b(?:if i may|to|let me) (?:sum|recap)(?: it)?(?: up)?|"
        r"\bif i (?:understand|understood|got|heard)(?: you| it| that)?(?: correctly| right| rightly)?",
        lambda found: " " * len(found.group()),
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"\b(?:is that right|did i get that right|correct|right|wouldn't they|isn't it|aren't you)\b",
        lambda found: " " * len(found.group()),
        text,
        flags=re.IGNORECASE,
    )


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z0-9]{4,}", text.lower()) if word not in ("correct", "right", "yes")}
