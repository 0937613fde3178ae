"""From a document to passages along its headings, none longer than the model can see, with exact offsets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.library.text import Block, BlockKind, DocumentText, PlacedBlock
from assistant.model import Document, ExcerptKind

# MiniLM sees 256 tokens; the margin keeps special tokens and other tokenizers' habits inside.
TOKEN_LIMIT = 220
PREFIX_CHARACTERS = 200
# A change of what is embedded or of where passages end must show in the fingerprint of an edition.
SPLITTER = "headings-220-3"

CountTokens = Callable[[Sequence[str]], list[int]]

_CAPTION = re.compile(r"(Table|Figure|Fig\.|Chart)\s*\d+\b")

_KINDS = {BlockKind.ITEM: ExcerptKind.ITEM, BlockKind.STEP: ExcerptKind.STEP, BlockKind.ROW: ExcerptKind.ROW}


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item, step or row: where it stands in the document and what it is."""

    start: int
    end: int
    kind: ExcerptKind
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage to be: `text[start:end]` of the document, made of whole units."""

    heading_path: tuple[str, ...]
    start: int
    end: int
    page: str | None
    units: tuple[Unit, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Measured:
    unit: Unit
    tokens: int
    block: int
    page: str | None


def embedded_text(document: Document, heading_path: tuple[str, ...], text: str) -> str:
    """What the model is given for a passage: title and heading path in front of its text."""
    return _prefix(document, heading_path) + "\n" + text


def _prefix(document: Document, heading_path: tuple[str, ...]) -> str:
    whole = " › ".join((document.title, *heading_path))
    if len(whole) <= PREFIX_CHARACTERS:
        return whole
    # Of a path that would crowd out the text, the title and the nearest heading tell most.
    half = PREFIX_CHARACTERS // 2
    return " › ".join(part[:half] for part in (document.title, *heading_path[-1:]))


def passage_id(document: Document, embedded: str, occurrence: int) -> str:
    """An id that stays the same as long as the text stays the same, wherever in the document it moves."""
    digest = hashlib.sha256(embedded.encode()).hexdigest()[:12]
    return f"{document.document_id}:{digest}" + (f".{occurrence}" if occurrence else "")


def split(document: Document, text: DocumentText, count_tokens: CountTokens) -> list[Chunk]:
    """Split a document along its headings into chunks of at most `TOKEN_LIMIT` tokens, prefix included."""
    chunks: list[Chunk] = []
    for heading_path, blocks in _sections(document, text.blocks):
        (prefix,) = count_tokens([embedded_text(document, heading_path, "")])
        room = max(TOKEN_LIMIT - prefix, TOKEN_LIMIT // 2)
        measured = _measure(document, text.text, blocks, count_tokens, room)
        aside = blocks[0].block.aside
        chunks += [_chunk(heading_path, group, aside) for group in _pack(measured, room)]
    return chunks


def _sections(document: Document, blocks: Iterable[PlacedBlock]) -> Iterator[tuple[tuple[str, ...], list[PlacedBlock]]]:
    """Runs of blocks with the path of headings above them; what is aside never shares a run with what is open."""
    path: list[tuple[int, str]] = []
    run: list[PlacedBlock] = []
    for placed in blocks:
        block = placed.block
        heading = block.kind is BlockKind.HEADING
        if run and (heading or block.aside != run[-1].block.aside):
            yield tuple(name for _, name in path), run
            run = []
        if not heading:
            run.append(placed)
            continue
        path = [(level, name) for level, name in path if level < block.level]
        # A first heading that repeats the title adds nothing.
        if block.text.casefold() != document.title.casefold():
            path.append((block.level, block.text))
    if run:
        yield tuple(name for _, name in path), run


def _measure(
    document: Document, text: str, blocks: Sequence[PlacedBlock], count_tokens: CountTokens, room: int
) -> list[_Measured]:
    units = [
        (unit, number, placed.block.page)
        for number, placed in zip(_together(blocks), blocks, strict=True)
        for unit in _units(document.language, placed)
    ]
    counts = count_tokens([text[unit.start : unit.end] for unit, _, _ in units])
    measured: list[_Measured] = []
    for (unit, number, page), tokens in zip(units, counts, strict=True):
        if tokens <= room:
            measured.append(_Measured(unit, tokens, number, page))
            continue
        for piece in _cut(unit, text, count_tokens, room):
            (piece_tokens,) = count_tokens([text[piece.start : piece.end]])
            measured.append(_Measured(piece, piece_tokens, number, page))
    return measured


def _together(blocks: Sequence[PlacedBlock]) -> Iterator[int]:
    """A number for each block; what is read as one thing has one: a table, a list, the line that leads into it."""
    number = 0
    for place, placed in enumerate(blocks):
        if place and not _continues(blocks[place - 1].block, placed.block):
            number += 1
        yield number


def _continues(before: Block, block: Block) -> bool:
    if block.kind is BlockKind.PARAGRAPH:
        return False
    if before.kind is BlockKind.PARAGRAPH:
        return before.text.endswith(":") or bool(_CAPTION.match(before.text))
    return block.kind is before.kind and _header(block) == _header(before)


def _header(block: Block) -> tuple[str, ...]:
    return tuple(name for name, _ in block.cells)


def _units(language: str, placed: PlacedBlock) -> Iterator[Unit]:
    block = placed.block
    if block.kind is BlockKind.PARAGRAPH and _CAPTION.match(block.text):
        yield Unit(placed.start, placed.end, ExcerptKind.CAPTION)
        return
    if block.kind is not BlockKind.PARAGRAPH:
        yield Unit(placed.start, placed.end, _KINDS.get(block.kind, ExcerptKind.SENTENCE), block.cells)
        return
    for start, end in sentences(language, block.text):
        yield Unit(placed.start + start, placed.start + end, ExcerptKind.SENTENCE)


def sentences(language: str, text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) offsets of the sentences of a paragraph, without the spaces around them."""
    from sentencex import get_sentence_boundaries  # loads its tables: only when documents are split

    for boundary in get_sentence_boundaries(language.split("-")[0], text):
        start, end = boundary["start_index"], boundary["end_index"]
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _cut(unit: Unit, text: str, count_tokens: CountTokens, room: int) -> Iterator[Unit]:
    """A unit that alone is longer than the model can see, cut between words (or inside a word without end)."""
    start = unit.start
    while start < unit.end:
        end = _furthest(text, start, unit.end, count_tokens, room)
        yield Unit(start, end, unit.kind)
        start = end
        while start < unit.end and text[start].isspace():
            start += 1


def _furthest(text: str, start: int, stop: int, count_tokens: CountTokens, room: int) -> int:
    """The end of the longest piece from `start` that fits, by halving."""
    low, high = start + 1, stop
    while low < high:
        middle = (low + high + 1) // 2
        (tokens,) = count_tokens([text[start:middle]])
        low, high = (middle, high) if tokens <= room else (low, middle - 1)
    if low == stop:
        return stop
    space = max(text.rfind(sign, start + 1, low + 1) for sign in " \n")
    return space if space > start else low


def _pack(measured: Sequence[_Measured], room: int) -> Iterator[list[_Measured]]:
    """Fill passages with whole units; a block, table or list that fits into one passage is not torn between two."""
    group: list[_Measured] = []
    used = 0
    sizes: dict[int, int] = {}
    for item in measured:
        sizes[item.block] = sizes.get(item.block, 0) + item.tokens
    for item in measured:
        opens_block = not group or group[-1].block != item.block
        wanted = sizes[item.block] if opens_block and sizes[item.block] <= room else item.tokens
        if group and used + wanted > room:
            yield group
            group, used = [], 0
        group.append(item)
        used += item.tokens
    if group:
        yield group


def _chunk(heading_path: tuple[str, ...], group: Sequence[_Measured], aside: bool) -> Chunk:
    units = tuple(item.unit for item in group)
    return Chunk(heading_path, units[0].start, units[-1].end, group[0].page, units, aside)
