"""The paragraphs of a shape as items, steps or plain text, by what the shape and the layers under it say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.library.readers.listed import listed
from assistant.library.readers.office.drawing import paragraph_text
from assistant.library.readers.office.markup import A, integer, local
from assistant.library.readers.office.numerals import numeral
from assistant.library.text import Block, BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_MARKS = {"buNone": "", "buChar": "bullet", "buBlip": "bullet"}
_DEEPEST = 8


def paragraphs(body: _Element, styles: Sequence[_Element], page: str) -> Iterator[Block]:
    """The paragraphs of a text body; `styles` are the list styles that it takes after, nearest first."""
    own = body.find(f"{A}lstStyle")
    styles = styles if own is None else [own, *styles]
    counts: dict[int, int] = {}
    for paragraph in body.iterchildren(f"{A}p"):
        text = paragraph_text(paragraph)
        if not text:
            continue
        properties = paragraph.find(f"{A}pPr")
        depth = min(max(integer(properties.get("lvl")), 0), _DEEPEST) if properties is not None else 0
        kind, mark, start = _mark(properties, depth, styles)
        counts = {level: count for level, count in counts.items() if level < depth + (kind == "number")}
        if kind == "number":
            counts[depth] = counts.get(depth, start - 1) + 1
            yield Block(BlockKind.STEP, f"{_label(counts[depth], mark)} {text}", page=page)
        elif kind == "bullet":
            yield Block(BlockKind.ITEM, text, page=page)
        else:
            found, text = listed(text, dashes=False) or (BlockKind.PARAGRAPH, text)
            yield Block(found, text, page=page)


def _mark(properties: _Element | None, depth: int, styles: Sequence[_Element]) -> tuple[str, str, int]:
    """Whether a paragraph has a bullet or a number, and which number in which style."""
    levels = (style.find(f"{A}lvl{depth + 1}pPr") for style in styles)
    for level in (properties, *levels):
        for child in level if level is not None else ():
            name = local(child)
            if name in _MARKS:
                return _MARKS[name], "", 1
            if name == "buAutoNum":
                return "number", child.get("type", "arabicPeriod"), integer(child.get("startAt"), 1)
    return "", "", 1


def _label(number: int, style: str) -> str:
    shown = numeral(number, style)
    if style.endswith("ParenBoth"):
        return f"({shown})"
    return f"{shown})" if style.endswith("ParenR") else f"{shown}."
