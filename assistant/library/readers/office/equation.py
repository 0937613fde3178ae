"""Equations on one line, so that a power or a fraction cannot be read as another number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from assistant.library.readers.footnotes import superscript
from assistant.library.readers.office.markup import M, local

if TYPE_CHECKING:
    from lxml.etree import _Element


def linear(element: _Element) -> str:
    """An equation in one line: "a/b", "10⁻⁶", "√(2)"; what is not known stands as its text."""
    if element.tag == f"{M}t":
        return (element.text or "").replace("\u2061", " ")  # the invisible sign between sin and its angle
    made = _MADE.get(local(element)) if str(element.tag).startswith(M) else None
    if made is not None:
        return made(lambda name: _part(element, name))
    return "".join(map(linear, element))


def _part(element: _Element, name: str) -> str:
    return ", ".join(map(linear, element.findall(f"{M}{name}")))


def _grouped(text: str) -> str:
    """Brackets around what would fall apart without them."""
    return text if re.fullmatch(r"\w*|[\d.,]+|\(.*\)", text.strip()) else f"({text})"


def _raised(text: str) -> str:
    if text.strip() in ("∘", "◦", "°"):
        return "°"
    return (superscript(text) or f"^{_grouped(text)}") if text.strip() else ""


def _lowered(text: str) -> str:
    return f"_{_grouped(text)}" if text.strip() else ""


_Parts = Callable[[str], str]
_MADE: Mapping[str, Callable[[_Parts], str]] = {
    "f": lambda part: f"{_grouped(part('num'))}/{_grouped(part('den'))}",
    "sSup": lambda part: part("e") + _raised(part("sup")),
    "sSub": lambda part: part("e") + _lowered(part("sub")),
    "sSubSup": lambda part: part("e") + _lowered(part("sub")) + _raised(part("sup")),
    "rad": lambda part: f"{_raised(part('deg'))}√({part('e')})",
    "d": lambda part: f"({part('e')})",
    "func": lambda part: f"{part('fName')} {part('e')}",
}
