"""Lines to paragraphs, list items and steps, across columns and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.library.readers.pdf.layout import Layout
from assistant.library.readers.pdf.lines import Line
from assistant.library.readers.pdf.page import Box
from assistant.library.readers.pdf.tables import Table
from assistant.library.text import BlockKind

_BULLET = re.compile(r"[•‣⁃▪▫◦●○■□▢☐☑☒✓✔✗✘➢➤►▶❖◆\uf0a7\uf0b7\uf0d8\uf0fc]\s*(?=\S)|[-–—]\s+(?=\S)")
_DASH = re.compile(r"[-–—]\s")
_STEP = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_CLAUSE = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[.:)]?\s+(?=\S)")
_LETTERED = re.compile(r"(?:\(?(?:[a-z]|[ivx]{1,5})\)|[a-z]\.|[ivx]{2,5}\.)\s+(?=\S)")
_NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡∗]")
_ENDED = re.compile(r"[.!?:;…][”’\"')\]]*\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")

# In units of the font's size.
_EXTRA_DISTANCE = 0.3
_INDENT = 0.8
_DOT_REACH = 2.2
_DEEPEST_HANG = 3.5
_SLACK = 3.0  # words held together by a no-break space go to the next line as one
_LARGER = 1.15


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and what they turned out to be; `marker` is what its first line begins with."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    marker: str = ""
    number: int = 0
    level: int = 0

    @property
    def bold(self) -> bool:
        """Whether it is in bold from beginning to end."""
        return all(line.bold for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its text."""
        return self.lines[0].size

    @property
    def is_note(self) -> bool:
        """Whether it begins like a footnote."""
        return bool(_NOTE.match(self.lines[0].text))


Element = Paragraph | Table


class ParagraphBuilder:
    """Puts the lines of a document together, one page after the other."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._step = 0

    def page(self, flow: Iterable[Line | Table], dots: Sequence[Box]) -> Iterator[Element]:
        """The paragraphs and tables of a page; dots in front of lines count as bullets."""
        paragraph: Paragraph | None = None
        for item in flow:
            if isinstance(item, Line) and paragraph and not self._begins(paragraph, item, dots):
                paragraph.lines.append(item)
                continue
            if paragraph:
                yield paragraph
            paragraph = self._paragraph(item, dots) if isinstance(item, Line) else None
            if isinstance(item, Table):
                yield item
        if paragraph:
            yield paragraph

    def _paragraph(self, line: Line, dots: Sequence[Box]) -> Paragraph:
        step = _STEP.match(line.text)
        if step and self._is_step(step):
            self._step = int(step.group(1))
            return Paragraph([line], BlockKind.STEP, step.group(), self._step)
        if bullet := _BULLET.match(line.text):
            return Paragraph([line], BlockKind.ITEM, bullet.group())
        if _LETTERED.match(line.text) or self._has_dot(line, dots):
            return Paragraph([line], BlockKind.ITEM)
        return Paragraph([line])

    def _is_step(self, step: re.Match[str]) -> bool:
        """Whether a number begins a list or goes on with one; "14. March" in a sentence does neither."""
        return int(step.group(1)) in (1, self._step + 1)

    def _begins(self, paragraph: Paragraph, line: Line, dots: Sequence[Box]) -> bool:
        """Whether a line begins a new paragraph rather than going on with this one."""
        last = paragraph.lines[-1]
        down = last.base - line.base
        if abs(down) < 0.5 * last.size and line.left >= last.right:
            return False  # the same line in two heights, as in formulas
        if down <= 0 or line.left > last.right or line.right < last.left:
            return True
        if abs(line.size - last.size) > 0.12 * last.size:
            return True
        if down > self._layout.distance(last.size) + _EXTRA_DISTANCE * last.size:
            return True
        if self._has_marker(paragraph, line, dots) or self._changes_weight(last, line):
            return True
        if self._is_heading_like(last):
            return False
        return _is_indented(paragraph, line) or self._is_short(last, line)

    def _has_marker(self, paragraph: Paragraph, line: Line, dots: Sequence[Box]) -> bool:
        if _is_next_clause(paragraph.lines[0], line):
            return True
        # A dash, a mark or a number may also stand at the beginning of any line of a sentence.
        ended = bool(_ENDED.search(paragraph.lines[-1].text))
        if _DASH.match(line.text):
            return ended or bool(_DASH.match(paragraph.marker))
        if _NOTE.match(line.text):
            return ended or paragraph.is_note
        if step := _STEP.match(line.text):
            return self._is_step(step) and (ended or paragraph.kind is BlockKind.STEP)
        return bool(_BULLET.match(line.text) or _LETTERED.match(line.text) or self._has_dot(line, dots))

    def _has_dot(self, line: Line, dots: Sequence[Box]) -> bool:
        return line.size < _LARGER * self._layout.body_size and _has_dot(line, dots)

    def _changes_weight(self, last: Line, line: Line) -> bool:
        if last.bold and not line.pieces[0].starts_bold:
            return not self._is_full(last, line)
        return line.bold and not last.pieces[-1].ends_bold

    def _is_heading_like(self, line: Line) -> bool:
        return line.size > _LARGER * self._layout.body_size or (line.bold and not self._layout.body_bold)

    def _is_short(self, last: Line, line: Line) -> bool:
        """Whether the line above ended although the first word of this one would have fitted."""
        if line.text[0].islower() or self._is_full(last, line):
            return False
        half = (last.left + self._layout.right_edge(last)) / 2
        return bool(_ENDED.search(last.text)) or last.right < half

    def _is_full(self, last: Line, line: Line) -> bool:
        word = len(line.text.split(" ")[0]) / len(line.text) * (line.right - line.left)
        return last.right + word + _SLACK * last.size > self._layout.right_edge(last)

    def joined(self, elements: Iterable[Element]) -> list[Element]:
        """The elements of all pages, with paragraphs that a page or column ended in two put together."""
        result: list[Element] = []
        last: Paragraph | None = None
        for element in elements:
            if isinstance(element, Paragraph) and last and self._goes_on(last, element):
                last.lines += element.lines
                continue
            result.append(element)
            # Footnotes and stamps along the margin stand between the two halves of a sentence.
            if not isinstance(element, Paragraph) or not (element.is_note or element.lines[0].sideways):
                last = element if isinstance(element, Paragraph) else None
        return result

    def _goes_on(self, paragraph: Paragraph, following: Paragraph) -> bool:
        last, line = paragraph.lines[-1], following.lines[0]
        if line.page == last.page and line.base < last.base and line.left < last.right:
            return False  # merely the next paragraph of the same column
        if following.kind is not BlockKind.PARAGRAPH or following.level or paragraph.level or following.is_note:
            return False
        if abs(line.size - last.size) > 0.05 * last.size or line.bold != last.bold or _ENDED.search(last.text):
            return False
        # A name or number may go on a sentence, too, if its last line was full; one line alone cannot tell.
        return line.text[0].islower() or (len(paragraph.lines) > 1 and self._is_full(last, line))


def _is_indented(paragraph: Paragraph, line: Line) -> bool:
    """Whether a line stands further in or out than the lines of its paragraph allow."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    step = _INDENT * line.size
    if abs((line.left + line.right) - (last.left + last.right)) < 4:
        return False  # centred
    if len(paragraph.lines) > 1:
        return abs(line.left - last.left) > step
    if paragraph.kind is BlockKind.PARAGRAPH:
        return line.left > first.left + step and bool(_ENDED.search(first.text))
    # The text of an item hangs behind its bullet; further in begins an inner list.
    hanging = step if not paragraph.marker else _DEEPEST_HANG * line.size
    return not first.left - step <= line.left <= first.left + hanging


def _is_next_clause(first: Line, line: Line) -> bool:
    """Whether "2.3 …" follows on "2.2 …"; other lines that begin so may begin with an amount."""
    before, after = _CLAUSE.match(first.text), _CLAUSE.match(line.text)
    if not before or not after:
        return False
    *head, last = before.group(1).split(".")
    return after.group(1) == ".".join([*head, str(int(last) + 1)])


def _has_dot(line: Line, dots: Sequence[Box]) -> bool:
    height = line.base + 0.3 * line.size
    return any(
        0 <= line.left - dot.right <= _DOT_REACH * line.size
        and abs((dot.bottom + dot.top) / 2 - height) < 0.35 * line.size
        and 0.15 * line.size < dot.right - dot.left < 0.8 * line.size
        for dot in dots
    )
