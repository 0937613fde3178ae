"""Which sentences, steps and rows answer a question: ranked, joined to what they lean on, put in order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.pressure import presses
from assistant.answering.shapes import wants_amount, wants_reason, wants_several, wants_steps
from assistant.model import Excerpt, ExcerptKind, Hit, Quantity, quantities

_WORD = re.compile(r"\w+")
# A sentence that opens like this says little without the one before it.
_LEANS = re.compile(
    r"(it|its|they|their|them|this|that|these|those|he|she|both|either|such|then|here|there|"
    r"and|but|so|or|nor|also|otherwise|instead|however|therefore|only then|the same|in (this|that) case|"
    r"the (first|second|third|last|latter|former))\b",
    re.IGNORECASE,
)
# The length of a sentence (words) from which on another that says the same in fewer is better.
LONG = 35
# How much of the words of an excerpt must stand in another for it to say nothing new.
_SAME = 0.65
_LITTLE = frozenset(
    "a an the of to in on at for and or with by is are be it its that this as from per each not".split()
)
_COUNTS = {
    word: str(number) for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
# Of how many passages the standing of a document is made, and what each counts besides its lead.
_STANDING = 8
_EACH = 0.05

_REASON = re.compile(
    r"\b(because|since|so that|due to|therefore|that is why|otherwise|reasons?|the cause|takes (more|less)|"
    r"in order to|as (it|they|we|this)|would (also )?\w+)\b|^[^,:]{3,40}:\s",
    re.IGNORECASE,
)
# A sentence that points to the answer instead of giving it.
_POINTER = re.compile(
    r"^(see|read|for (more|details|the details))\b|"
    r"^(this|the|these) (page|guide|case|document|section|data sheet|list|chapter|figures|table|next|following)\b|"
    r"\b(is|are) (described|set out|explained|listed|shown|stated) (in|on) |"
    r"\b(is|are|stands?|found) (in|on) (the|our|its) (\w+ )?(data sheets?|price list|guide|faq|checklist|worksheet|"
    r"overview|terms|release notes|list|page)\b|\bhas the (full )?(table|list|details|sum)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes an excerpt answer a question; fitted to one half of our evaluation rows, rounded by hand.

    `passage` weighs the score of its passage and `words_found` the BM25 score in it, which the passage's own score
    counts little where meaning is sure. `document` is what the standing of its document adds (see `standing`),
    `number` what a number adds where the question asks for one and `digits` where it does not, `amount` what an amount
    or range adds that holds one of the question, `reason` what a reason adds where one is asked for, `telling` what
    each doubling of the words adds, `long` what an excerpt loses for each `LONG` words beyond as many, `pointer` what a
    sentence loses that only says where something stands, `superseded` what a document loses that a newer one has
    replaced (only the staff ever sees one). `margin` is how far below the best score an excerpt may lie, `words` the
    length of an answer in words, `pieces` and `table` how many excerpts, and how many rows of one table, it holds at
    most.
    """

    similarity: float = 1.0
    coverage: float = 0.6
    passage: float = 0.4
    words_found: float = 0.02
    document: float = 0.15
    number: float = 0.25
    digits: float = 0.08
    amount: float = 0.2
    reason: float = 0.3
    telling: float = 0.05
    long: float = 0.4
    pointer: float = 0.2
    superseded: float = 0.2
    margin: float = 0.6
    words: int = 120
    pieces: int = 6
    table: int = 8


@dataclass(frozen=True, slots=True)
class Ranked:
    """An excerpt with the score that says how well it answers."""

    excerpt: Excerpt
    score: float


def rank(question: str, excerpts: Iterable[Excerpt], hits: Iterable[Hit], weights: Weights) -> list[Ranked]:
    """The excerpts that could stand in an answer, best first."""
    found = list(hits)
    passages = {hit.passage.passage_id: weights.passage * hit.score + weights.words_found * hit.words for hit in found}
    documents = standing(found)
    wants_number = wants_amount(question)
    reasoned = wants_reason(question)
    amounts = quantities(question)

    def score(excerpt: Excerpt) -> float:
        size = word_count(excerpt)
        has_number = any(sign.isdigit() for sign in excerpt.text)
        return (
            weights.similarity * excerpt.similarity
            + weights.coverage * excerpt.coverage
            + passages[excerpt.passage.passage_id]
            + weights.document * documents.get(excerpt.passage.document_id, 0.0)
            + has_number * (weights.digits + weights.number * wants_number)
            + weights.amount * _fits(amounts, excerpt)
            + weights.reason * (reasoned and bool(_REASON.search(excerpt.text)))
            + weights.telling * math.log2(1 + size)
            - weights.long * max(0, size - LONG) / LONG
            - weights.pointer * bool(_POINTER.search(excerpt.text))
            - weights.superseded * bool(excerpt.passage.document.superseded_by)
        )

    ranked = [Ranked(excerpt, score(excerpt)) for excerpt in excerpts if _says_something(excerpt)]
    return sorted(ranked, key=lambda item: -item.score)


def _fits(amounts: Sequence[Quantity], excerpt: Excerpt) -> bool:
    """Whether an excerpt is about one of these amounts: "−18…−25 °C" is about −25 °C."""
    return bool(amounts) and any(stated.holds(amount) for stated in quantities(excerpt.text) for amount in amounts)


def standing(hits: Sequence[Hit]) -> dict[str, float]:
    """How much of what was found lies in each document, 1 for the one with most of it: many good passages, not one."""
    best = hits[:_STANDING]
    if not best:
        return {}
    lowest = min(hit.score for hit in best)
    mass: dict[str, float] = {}
    for hit in best:
        name = hit.passage.document_id
        mass[name] = mass.get(name, 0.0) + hit.score - lowest + _EACH
    most = max(mass.values())
    return {name: value / most for name, value in mass.items()}


def choose(
    question: str, ranked: Sequence[Ranked], excerpts: Sequence[Excerpt], hits: Sequence[Hit], weights: Weights
) -> list[Excerpt]:
    """The few excerpts of an answer, each with its neighbours, within the length of an answer.

    The document with most of what was found comes first, and each in its own order.
    """
    chosen: list[Excerpt] = []
    groups: list[list[Excerpt]] = []
    words = 0
    # With several things to answer, no table may take the room of the others.
    single = len({item.excerpt.part for item in ranked}) == 1
    for item in _parts_in_turn(ranked):
        if item.score < ranked[0].score - weights.margin or len(chosen) >= weights.pieces:
            continue
        if repeats(item.excerpt, chosen):
            continue
        group = [
            excerpt
            for excerpt in with_context(question, item.excerpt, excerpts, weights, whole=single)
            if not repeats(excerpt, chosen)
        ]
        if words + length(group) > weights.words:
            # What belongs together but is too long to be quoted whole is quoted where it answers best.
            group = [item.excerpt]
        more = length(group)
        if not group or (chosen and words + more > weights.words):
            continue
        chosen += group
        groups.append(group)
        words += more
    return in_order(groups, standing(hits))


def _parts_in_turn(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best excerpt for each part of the question, then the second best for each, and so on."""
    seen: Counter[int] = Counter()
    turns = []
    for item in ranked:
        turns.append(seen[item.excerpt.part])
        seen[item.excerpt.part] += 1
    return [item for _, item in sorted(zip(turns, ranked, strict=True), key=lambda pair: pair[0])]


def in_order(groups: Sequence[Sequence[Excerpt]], documents: Mapping[str, float]) -> list[Excerpt]:
    """The document of highest standing first; in it the sentence that answers best, then all in reading order.

    `groups` are the chosen excerpts, best first, each with what it leans on. Steps and tables keep their order.
    """
    chosen = [excerpt for group in groups for excerpt in group]
    order = list(dict.fromkeys(excerpt.passage.document_id for excerpt in chosen))
    order.sort(key=lambda name: -documents.get(name, 0.0))
    lead = next((group for group in groups if group[0].passage.document_id == order[0]), ())
    if any(excerpt.kind in (ExcerptKind.STEP, ExcerptKind.ROW) for excerpt in lead):
        lead = ()
    passages = list(dict.fromkeys(excerpt.passage.passage_id for excerpt in chosen))
    rest = sorted(
        (excerpt for excerpt in chosen if excerpt not in lead),
        key=lambda excerpt: (
            order.index(excerpt.passage.document_id),
            passages.index(excerpt.passage.passage_id),
            excerpt.start,
        ),
    )
    return [*lead, *rest]


def alike(one: Excerpt, other: Excerpt) -> bool:
    """Whether the first excerpt says nothing that the other does not say in nearly the same words."""
    mine, theirs = _content(one), _content(other)
    if not _numbers(mine) <= _numbers(theirs):
        return False
    return len(mine & theirs) > _SAME * len(mine)


def repeats(excerpt: Excerpt, others: Iterable[Excerpt]) -> bool:
    """Whether an excerpt is one of the others, or says nothing that one of them does not say."""
    return any(excerpt == other or alike(excerpt, other) for other in others)


def _content(excerpt: Excerpt) -> set[str]:
    """The words of an excerpt that tell something, without their plural."""
    words = (word.casefold() for word in _WORD.findall(excerpt.telling))
    return {_COUNTS.get(word, word.removesuffix("s")) for word in words if word not in _LITTLE}


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if word[:1].isdigit()}


def length(excerpts: Iterable[Excerpt]) -> int:
    """The length of excerpts in words."""
    return sum(map(word_count, excerpts))


def word_count(excerpt: Excerpt) -> int:
    """The length of an excerpt in words; of a row, that of its cells, whose header is shown once for all rows."""
    return len(_WORD.findall(excerpt.telling))


def _says_something(excerpt: Excerpt) -> bool:
    if excerpt.kind is ExcerptKind.CAPTION or excerpt.text.endswith("?") or excerpt.text.count(" · ") > 1:
        return False
    if presses(excerpt.text):
        return False
    return word_count(excerpt) > 3 or any(sign.isdigit() for sign in excerpt.text)


def with_context(
    question: str, best: Excerpt, excerpts: Sequence[Excerpt], weights: Weights, *, whole: bool
) -> list[Excerpt]:
    """An excerpt with what it cannot do without: the steps around a step, a small table, the sentence it leans on."""
    passage = [excerpt for excerpt in excerpts if excerpt.passage == best.passage]
    at = passage.index(best)
    if best.kind is ExcerptKind.STEP and wants_steps(question):
        return _run(passage, at, weights.table)
    if best.kind is ExcerptKind.ROW and whole and wants_several(question):
        rows = _run(passage, at, weights.table)
        return rows if length(rows) <= weights.words else [best]
    start = at
    while (
        start and passage[start].kind is ExcerptKind.SENTENCE and _LEANS.match(passage[start].text) and at - start < 2
    ):
        start -= 1
    group = passage[start : at + 1]
    if best.text.endswith(":"):
        group += _run(passage, at + 1, weights.table) if at + 1 < len(passage) else []
    return [excerpt for excerpt in group if excerpt.kind is not ExcerptKind.CAPTION]


def _run(passage: Sequence[Excerpt], at: int, most: int) -> list[Excerpt]:
    """The steps of one list or the rows of one table around a place; that one alone where they are too many."""

    def belongs(other: Excerpt) -> bool:
        header = tuple(name for name, _ in passage[at].cells)
        return other.kind is passage[at].kind and tuple(name for name, _ in other.cells) == header

    start = end = at
    while start and belongs(passage[start - 1]):
        start -= 1
    while end + 1 < len(passage) and belongs(passage[end + 1]):
        end += 1
    run = list(passage[start : end + 1])
    return run if len(run) <= most else [passage[at]]
