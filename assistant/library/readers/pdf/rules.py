"""Ruled tables: the lines and filled areas of a page, put together to grids of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.library.readers.pdf.page import Box

_THIN = 3.0
_SNAP = 2.5  # lines this close are one line: the two edges of a border, cells that do not quite meet
_JOIN = 3.0
_SAME_BORDER = 4.0
_SHORTEST = 5.0
_MOST_EDGES = 800  # more is a drawing
_MOST_PLACES = 4000
_NARROWEST = 8.0
_LOWEST = 6.0
_WHOLE_PAGE = 0.9


class Edge(NamedTuple):
    """A straight line at `at`, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: column edges from left to right, row edges from top to bottom, and which cells are one.

    `regions[row][column]` is the number of the cell that covers this place; merged cells share a number.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[tuple[int, ...], ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column at a point, if it lies in the grid."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[-1] < y <= self.ys[0]):
            return None
        return bisect_right(self.ys, -y, key=lambda edge: -edge) - 1, bisect_right(self.xs, x) - 1


@dataclass(frozen=True, slots=True)
class Rules:
    """What the shapes of a page amount to: finished grids, and level lines that may belong to a table."""

    grids: tuple[Grid, ...]
    levels: tuple[Edge, ...]


def find_rules(shapes: Sequence[Box], frame: Box) -> Rules:
    """Grids with at least two columns and two rows; every other horizontal line as it is."""
    level, upright = _edges(shapes, frame)
    if len(level) + len(upright) > _MOST_EDGES:
        return Rules((), ())
    grids: list[Grid] = []
    loose: list[Edge] = []
    for levels, uprights in _components(level, upright):
        grid = _grid(levels, uprights)
        if grid is None:
            loose += levels
        else:
            grids.append(grid)
    return Rules(tuple(grids), tuple(sorted(loose, key=lambda edge: -edge.at)))


def _edges(shapes: Sequence[Box], frame: Box) -> tuple[list[Edge], list[Edge]]:
    level: list[Edge] = []
    upright: list[Edge] = []
    for box in shapes:
        width, height = box.right - box.left, box.top - box.bottom
        if width > _WHOLE_PAGE * (frame.right - frame.left) and height > _WHOLE_PAGE * (frame.top - frame.bottom):
            continue  # the background of the page
        if height <= _THIN and width >= _SHORTEST:
            level.append(Edge((box.bottom + box.top) / 2, box.left, box.right))
        elif width <= _THIN and height >= _SHORTEST:
            upright.append(Edge((box.left + box.right) / 2, box.bottom, box.top))
        elif width > _THIN and height > _SHORTEST:
            level += [Edge(box.bottom, box.left, box.right), Edge(box.top, box.left, box.right)]
            upright += [Edge(box.left, box.bottom, box.top), Edge(box.right, box.bottom, box.top)]
    return _merged(level), _merged(upright)


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges that lie on one line and touch, as one edge."""
    merged: list[Edge] = []
    for line in _lines(sorted(edges)):
        at = sum(edge.at for edge in line) / len(line)
        start, end = line[0].start, line[0].end
        for edge in line[1:]:
            if edge.start > end + _JOIN:
                merged.append(Edge(at, start, end))
                start, end = edge.start, edge.end
            end = max(end, edge.end)
        merged.append(Edge(at, start, end))
    return merged


def _lines(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    line: list[Edge] = []
    for edge in edges:
        if line and edge.at - line[0].at > _SNAP:
            yield sorted(line, key=lambda other: other.start)
            line = []
        line.append(edge)
    if line:
        yield sorted(line, key=lambda other: other.start)


def _components(level: Sequence[Edge], upright: Sequence[Edge]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Groups of lines that cross or touch one another."""
    todo_level, todo_upright = set(level), set(upright)
    while todo_level:
        levels, uprights = [todo_level.pop()], []
        fresh = list(levels)
        while fresh:
            new_uprights = [edge for edge in todo_upright if any(_cross(other, edge) for other in fresh)]
            todo_upright.difference_update(new_uprights)
            fresh = [edge for edge in todo_level if any(_cross(edge, other) for other in new_uprights)]
            todo_level.difference_update(fresh)
            uprights += new_uprights
            levels += fresh
        yield levels, uprights


def _cross(level: Edge, upright: Edge) -> bool:
    across = level.start - _JOIN <= upright.at <= level.end + _JOIN
    return across and upright.start - _JOIN <= level.at <= upright.end + _JOIN


def _grid(levels: Sequence[Edge], uprights: Sequence[Edge]) -> Grid | None:
    xs = _distinct(edge.at for edge in uprights)
    ys = _distinct(edge.at for edge in levels)[::-1]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    if min(map(float.__sub__, xs[1:], xs)) < _NARROWEST or min(map(float.__sub__, ys, ys[1:])) < _LOWEST:
        return None  # too fine for text: a chart or a pattern
    regions = _regions(xs, ys, levels, uprights)
    divided = sum(len(set(row)) > 1 for row in regions)
    # One divided row is a header whose body has no upright lines, or boxes side by side.
    return Grid(xs, ys, regions) if divided > 1 else None


def _distinct(places: Iterable[float]) -> tuple[float, ...]:
    """The places in order, with those as one that only a thick or double border keeps apart."""
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > _SAME_BORDER:
            distinct.append(place)
    return tuple(distinct)


def _regions(
    xs: Sequence[float], ys: Sequence[float], levels: Sequence[Edge], uprights: Sequence[Edge]
) -> tuple[tuple[int, ...], ...]:
    """Number the cells; where no line is drawn between two places, they are one cell."""
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = list(range(rows * columns))

    def root(place: int) -> int:
        while owner[place] != place:
            owner[place] = owner[owner[place]]
            place = owner[place]
        return place

    for row in range(rows):
        for column in range(columns):
            place = row * columns + column
            if column + 1 < columns and not _drawn(uprights, xs[column + 1], ys[row + 1], ys[row]):
                owner[root(place + 1)] = root(place)
            if row + 1 < rows and not _drawn(levels, ys[row + 1], xs[column], xs[column + 1]):
                owner[root(place + columns)] = root(place)
    return tuple(tuple(root(row * columns + column) for column in range(columns)) for row in range(rows))


def _drawn(edges: Iterable[Edge], at: float, start: float, end: float) -> bool:
    """Whether at least half of the border between two neighbouring places is drawn."""
    drawn = sum(
        max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in edges if abs(edge.at - at) <= _SAME_BORDER
    )
    return drawn >= (end - start) / 2
