"""Blocks as short lines, so that a test can say what a file should become."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.library.readers import read
from assistant.library.text import Block, BlockKind

_SHORT = {BlockKind.PARAGRAPH: "p", BlockKind.ITEM: "item", BlockKind.STEP: "step", BlockKind.ROW: "row"}


def shown(name: str, data: bytes | str) -> list[str]:
    """Every block of a file: "h2 Heading", "p Paragraph", "item …", "step 1. …", "row Name: value"."""
    text = read(name, data.encode() if isinstance(data, str) else data)
    for placed in text.blocks:
        assert text.text[placed.start : placed.end] == placed.block.text
    return shorten(placed.block for placed in text.blocks)


def shorten(blocks: Iterable[Block]) -> list[str]:
    """The same for blocks that have been read already."""
    return [f"{_SHORT.get(block.kind, f'h{block.level}')} {block.text}" for block in blocks]
