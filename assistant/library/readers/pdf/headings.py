"""Which paragraphs are headings, and of which level: by the outline of the file, else by size and weight."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.library.readers.pdf.layout import Layout
from assistant.library.readers.pdf.paragraphs import Element, Paragraph
from assistant.library.text import BlockKind

_LARGER = 1.15
_MUCH_LARGER = 1.3
_LONGEST = 200
_MOST_LINES = 4
_DEEPEST = 6
_TRUSTED = 3  # fewer bookmarks than this may be the title alone
_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])[.)]?\s+")
_CAPTION = re.compile(r"(?:table|tabelle|figure|fig\.|abbildung|abb\.)\s*\d", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")


class OutlineEntry(NamedTuple):
    """A bookmark: its depth from 0, its title, and the page it leads to, if it says."""

    depth: int
    title: str
    page: int | None


def mark_headings(elements: Iterable[Element], outline: Sequence[OutlineEntry], layout: Layout) -> None:
    """Give headings their kind and level, the highest being 1."""
    paragraphs = [element for element in elements if isinstance(element, Paragraph)]
    outlined = _outlined(paragraphs, outline)
    styled = [
        paragraph
        for place, paragraph in enumerate(paragraphs)
        if place not in outlined and _looks_like_heading(paragraph, layout, strict=len(outlined) >= _TRUSTED)
    ]
    title = _title_above(paragraphs, outlined, styled)
    for place, depth in outlined.items():
        paragraphs[place].level = depth + (1 if title is None else 2)
    levels = _levels(styled, [paragraphs[place] for place in outlined])
    for paragraph in styled:
        paragraph.level = 1 if paragraph is title else levels[_style(paragraph)]
    for paragraph in paragraphs:
        if paragraph.level:
            paragraph.kind, paragraph.level = BlockKind.HEADING, min(paragraph.level, _DEEPEST)


def _outlined(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]) -> dict[int, int]:
    """The depth of each paragraph, by its place, that a bookmark of the same words leads to."""
    entries: dict[tuple[str, int | None], int] = {}
    for entry in outline:
        entries.setdefault((_plain(entry.title), entry.page), entry.depth)
    found: dict[int, int] = {}
    for place, paragraph in enumerate(paragraphs):
        text = _text(paragraph)
        if len(text) > _LONGEST or paragraph.kind is BlockKind.ITEM:
            continue
        for page in (paragraph.lines[0].page, None):
            for words in (_plain(text), _plain(_NUMBERING.sub("", text))):
                depth = entries.pop((words, page), None) if words else None
                if depth is not None:
                    found.setdefault(place, depth)
    return found


def _text(paragraph: Paragraph) -> str:
    return " ".join(line.text for line in paragraph.lines)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _looks_like_heading(paragraph: Paragraph, layout: Layout, *, strict: bool) -> bool:
    """By its looks; where bookmarks name the headings, only what is set much larger is one besides."""
    text = _text(paragraph)
    if paragraph.kind is BlockKind.ITEM or paragraph.lines[0].sideways:
        return False
    if len(text) > _LONGEST or len(paragraph.lines) > _MOST_LINES:
        return False
    if not _WORD.search(text) or text.endswith((".", ",", ";")) or _CAPTION.match(text):
        return False
    if paragraph.size > (_MUCH_LARGER if strict else _LARGER) * layout.body_size:
        return True
    return not strict and paragraph.bold and not layout.body_bold and paragraph.size > 0.95 * layout.body_size


def _title_above(
    paragraphs: Sequence[Paragraph], outlined: dict[int, int], styled: Sequence[Paragraph]
) -> Paragraph | None:
    """A title larger than everything the bookmarks lead to, and above it: bookmarks often leave it out."""
    if not outlined or not styled:
        return None
    largest = max(styled, key=lambda paragraph: paragraph.size)
    above = any(paragraph is largest for paragraph in paragraphs[: min(outlined)])
    return largest if above and largest.size > max(paragraphs[place].size for place in outlined) else None


_Style = tuple[float, bool]


def _style(paragraph: Paragraph) -> _Style:
    return round(paragraph.size * 2) / 2, paragraph.bold


def _levels(styled: Iterable[Paragraph], known: Iterable[Paragraph]) -> dict[_Style, int]:
    """A level for each style: below the known headings that are larger, and below the larger styles."""
    by_style: dict[_Style, list[int]] = defaultdict(list)
    for paragraph in known:
        by_style[_style(paragraph)].append(paragraph.level)
    levels = {style: min(found) for style, found in by_style.items()}
    for style in sorted({_style(paragraph) for paragraph in styled} - levels.keys(), reverse=True):
        levels[style] = 1 + max((level for other, level in levels.items() if other > style), default=0)
    return levels
