"""Whether something is said of a part only of what its speaker has: one plant of four, two freezers of sixty."""

from __future__ import annotations

import re

from assistant.selling.clauses import EXCEPT
from assistant.selling.values import COUNTED, numbers

_FEW = (
    rf"(?:{COUNTED}|a few|few|a couple|a handful|some|several|parts?|half|a third|a quarter|a fraction|many|most|"
    r"the (?:majority|minority|rest))"
)
# "One of our freezers", but neither "all three of our freezers" nor "one of our conditions".
_PARTITIVE = re.compile(
    rf"(?<!all )(?<!all the )(?<!both )\b{_FEW} of (?:our|the|them|these|those|my|ours|which|it)\b"
    r"(?! (?:\w+ )?(?:concerns?|problems?|requirements?|conditions?|rules?|priorit(?:y|ies)|questions?|issues?|"
    r"reasons?|worr(?:y|ies)|goals?|wishes|things?)\b)",
    re.IGNORECASE,
)
_EXCEPTED = re.compile(rf"(?:{EXCEPT})\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:all|everything|everywhere|every|both|each|nothing|none|no one|always|only|just|whole|entire|any)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:also|as well|too(?! (?:\w+ )?(?:much|many|little|late|long|cold|warm|hot|high|low|expensive|big|small))|"
    r"plus|in addition|additionally|another|a second|an extra)\b",
    re.IGNORECASE,
)
# A wish that is added is no part of what somebody has.
_WISH = re.compile(
    r"\b(?:want|wants|wish|would like|'d like|must|need to|needs to|have to|has to|should|may|might|allow\w*|forbid\w*|"
    r"require\w*|able to)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:(?:the rest|the others?|everything else|all the others?|the remaining \w+|the other \w+)"
    r"(?: of (?:it|them))?,? (?:is|are|may|can|stays?|stands?|sits?|runs?|remains?)|a side (?:issue|matter|show))\b",
    re.IGNORECASE,
)
# Who speaks of themselves as a whole: what they say takes the place of what they said before.
_AS_A_WHOLE = re.compile(
    r"(?:we|i|it|they|that|this|those|these|no|not|yes|sorry|actually|in fact|make|"
    r"our (?:country|company|business|firm|headquarters?|hq))\b",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    rf"(?:just |only |about )?(?P<count>{COUNTED})(?: of them)? "
    r"(?:is|are|stands?|sits?|runs?|goes|go|has|have|hangs?|works?|drives?|travels?|moves?)\b",
    re.IGNORECASE,
)


def counted_apart(words: str, place: int) -> bool:
    """Whether what is counted at a place of a clause is a part: "three" in "three of our 80 tanks"."""
    return any(found.start() <= place < found.end() for found in _PARTITIVE.finditer(words))


def of_a_part(words: str, sentence: str) -> bool:
    """Whether the words of a clause are said of a part only; its sentence may tell of the rest."""
    if _PARTITIVE.search(words):
        return True
    if _WHOLE.search(words):
        return False
    if _EXCEPTED.match(words):
        return True
    if _BESIDE.search(words) and not _WISH.search(words):
        return True
    return not _REST.search(words) and bool(_REST.search(sentence))


def so_many(words: str) -> int | None:
    """How many of what was spoken of before a clause is about: "two sit in an explosive zone"."""
    found = _SO_MANY.match(words)
    counted = next(numbers(found["count"]), None) if found else None
    return int(counted.value) if counted else None


def differs(words: str) -> bool:
    """Whether words of another value are about something else than what was spoken of before."""
    return not _AS_A_WHOLE.match(words) and not _WHOLE.search(words)
