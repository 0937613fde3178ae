"""The XML of Office files: its namespaces, and what its attributes mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMATS = "http://schemas.openxmlformats.org"
W = f"{{{_FORMATS}/wordprocessingml/2006/main}}"
P = f"{{{_FORMATS}/presentationml/2006/main}}"
S = f"{{{_FORMATS}/spreadsheetml/2006/main}}"
A = f"{{{_FORMATS}/drawingml/2006/main}}"
C = f"{{{_FORMATS}/drawingml/2006/chart}}"
DGM = f"{{{_FORMATS}/drawingml/2006/diagram}}"
XDR = f"{{{_FORMATS}/drawingml/2006/spreadsheetDrawing}}"
M = f"{{{_FORMATS}/officeDocument/2006/math}}"
R = f"{{{_FORMATS}/officeDocument/2006/relationships}}"
MC = f"{{{_FORMATS}/markup-compatibility/2006}}"


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute; the default for anything else that a file may claim."""
    return int(text) if text and re.fullmatch(r"-?\d{1,15}", text, re.ASCII) else default


def is_true(text: str | None) -> bool:
    """Whether an attribute that is switched on or off is on."""
    return text in ("1", "true", "on")


def is_on(element: _Element | None) -> bool:
    """Whether a Word property is there and not switched off again."""
    return element is not None and element.get(f"{W}val", "on") not in ("0", "false", "off", "none")


def local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def unwrapped(elements: Iterable[_Element]) -> Iterator[_Element]:
    """The elements, with the first of each set of alternatives in its place.

    Newer features are written twice, for newer and for older programs; one of them is to be read.
    """
    for element in elements:
        if element.tag == f"{MC}AlternateContent":
            chosen = element.find(f"{MC}Choice")
            chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
            yield from unwrapped(chosen if chosen is not None else ())
        else:
            yield element
