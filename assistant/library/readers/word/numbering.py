"""Word's lists: Word stores that a paragraph is numbered, not its number, so the numbers are counted here."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from assistant.library.readers.office.markup import W, integer
from assistant.library.readers.office.numerals import numeral
from assistant.library.text import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNNUMBERED = ("bullet", "none")
_DEEPEST = 9


class Numbering:
    """The lists of a document, counted in the order in which their paragraphs are asked for."""

    def __init__(self, root: _Element | None) -> None:
        lists = root.iterchildren(f"{W}num") if root is not None else ()
        bases = root.iterchildren(f"{W}abstractNum") if root is not None else ()
        self._lists = {one.get(f"{W}numId", ""): one for one in lists}
        self._bases = {one.get(f"{W}abstractNumId", ""): one for one in bases}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()

    def next(self, number: str, depth: int) -> tuple[BlockKind, str]:
        """What the next paragraph of a list is at some depth, and the number in front of it."""
        style, text = self._format(number, depth)
        if style == "bullet":
            return BlockKind.ITEM, ""
        if style == "none":
            return BlockKind.PARAGRAPH, ""
        base = self._base_of(number)
        self._count(number, base, depth)
        label = re.sub(r"%([1-9])", lambda found: self._numeral(number, base, int(found.group(1)) - 1), text)
        return BlockKind.STEP, label if re.search(r"\W$", label) or not label else f"{label}."

    def _count(self, number: str, base: str, depth: int) -> None:
        counts = self._counts[base]
        start = self._start(number, depth)
        if start is not None and (number, depth) not in self._started:
            counts[depth] = start - 1
        self._started.add((number, depth))
        counts[depth] = counts.get(depth, self._first(number, depth) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

    def _numeral(self, number: str, base: str, depth: int) -> str:
        style, _ = self._format(number, depth)
        count = self._counts[base].get(depth, self._first(number, depth))
        return "" if style in _UNNUMBERED else numeral(count, style)

    def _base_of(self, number: str) -> str:
        one = self._lists.get(number)
        base = one.find(f"{W}abstractNumId") if one is not None else None
        return base.get(f"{W}val", "") if base is not None else ""

    def _levels(self, number: str, depth: int) -> list[_Element]:
        """The definitions of a level: where the list overrides it, then where its base says it."""
        holders = [self._lists.get(number), self._bases.get(self._base_of(number))]
        return [
            level
            for holder in holders
            if holder is not None
            for level in holder.iter(f"{W}lvl")
            if integer(level.get(f"{W}ilvl")) == min(depth, _DEEPEST)
        ]

    def _format(self, number: str, depth: int) -> tuple[str, str]:
        for level in self._levels(number, depth):
            style, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
            return (
                style.get(f"{W}val", "decimal") if style is not None else "decimal",
                text.get(f"{W}val", "") if text is not None else f"%{depth + 1}.",
            )
        return "bullet", ""  # a list without a definition still is a list

    def _first(self, number: str, depth: int) -> int:
        for level in self._levels(number, depth):
            start = level.find(f"{W}start")
            return integer(start.get(f"{W}val"), 1) if start is not None else 1
        return 1

    def _start(self, number: str, depth: int) -> int | None:
        """Where this list begins anew although its base goes on counting."""
        one = self._lists.get(number)
        for override in one.iterchildren(f"{W}lvlOverride") if one is not None else ():
            start = override.find(f"{W}startOverride")
            if integer(override.get(f"{W}ilvl")) == depth and start is not None:
                return integer(start.get(f"{W}val"), 1)
        return None
