"""Sentences that push instead of telling: urgency, scarcity, crowds, shaming and superlatives without a measure.

Sources: the UK CMA's letter of 29 March 2023 on timers and "only 5 left", UCPD Annex I, CAP code rules 3.2 and 3.7.
"""

from __future__ import annotations

import re

_PATTERNS = (
    # urgency
    r"\b(hurry|act (now|fast|today)|order now|buy now|don['’]t (wait|miss|delay)|now or never|last chance)\b",
    r"\b(limited[- ]time|for a (short|limited) time|flash sale|today only|only today)\b",
    r"\bwhile (stocks?|supplies) lasts?\b",
    r"\b(offer|sale|deal|discount|promotion)s? (ends?|expires?|closes?)\b|\bends in \d",
    r"\b(reserved|held) for \d+(:\d\d)?( more)? ?(minutes?|min)?\b|\b\d+:\d\d(:\d\d)? (left|remaining|minutes)\b",
    # scarcity
    r"\bonly (a )?(few|\d+)( \w+){0,2} (left|remaining|available)\b|\bonly \d+ in stock\b|\bonly a few left\b",
    r"\b\d+ (\w+ )?left( in stock)?[!.]?$|\b(almost|nearly) (gone|sold out)\b|\b(selling|going) fast\b",
    r"\blimited (quantit(y|ies)|stock|edition|availability|offer)\b|\bin high demand\b",
    # crowds
    r"\b\d+ (other )?(people|customers|visitors|shoppers) (are |have |recently )*(view|look|watch|bought|purchas)",
    r"\bjust (bought|purchased|ordered)\b|\bpeople (are )?(recently )?(viewing|purchased|bought)\b",
    r"\bbest[- ]?sell(er|ing)\b",
    # shaming
    r"\bno,? thanks,? I\b|\bno,? I (don['’]t|do not|prefer|hate)\b",
    r"\byou(['’]ll| will| would) regret\b|\bdon['’]t be (the|left)\b",
    # superlatives without a measure, and certainties
    r"\b(world|market)[- ](class|leader|leading)\b|\b(number|no\.) ?(one|1) (in|choice|provider|supplier)\b",
    r"\b(revolutionary|game[- ]chang(er|ing)|cutting[- ]edge|best[- ]in[- ]class|unbeatable)\b",
    r"\bstate[- ]of[- ]the[- ]art\b",
    r"\b(unrivalled|unparalleled|unmatched|next[- ]level|breakthrough|miracle|amazing|incredible|awesome)\b",
    r"\bworld['’]s (best|leading|first|most)\b|\bthe most \w+ [^.;]{0,40}\bon the market\b",
    r"\bthe (very )?best (on the market|in the (world|industry|business)|money can buy)\b|\bno[- ]brainer\b",
    r"\b(risk[- ]free|pays for itself|100 ?% (safe|secure|satisfaction)|guaranteed (results|success|savings))\b",
)
_PRESSURE = re.compile("|".join(_PATTERNS), re.IGNORECASE)
# What is quoted or refused is spoken about, not said: “risk-free” is retired; we are not the market leader.
_QUOTED = re.compile(r"[“„«\"][^”“»\"]*[”»\"]")
_REFUSED = re.compile(
    r"\b(no|not|never|nor|without|neither|cannot|avoid|retired|must not|instead of)\b[^.;]{0,60}$", re.IGNORECASE
)


def presses(text: str) -> bool:
    """Whether a sentence hypes or pushes; one that quotes or refuses such words does not."""
    bare = _QUOTED.sub(" ", text)
    return any(not _REFUSED.search(bare[: match.start()]) for match in _PRESSURE.finditer(bare))
