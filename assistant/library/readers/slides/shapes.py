"""The shapes of a slide: where they stand, which placeholder they fill, and the order in which people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.library.readers.office.markup import A, P, integer, is_true, unwrapped
from assistant.library.readers.office.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHAPES = tuple(f"{P}{name}" for name in ("sp", "grpSp", "graphicFrame", "cxnSp", "pic"))
_TITLES = ("title", "ctrTitle")
_OVERLAP = 0.1  # by how much of the smaller one two shapes may overlap and still stand beside each other
_FAR = 3
_MOST_CUT = 300  # more shapes are a drawing, which has no reading order


class Box(NamedTuple):
    """The place of a shape."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A shape of a slide; `kind` is that of its placeholder, `layers` the placeholders that it takes after."""

    element: _Element
    box: Box | None
    kind: str
    hidden: bool
    layers: tuple[_Element, ...]

    @property
    def is_title(self) -> bool:
        """Whether the shape holds the title of its slide."""
        return self.kind in _TITLES


@dataclass(frozen=True, slots=True)
class Layers:
    """The layout and the master of a slide."""

    layout: _Element | None
    master: _Element | None

    @classmethod
    def of(cls, package: Package, slide: str) -> Layers:
        """The layers that a slide refers to."""
        layout = next(package.related(slide, "slideLayout"), None)
        master = next(package.related(layout, "slideMaster"), None) if layout else None
        return cls(package.xml(layout), package.xml(master))

    def above(self, placeholder: _Element) -> tuple[_Element, ...]:
        """The shapes of layout and master that a placeholder takes its place and its bullets from."""
        kind, index = placeholder.get("type", "obj"), placeholder.get("idx", "0")
        found = _placeholder(self.layout, lambda other: _kind(other) == kind and other.get("idx", "0") == index)
        if found is None:
            found = _placeholder(self.layout, lambda other: other.get("idx", "0") == index or _kind(other) == kind)
        base = "title" if kind in _TITLES else "body"
        top = _placeholder(self.master, lambda other: _kind(other) in (kind, base))
        return tuple(shape for shape in (found, top) if shape is not None)


def shapes(holder: _Element, layers: Layers, size: tuple[int, int] | None = None) -> list[Shape]:
    """The shapes of a slide or group in reading order; what lies beside the slide counts as hidden."""
    found = [_shape(element, layers, size) for element in unwrapped(holder) if element.tag in _SHAPES]
    placed = [shape for shape in found if shape.box is not None]
    return [*_ordered(placed), *(shape for shape in found if shape.box is None)]


def _shape(element: _Element, layers: Layers, size: tuple[int, int] | None) -> Shape:
    placeholder = element.find(f"*/{P}nvPr/{P}ph")
    above = layers.above(placeholder) if placeholder is not None else ()
    box = next((box for box in map(_box, (element, *above)) if box), None)
    properties = element.find(f"*/{P}cNvPr")
    hidden = properties is not None and is_true(properties.get("hidden"))
    outside = bool(size and box and not _touches(box, size))
    kind = _kind(placeholder) if placeholder is not None else ""
    return Shape(element, box, kind, hidden or outside, above)


def _kind(placeholder: _Element) -> str:
    return str(placeholder.get("type", "obj"))


def _placeholder(layer: _Element | None, fits: Callable[[_Element], bool]) -> _Element | None:
    """The first shape of a layer whose placeholder fits."""
    for placeholder in layer.iter(f"{P}ph") if layer is not None else ():
        if fits(placeholder):
            return next(placeholder.iterancestors(*_SHAPES), None)
    return None


def _box(element: _Element) -> Box | None:
    frame = next(iter([*element.iterfind(f"*/{A}xfrm"), *element.iterchildren(f"{P}xfrm")]), None)
    offset, extent = (frame.find(f"{A}off"), frame.find(f"{A}ext")) if frame is not None else (None, None)
    if offset is None or extent is None:
        return None
    left, top = integer(offset.get("x")), integer(offset.get("y"))
    return Box(left, top, left + integer(extent.get("cx")), top + integer(extent.get("cy")))


def _touches(box: Box, size: tuple[int, int]) -> bool:
    return box.right > 0 and box.bottom > 0 and box.left < size[0] and box.top < size[1]


def _ordered(shapes: Sequence[Shape]) -> Iterator[Shape]:
    """Shapes as people read them: cut along a wide gap, across or down, and each part again."""
    rows, columns = (_cut(shapes, 1, 3), _cut(shapes, 0, 2)) if 1 < len(shapes) <= _MOST_CUT else (None, None)
    # People read row by row, unless columns stand much further apart than what is in them.
    apart = rows is None or (columns is not None and columns[0] > _FAR * max(rows[0], 0))
    best = columns if apart else rows
    if best is None:
        yield from sorted(shapes, key=lambda shape: (shape.box[1], shape.box[0]) if shape.box else (0, 0))
        return
    _, first, second = best
    yield from _ordered(first)
    yield from _ordered(second)


def _cut(shapes: Sequence[Shape], start: int, end: int) -> tuple[float, list[Shape], list[Shape]] | None:
    """The widest gap along one axis, with the shapes before and behind it."""
    boxed = sorted(((shape.box, shape) for shape in shapes if shape.box), key=lambda pair: pair[0][start])
    best: tuple[float, int] | None = None
    reached = boxed[0][0][end]
    for at in range(1, len(boxed)):
        box = boxed[at][0]
        gap = box[start] - reached
        slack = _OVERLAP * min(box[end] - box[start], boxed[at - 1][0][end] - boxed[at - 1][0][start])
        if gap >= -slack and (best is None or gap > best[0]):
            best = gap, at
        reached = max(reached, box[end])
    if best is None:
        return None
    widest, at = best
    return widest, [shape for _, shape in boxed[:at]], [shape for _, shape in boxed[at:]]
