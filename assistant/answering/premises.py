"""What a question takes for granted, and whether the documents say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import Quantity, of_measure, quantities

_CLAIMS = re.compile(
    r"\b(right|correct|true|isn['’]?t it|aren['’]?t (?:they|you)|don['’]?t (?:you|they)|doesn['’]?t it|won['’]?t it|"
    r"is that so|yes|no)\s*[?!.]*\s*$"
    r"|\b(since|given that|considering|seeing that|because|now that|assuming)\b"
    r"|\b(i|we) (heard|read|thought|was told|were told|understand|understood|believe|remember|know|gather)\b"
    r"|\b(you|they|your \w+|somebody|someone|a colleague) "
    r"(said|say|promised?|guaranteed?|told|claim(?:ed)?|advertised?)\b"
    r"|\b(why|how come) (is|are|does|do)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?<![\w.,−-])(\d[\d,]*)\s+(?:\w+[- ])?([a-z]{3,})s?\b", re.IGNORECASE)


def without_claim(question: str) -> str:
    """A question that takes an amount for granted, asking for it instead: a wrong one must not lead the search."""
    if not _CLAIMS.search(question):
        return question
    asked = question
    for amount in quantities(question):
        unit = re.sub(r"^\W*[\d.,]+|^\W*\w+(?=[\s-]\w)", "", amount.text).strip(" -")
        asked = asked.replace(amount.text, "how much" if amount.measure == "money" else f"how many {unit}")
    return asked


def unsaid(question: str, shown: str) -> str:
    """The amount that a question takes for granted where what is shown states another one of its kind; else "".

    A temperature need not be taken for granted: one that lies outside every range that is shown is met as well.
    """
    stated = quantities(shown)
    claims = bool(_CLAIMS.search(question))
    for amount in quantities(question):
        alike = of_measure(stated, amount.measure)
        if claims and alike and not any(_covers(other, amount) for other in alike):
            return amount.text
        if amount.measure == "temperature" and _outside(amount, alike):
            return amount.text
    return _uncounted(question, shown) if claims else ""


def _covers(stated: Quantity, amount: Quantity) -> bool:
    return stated.holds(amount) or amount.holds(stated)


def _outside(amount: Quantity, stated: Sequence[Quantity]) -> bool:
    ranges = [other for other in stated if other.is_range]
    return bool(ranges) and not any(_covers(other, amount) for other in stated)


def _uncounted(question: str, shown: str) -> str:
    """A count of something ("25 sensors") of which what is shown gives other numbers only."""
    said: dict[str, set[str]] = {}
    for number, noun in _COUNT.findall(shown):
        said.setdefault(noun.casefold().removesuffix("s"), set()).add(number)
    for match in _COUNT.finditer(question):
        noun = match[2].casefold().removesuffix("s")
        if noun in said and match[1] not in said[noun]:
            return match.group()
    return ""
