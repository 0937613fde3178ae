"""Sentences of different documents that state different amounts of one and the same thing.

Only what is beyond doubt counts: the same words right before a single amount of the same measure, in sentences that
say much the same of nothing else. On the demo library that finds the one planted contradiction and nothing besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.library.words import CODE, STOPWORDS, stem, tokens
from assistant.model import Excerpt, ExcerptKind, Quantity, of_measure, quantities

# What stands right before an amount says what it is an amount of: so many words of it are looked at.
_BEFORE = 4
# How much of the shorter sentence must stand in the other: what says much more is about something else.
_OVERLAP = 0.4
# Words before an amount that so many sentences share ("takes about") tell nothing apart.
COMMON = 40
_CAPITAL = re.compile(r"(?<=[\w,;(] )[A-Z][a-z]\w+")
_COUNTS = frozenset("one two three four five six seven eight nine ten eleven twelve first second third".split())


@dataclass(frozen=True, slots=True)
class _Statement:
    excerpt: Excerpt
    amount: Quantity
    of_what: frozenset[str]
    counts: frozenset[str]
    words: frozenset[str]

    @property
    def what(self) -> list[str]:
        """What it is an amount of: any two of the words right before it, with its measure."""
        return [f"{self.amount.measure} {one} {other}" for one, other in combinations(sorted(self.of_what), 2)]


def stated(excerpt: Excerpt) -> list[str]:
    """What a sentence states a single amount of, as words that another sentence can share."""
    return [what for statement in _statements(excerpt) for what in statement.what]


def disagreements(alike: Mapping[str, Sequence[Excerpt]]) -> list[tuple[Excerpt, Excerpt]]:
    """The pairs of sentences that contradict each other, the one that holds first: approved and newer.

    `alike` are the excerpts that state an amount of one thing, by that thing as `stated` names it.
    """
    pairs: dict[tuple[Excerpt, Excerpt], None] = {}
    for what, excerpts in alike.items():
        statements = [one for excerpt in excerpts for one in _statements(excerpt) if what in one.what]
        for one, other in combinations(statements, 2):
            if _contradict(one, other):
                pairs[_ordered(one.excerpt, other.excerpt)] = None
    return list(pairs)


def told(pairs: Iterable[tuple[Excerpt, Excerpt]]) -> tuple[str, ...]:
    """Pairs as a report names them: where each statement stands and what it says, the one that holds first."""
    return tuple(" – ".join(f"{one.passage.path}: “{one.text}”" for one in pair) for pair in pairs)


def _statements(excerpt: Excerpt) -> Iterator[_Statement]:
    if excerpt.kind not in (ExcerptKind.SENTENCE, ExcerptKind.ITEM) or excerpt.passage.document.superseded_by:
        return
    amounts = quantities(excerpt.text)
    for measure in sorted({amount.measure for amount in amounts}):
        alike = of_measure(amounts, measure)
        if len(alike) == 1:
            yield _statement(excerpt, alike[0])


def _statement(excerpt: Excerpt, amount: Quantity) -> _Statement:
    start = excerpt.text.index(amount.text)
    before = tokens(excerpt.text[:start])[-_BEFORE:]
    around = tokens(f"{excerpt.text[:start]} {excerpt.text[start + len(amount.text) :]}")
    counts = frozenset(word for word in around if word.isdigit() or word in _COUNTS)
    of_what = frozenset(stem(word) for word in before if word not in STOPWORDS and word not in counts)
    words = frozenset(stem(word) for word in tokens(excerpt.text) if word not in STOPWORDS)
    return _Statement(excerpt, amount, of_what, counts, words)


def _contradict(one: _Statement, other: _Statement) -> bool:
    if one.excerpt.passage.document_id == other.excerpt.passage.document_id:
        return False
    if one.amount.holds(other.amount) or other.amount.holds(one.amount) or one.counts != other.counts:
        return False
    overlap = len(one.words & other.words) >= _OVERLAP * min(len(one.words), len(other.words))
    return overlap and _same_names(one.excerpt.text, other.excerpt.text)


def _same_names(one: str, other: str) -> bool:
    """Whether nothing tells that two sentences speak of different products or plans."""
    mine, theirs = set(_CAPITAL.findall(one)), set(_CAPITAL.findall(other))
    return set(CODE.findall(one)) == set(CODE.findall(other)) and (mine <= theirs or theirs <= mine)


def _ordered(one: Excerpt, other: Excerpt) -> tuple[Excerpt, Excerpt]:
    first, second = sorted((one, other), key=lambda excerpt: str(excerpt.passage.document.approved_on or ""))
    return second, first
