"""Word's styles: what a paragraph is, by its own properties or by those of its style and the styles below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.library.readers.office.markup import W, integer, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLE = 0
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc( heading| ?\d)?|table of figures|index( heading| ?\d)?", re.IGNORECASE)
_BODY_LEVEL = 9


class Styles:
    """The styles of a document; a document without any has only the properties of its paragraphs."""

    def __init__(self, root: _Element | None) -> None:
        found = root.iterchildren(f"{W}style") if root is not None else ()
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}

    def level(self, paragraph: _Element) -> int | None:
        """The rank of a heading, `TITLE` for the title; None for other paragraphs."""
        for properties, name in self._chain(paragraph):
            if name == "title":
                return TITLE
            if heading := _HEADING.fullmatch(name):
                return int(heading.group(1))
            outline = properties.find(f"{W}outlineLvl") if properties is not None else None
            if outline is not None:
                level = integer(outline.get(f"{W}val"), _BODY_LEVEL)
                return level + 1 if 0 <= level < _BODY_LEVEL else None
        return None

    def numbering(self, paragraph: _Element) -> tuple[str, int] | None:
        """The list that a paragraph belongs to and its depth there."""
        depth: int | None = None
        for properties, _ in self._chain(paragraph):
            found = properties.find(f"{W}numPr") if properties is not None else None
            if found is None:
                continue
            if depth is None and (value := _value(found, "ilvl")) is not None:
                depth = integer(value)
            if (number := _value(found, "numId")) is not None:
                return (number, depth or 0) if number != "0" else None
        return None

    def is_list(self, paragraph: _Element) -> bool:
        """Whether a style is called a list, for documents in which lists are defined nowhere."""
        return any(name.startswith(("list bullet", "list number")) for _, name in self._chain(paragraph))

    def is_contents(self, paragraph: _Element) -> bool:
        """Whether a paragraph is a line of a table of contents, which says again what the headings say."""
        return any(_CONTENTS.fullmatch(name) for _, name in self._chain(paragraph))

    def run_has(self, run: _Element, name: str) -> bool:
        """Whether a property such as "b" (bold) or "vanish" (hidden) is on for a run, by itself or by its style."""
        own = run.find(f"{W}rPr")
        if own is None:
            return False
        direct = own.find(f"{W}{name}")
        if direct is not None:
            return is_on(direct)
        return self._styled(_value(own, "rStyle"), name)

    def paragraph_has(self, paragraph: _Element, name: str) -> bool:
        """The same for the style of a whole paragraph."""
        properties = paragraph.find(f"{W}pPr")
        return properties is not None and self._styled(_value(properties, "pStyle"), name)

    def _styled(self, identifier: str | None, name: str) -> bool:
        for style in self._lineage(identifier):
            found = style.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return is_on(found)
        return False

    def _chain(self, paragraph: _Element) -> Iterator[tuple[_Element | None, str]]:
        """The properties of a paragraph, then those of its style and the styles below, with their names."""
        own = paragraph.find(f"{W}pPr")
        identifier = _value(own, "pStyle") if own is not None else None
        yield own, ""
        if identifier and identifier not in self._styles:
            # Without the style's definition its identifier is the best that is left: "Heading1".
            yield None, re.sub(r"(?<=[a-z])(?=[A-Z1-9])", " ", identifier).lower()
        for style in self._lineage(identifier):
            yield style.find(f"{W}pPr"), (_value(style, "name") or "").lower()

    def _lineage(self, identifier: str | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while identifier and identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            yield self._styles[identifier]
            identifier = _value(self._styles[identifier], "basedOn")


def _value(element: _Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val") if found is not None else None
