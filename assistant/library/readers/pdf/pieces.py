"""Characters to pieces of text: word gaps, raised digits, right-to-left runs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from assistant.library.readers.footnotes import superscript
from assistant.library.readers.pdf.ligatures import spelled_out
from assistant.library.readers.pdf.page import Glyph
from assistant.library.text import clean

# In units of the font's size.
_WORD_GAP = 0.25
_LEAST_GAP = 0.12
_WIDE_GAP = 0.9  # between the columns of a table rather than the words of a sentence
_SAME_BASE = 0.2
_SHIFTED = 0.1
_RAISED = 0.2  # bullets and their text differ a little in height, too
_SMALLER = 0.9
_FIRST_RIGHT_TO_LEFT = "\u0590"
_DEGREE = str.maketrans("∘◦", "°°")  # raised circles, as typesetting systems draw the degree sign


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words on one baseline without a wide gap in it; size and baseline are those of most of it."""

    words: tuple[Word, ...]
    base: float
    size: float
    starts_bold: bool
    ends_bold: bool

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where the piece begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the piece ends."""
        return self.words[-1].right


def pieces(glyphs: Iterable[Glyph]) -> Iterator[Piece]:
    """Runs of characters that belong together, in the order of the file."""
    run: list[Glyph] = []
    last: Glyph | None = None
    size = base = 0.0  # of the largest character of the run, which the smaller ones are raised against
    for glyph in glyphs:
        if glyph.char == " ":
            if run:
                run.append(glyph)
            continue
        if last is not None and not _adjoins(last, glyph, base, size):
            yield from _piece(run, base, size)
            run, last = [], None
        if last is None or glyph.size > 1.1 * size:
            size, base = glyph.size, glyph.base
        run.append(glyph)
        last = glyph
    yield from _piece(run, base, size)


def _adjoins(last: Glyph, glyph: Glyph, base: float, size: float) -> bool:
    if glyph.size == size and glyph.base == base:
        return -size < glyph.left - last.right <= _WIDE_GAP * size or _is_near(last, glyph, size)
    largest = max(size, glyph.size)
    reach = 0.6 if min(size, glyph.size) < _SMALLER * largest else _SAME_BASE
    return abs(glyph.base - base) <= reach * largest and _is_near(last, glyph, largest)


def _is_near(last: Glyph, glyph: Glyph, size: float) -> bool:
    return max(glyph.left - last.right, last.left - glyph.right) <= _WIDE_GAP * size


def _piece(run: Sequence[Glyph], base: float, size: float) -> Iterator[Piece]:
    solid = [glyph for glyph in run if glyph.char != " "]
    words = tuple(_words(_logical(run), base, size)) if solid else ()
    if words:
        (most_size, most_base), _ = Counter((glyph.size, glyph.base) for glyph in solid).most_common(1)[0]
        yield Piece(words, most_base, most_size, solid[0].bold, solid[-1].bold)


def _words(run: Iterable[Glyph], base: float, size: float) -> Iterator[Word]:
    word: list[Glyph] = []
    spaced = False
    for glyph in run:
        if glyph.char == " ":
            spaced = True
            continue
        if word and _apart(word[-1], glyph, size, spaced):
            yield from _word(word, base, size)
            word = []
        word.append(glyph)
        spaced = False
    yield from _word(word, base, size)


def _word(glyphs: Sequence[Glyph], base: float, size: float) -> Iterator[Word]:
    """Characters to a word; raised digits become characters that no number can swallow."""
    parts: list[str] = []
    spelled = zip(glyphs, spelled_out(glyphs), strict=True)
    for is_raised, part in groupby(spelled, key=lambda pair: _is_raised(pair[0], base, size)):
        text = "".join(char for _, char in part)
        parts.append((superscript(text) or text.translate(_DEGREE)) if is_raised else text)
    # Control characters stand for signs that the font does not name.
    text = clean("".join(parts))
    if text:
        yield Word(text, min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs))


def _is_raised(glyph: Glyph, base: float, size: float) -> bool:
    return glyph.size < _SMALLER * size and glyph.base > base + _RAISED * size


def _apart(last: Glyph, glyph: Glyph, size: float, spaced: bool) -> bool:
    """Whether a space belongs between two characters; PDFium sees one wherever the height changes, too."""
    gap = max(glyph.left - last.right, last.left - glyph.right) / size
    same_base = abs(glyph.base - last.base) <= _SHIFTED * size
    return gap > _WORD_GAP or (spaced and (same_base or gap > _LEAST_GAP))


def _logical(run: Sequence[Glyph]) -> Sequence[Glyph]:
    """Right-to-left runs in reading order; files hold them in either order, so their places decide."""
    if all(glyph.char < _FIRST_RIGHT_TO_LEFT for glyph in run):
        return run
    kinds = Counter(unicodedata.bidirectional(glyph.char) for glyph in run)
    if not kinds["R"] and not kinds["AL"]:
        return run
    runs: list[tuple[bool, list[Glyph]]] = []
    solid = (glyph for glyph in run if glyph.char != " ")
    for glyph in sorted(solid, key=lambda glyph: (glyph.left + glyph.right) / 2):
        kind = unicodedata.bidirectional(glyph.char)
        backwards = kind in ("R", "AL") or (bool(runs) and runs[-1][0] and kind not in ("L", "EN"))
        if not runs or runs[-1][0] != backwards:
            runs.append((backwards, []))
        runs[-1][1].append(glyph)
    ordered = reversed(runs) if kinds["R"] + kinds["AL"] > kinds["L"] else iter(runs)
    return [glyph for backwards, part in ordered for glyph in (reversed(part) if backwards else part)]
