"""Pieces of text to lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.library.readers.pdf.page import Glyph
from assistant.library.readers.pdf.pieces import Piece, pieces

_SAME_BASE = 0.2  # in units of the font's size


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that stand side by side, in the order of the file; `sideways` if they run across the page's text."""

    pieces: tuple[Piece, ...]
    page: int
    sideways: bool = False

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(piece.right for piece in self.pieces)

    @property
    def base(self) -> float:
        """The height of the baseline."""
        return self.pieces[0].base

    @property
    def size(self) -> float:
        """The size of its longest piece: a bullet or a number in front may be set larger."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        """Whether the line is in bold from beginning to end."""
        return all(piece.starts_bold and piece.ends_bold for piece in self.pieces)


def lines(glyphs: Iterable[Glyph], page: int, *, sideways: bool = False) -> Iterator[Line]:
    """The lines of a page in the order in which the file draws them."""
    run: list[Piece] = []
    for piece in pieces(glyphs):
        if run and not _beside(run[-1], piece):
            yield Line(tuple(run), page, sideways)
            run = []
        run.append(piece)
    if run:
        yield Line(tuple(run), page, sideways)


def _beside(before: Piece, piece: Piece) -> bool:
    same_base = abs(before.base - piece.base) <= _SAME_BASE * max(before.size, piece.size)
    return same_base and piece.left >= before.right
