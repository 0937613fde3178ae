"""An answer cut into the blocks that a screen draws: sentences, lists, tables, each with its source numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.model import Answer, Citation, Clearance, ExcerptKind, Note, Passage, Quote


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer quotes, under its number, with everything that is quoted from it."""

    number: int
    passage: Passage
    citations: tuple[Citation, ...]

    @property
    def audience(self) -> Clearance:
        return self.passage.audience


@dataclass(frozen=True, slots=True)
class Table:
    """Consecutive rows of one table: header cells, rows, and the source numbers of each row."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[int, ...], ...]
    audience: Clearance


@dataclass(frozen=True, slots=True)
class Words:
    """A quoted item, step, or sentences that follow on each other in their document, with source numbers."""

    text: str
    numbers: tuple[int, ...]
    item: bool
    audience: Clearance


def sources(answer: Answer) -> tuple[Source, ...]:
    """The quoted passages in the order of the answer, numbered from 1."""
    by_passage: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_passage.setdefault(citation.passage.passage_id, []).append(citation)
    return tuple(
        Source(number, citations[0].passage, tuple(citations))
        for number, citations in enumerate(by_passage.values(), start=1)
    )


def blocks(answer: Answer) -> tuple[Note | Words | Table, ...]:
    """The parts of an answer in their order; rows of one table are joined, and sentences that follow on."""
    numbers = {source.passage.passage_id: source.number for source in sources(answer)}
    drawn: list[Note | Words | Table] = []
    run: list[Quote] = []
    for part in answer.parts:
        if isinstance(part, Quote) and run and _goes_on(run[-1], part):
            run.append(part)
            continue
        drawn += _drawn(run, numbers)
        run = [part] if isinstance(part, Quote) else []
        drawn += [part] if isinstance(part, Note) else []
    return (*drawn, *_drawn(run, numbers))


def _goes_on(before: Quote, after: Quote) -> bool:
    """Whether two quotes are read as one: rows under the same header cells, or neighbouring sentences."""
    if before.kind is after.kind is ExcerptKind.ROW:
        return bool(after.cells) and _headers(before) == _headers(after)
    if not before.kind is after.kind is ExcerptKind.SENTENCE:
        return False
    first, second = before.citations[-1], after.citations[0]
    gap = first.passage.text[first.start + len(first.quote) : second.start]
    alone = len(before.citations) == len(after.citations) == 1
    return alone and first.passage == second.passage and first.start < second.start and _is_blank(gap)


def _is_blank(gap: str) -> bool:
    return not gap.strip() and "\n" not in gap


def _drawn(run: Sequence[Quote], numbers: Mapping[str, int]) -> list[Words | Table]:
    if not run:
        return []
    if run[0].kind is ExcerptKind.ROW and run[0].cells:
        rows = tuple(tuple(value for _, value in row.cells) for row in run)
        return [Table(_headers(run[0]), rows, tuple(_numbers(row, numbers) for row in run), _audience(run))]
    text = " ".join(quote.text for quote in run)
    return [Words(text, _numbers(run[0], numbers), run[0].kind is ExcerptKind.ITEM, _audience(run))]


def _headers(row: Quote) -> tuple[str, ...]:
    return tuple(header for header, _ in row.cells)


def _numbers(quote: Quote, numbers: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[citation.passage.passage_id] for citation in quote.citations))


def _audience(quotes: Iterable[Quote]) -> Clearance:
    """The narrowest audience among the documents quoted."""
    found = {citation.passage.audience for quote in quotes for citation in quote.citations}
    return max(found, key=list(Clearance).index)
