"""What is usual in a document: the size of its text, the distance of its lines, where they end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.tables import Table

_COMMON = 0.25
_LARGEST_DISTANCE = 1.7  # in units of the font's size; more separates paragraphs
_USUAL_DISTANCE = 1.4
_SAME_EDGE = 1.5
_SAMPLE = 200


class Layout:
    """Measures taken over all lines and tables of a document."""

    def __init__(self, lines: Sequence[Line], tables: Iterable[Table]) -> None:
        characters: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for line in lines:
            characters[_step(line.size)] += len(line.text)
            bold[line.bold] += len(line.text)
        for cell in (cell for table in tables for row in table.rows for cell in row):
            characters[_step(cell.size)] += sum(map(len, cell.lines))
            bold[cell.bold] += sum(map(len, cell.lines))
        self.body_size = characters.most_common(1)[0][0] if characters else 10.0
        self.body_bold = bold[True] > bold[False]
        self._distances = _distances(lines)
        rights: dict[tuple[int, int], list[float]] = defaultdict(list)
        for line in lines:
            rights[_column(line)].append(line.right)
        self._edges = {column: _edge(found) for column, found in rights.items()}

    def distance(self, size: float) -> float:
        """From one line of a paragraph to the next, for text of this size."""
        return self._distances.get(_step(size), _USUAL_DISTANCE * size)

    def right_edge(self, line: Line) -> float:
        """Where lines that begin where this one does may end."""
        return self._edges.get(_column(line), line.right)


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.left / 4)


def _edge(rights: Sequence[float]) -> float:
    """The edge that many lines have in common, in justified text, or the end of the longest line."""
    sample = rights[:_SAMPLE]
    edge = max(sample, key=lambda right: sum(abs(other - right) < _SAME_EDGE for other in sample))
    common = sum(abs(other - edge) < _SAME_EDGE for other in sample)
    return edge if common > max(2, 0.4 * len(sample)) else max(rights)


def _step(size: float) -> float:
    return round(size * 2) / 2


def _distances(lines: Iterable[Line]) -> dict[float, float]:
    """For each size the smallest distance between lines that is common."""
    counts: dict[float, Counter[float]] = defaultdict(Counter)
    for line, following in pairwise(lines):
        down = line.base - following.base
        level = line.page == following.page and abs(line.size - following.size) < 0.5
        if level and 0.8 * line.size < down < _LARGEST_DISTANCE * line.size:
            counts[_step(line.size)][round(down * 2) / 2] += 1
    return {
        size: min(down for down, times in found.items() if times >= _COMMON * max(found.values()))
        for size, found in counts.items()
    }
