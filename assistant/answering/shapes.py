"""What shape of answer a question asks for: an amount, a reason, steps, or several things at once."""

from __future__ import annotations

import re

# Questions that ask for several things at once; a table or list then answers as a whole.
_SEVERAL = re.compile(
    r"\b(difference|compare[ds]?|comparison|versus|vs|or|list|which|options|reasons|causes|kinds|types|steps|all|"
    r"overview|between|(what|who) are)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\bhow (many|much|long|often|far|big|large|soon|fast|quick(ly)?|accurate|cold|hot|old|precise)\b|"
    r"\b(price|cost|costs|fee|rate|range|accuracy|number|percentage|share|deadline|numbers|figures)\b|"
    r"\b(most (often|common(ly)?|frequent(ly)?)|usual(ly)?|main|biggest|largest|highest|lowest)\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\bhow (do|can|should|would|to|does one)\b|\b(steps?|instructions?|procedure|set up)\b", re.IGNORECASE
)
_WHY = re.compile(r"\bwhy\b|\bhow come\b|\b(based on|reason for)\b", re.IGNORECASE)


def wants_amount(question: str) -> bool:
    """Whether it asks how much, how many, how long …"""
    return bool(_QUANTITY.search(question))


def wants_reason(question: str) -> bool:
    """Whether it asks why."""
    return bool(_WHY.search(question))


def wants_steps(question: str) -> bool:
    """Whether it asks how something is done."""
    return bool(_HOW.search(question))


def wants_several(question: str) -> bool:
    """Whether it asks for several things at once, so that a table or list answers as a whole."""
    return bool(_SEVERAL.search(question))
