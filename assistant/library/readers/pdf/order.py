"""The order of a page: what a program drew last goes to the top of its column if it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.tables import Table

Flow = list[Line | Table]

# In units of the font's size.
_FARTHEST = 2.5  # from one line of a block to the next
_RISE, _FALL = 0.8, 0.2  # of letters above and below their baseline
_OVERLAP = 0.2  # of the narrower of two blocks
_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Items drawn one below the other, and the room that they take."""

    items: Flow
    left: float
    right: float
    top: float
    bottom: float

    @property
    def has_words(self) -> bool:
        """Whether there is more in it than the labels of a drawing, whose order says nothing."""
        return any(isinstance(item, Table) or _WORD.search(item.text) for item in self.items)

    def is_above(self, other: _Block) -> bool:
        """Whether this block stands above another one, in the same column."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        narrower = min(self.right - self.left, other.right - other.left)
        return self.bottom >= other.top and shared > _OVERLAP * narrower


def in_reading_order(flow: Flow) -> Flow:
    """The flow of a page, read as it was drawn but for blocks that were drawn after what is below them.

    Files are drawn in reading order far more often than any rule about places finds it, so a block is moved only
    where its column leaves no doubt: everything above it comes before everything below it.
    """
    blocks = list(_blocks([item for item in flow if not _is_sideways(item)]))
    for block in sorted(blocks, key=lambda block: -block.top):
        if block.has_words:
            _move(blocks, block)
    return [item for block in blocks for item in block.items] + [item for item in flow if _is_sideways(item)]


def _move(blocks: list[_Block], block: _Block) -> None:
    """Put a block before the first one below it, unless one above it comes later still."""
    own = blocks.index(block)
    below = next((at for at in range(own) if block.is_above(blocks[at])), None)
    if below is None or any(other.is_above(block) for other in blocks[below:own]):
        return
    blocks.insert(below, blocks.pop(own))


def _blocks(items: Flow) -> Iterator[_Block]:
    block: _Block | None = None
    for item in items:
        one = _alone(item)
        if block is not None and _goes_on(block.items[-1], item):
            block = _Block(
                [*block.items, item],
                min(block.left, one.left),
                max(block.right, one.right),
                max(block.top, one.top),
                min(block.bottom, one.bottom),
            )
            continue
        if block is not None:
            yield block
        block = one
    if block is not None:
        yield block


def _alone(item: Line | Table) -> _Block:
    if isinstance(item, Table):
        return _Block([item], item.xs[0], item.xs[-1], item.top, item.bottom)
    return _Block([item], item.left, item.right, item.base + _RISE * item.size, item.base - _FALL * item.size)


def _goes_on(last: Line | Table, item: Line | Table) -> bool:
    """Whether a line stands beside or right below the last one, or as near above it as in a formula."""
    if isinstance(last, Table) or isinstance(item, Table):
        return False
    size = max(last.size, item.size)
    down = last.base - item.base
    beside = min(last.right, item.right) <= max(last.left, item.left)
    return -size < down < (size if beside else _FARTHEST * size)


def _is_sideways(item: Line | Table) -> bool:
    return isinstance(item, Line) and item.sideways
