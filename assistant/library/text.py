"""A document as it was read: one canonical text, and the blocks in it with their exact places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a reader recognised: the structure that passages, answers and screens rely on."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    STEP = "step"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, numbered step or table row.

    `level` is the rank of a heading (1 is the title); `page` the label of the page a block begins on;
    `cells` the (header, value) pairs of a row, whose text is what `row` makes of them; `table` tells
    the rows of one table from those of the next. `aside` marks what a document does not show openly (a speaker
    note, a comment, a hidden sheet) and what is for the staff only unless its metadata says otherwise. `hidden` marks
    what nobody who reads the file can see.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: str | None = None
    cells: tuple[tuple[str, str], ...] = ()
    table: int = 0
    aside: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and where it stands: `text[start:end]` of its document is the block's text."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The canonical text of a document; every offset in this project refers to it.

    `hidden` is what stands in its file unseen: it is told to the editor.
    """

    text: str
    blocks: tuple[PlacedBlock, ...]
    hidden: tuple[str, ...] = ()

    def without_asides(self) -> DocumentText:
        """The same document with only what it shows openly."""
        shown = [placed.block for placed in self.blocks if not placed.block.aside]
        return self if len(shown) == len(self.blocks) else place(shown)


_LIGATURES = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}
_DROPPED = dict.fromkeys(
    [
        *map(ord, "\u00ad\u200b\u200c\u200d\ufeff"),
        *range(0x2060, 0x206A),
        *range(0x202A, 0x202F),
        *range(0xE0000, 0xE0080),
    ]
)
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """One line of plain text: NFC, ligatures spelled out, single spaces, no soft hyphens, control signs, surrogates."""
    text = unicodedata.normalize("NFC", text).translate(_LIGATURES).translate(_DROPPED)
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()


def row(header: Iterable[str], values: Iterable[str], *, page: str | None = None, table: int = 0) -> Block | None:
    """A table row that never loses its header: "Plan: Essential; Retention: 2 years"; None for an empty row.

    An empty header leaves the bare value, so a first column without a name reads as the row's label.
    """
    cells = tuple((clean(name), clean(value)) for name, value in zip(header, values, strict=False) if clean(value))
    if not cells:
        return None
    text = "; ".join(f"{name}: {value}" if name else value for name, value in cells)
    return Block(BlockKind.ROW, text, page=page, cells=cells, table=table)


def place(blocks: Iterable[Block]) -> DocumentText:
    """Join blocks into the canonical text: list items and rows on lines of their own, a blank line elsewhere."""
    placed: list[PlacedBlock] = []
    parts: list[str] = []
    length = 0
    before: Block | None = None
    hidden: list[str] = []
    for block in blocks:
        if block.hidden:
            hidden.append(block.text)
        if not block.text or block.hidden:
            continue
        if before is not None:
            gap = "\n" if _same_list(before, block) else "\n\n"
            parts.append(gap)
            length += len(gap)
        parts.append(block.text)
        placed.append(PlacedBlock(block, length, length + len(block.text)))
        length += len(block.text)
        before = block
    return DocumentText("".join(parts), tuple(placed), tuple(hidden))


def _same_list(before: Block, block: Block) -> bool:
    return (
        block.kind in (BlockKind.ITEM, BlockKind.STEP, BlockKind.ROW)
        and before.kind is block.kind
        and before.table == block.table
    )
