"""An answer as plain text, to be taken along: its words with their numbers, and below them the sources."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.model import Answer, Clearance, Note
from assistant.pages.blocks import Source, Table, Words, blocks, sources
from assistant.pages.texts import text


def as_text(answer: Answer) -> str:
    """The answer with its sources, line by line; what must stay in the house says so."""
    listed = [_source(source) for source in sources(answer)]
    return "\n".join((*_lines(answer), "", text("answer.sources"), *listed))


def _lines(answer: Answer) -> Iterator[str]:
    for block in blocks(answer):
        match block:
            case Note():
                yield block.text
            case Words():
                yield ("- " if block.item else "") + block.text + _marks(block.numbers)
            case Table():
                for row, numbers in zip(block.rows, block.numbers, strict=True):
                    cells = (
                        f"{header}: {cell}" if header else cell for header, cell in zip(block.headers, row, strict=True)
                    )
                    yield "; ".join(cells) + _marks(numbers)


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _source(source: Source) -> str:
    passage = source.passage
    facts = [passage.document.title, text("source.version").format(version=passage.document.version)]
    if passage.heading != passage.document.title:
        facts.append(passage.heading)
    if passage.page:
        facts.append(text("source.page").format(page=passage.page))
    if source.audience is not Clearance.PUBLIC:
        facts.append(text(f"badge.{source.audience}"))
    return f"[{source.number}] " + ", ".join(facts)
