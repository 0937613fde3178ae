"""The text of one paragraph of a Word document, and what hangs on it: notes, comments, text boxes, charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.library.readers.office.drawing import joined
from assistant.library.readers.office.equation import linear
from assistant.library.readers.office.markup import DGM, C, M, W, integer, is_on, local, unwrapped
from assistant.library.readers.word.styles import Styles
from assistant.library.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_GONE = ("del", "moveFrom", "pPr", "rPr", "sdtPr")  # tracked deletions, and what is no text
_TEXTS = tuple(f"{W}{name}" for name in ("t", "delText", "tab", "br", "p"))
_SYMBOLS = {  # signs that only a font makes visible
    **{("symbol", code): sign for code, sign in {0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB4: "×"}.items()},
    **{("symbol", code): sign for code, sign in {0x6D: "µ", 0x44: "Δ", 0xB7: "•", 0xAE: "→"}.items()},
    **{("wingdings", code): sign for code, sign in {0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0xE0: "→"}.items()},
}


@dataclass(slots=True)
class Line:
    """What a paragraph holds; `weights` tells whether there is bold text in it, and whether there is other text.

    `deleted` is what tracked changes take out of it, each stretch with who did so.
    """

    pieces: list[tuple[bool, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # the kind of note, and its number
    comments: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    drawings: list[_Element] = field(default_factory=list)
    weights: set[bool] = field(default_factory=set)
    deleted: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, on one line."""
        return clean(joined(self.pieces))

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return self.weights == {True}


def deleted_text(holder: _Element) -> str:
    """What tracked changes take out of a document."""
    parts = (child.text if local(child) in ("t", "delText") else " " for child in holder.iter(*_TEXTS))
    return "".join(part or "" for part in parts)


def gather(paragraph: _Element, styles: Styles, line: Line) -> Line:
    """Add to `line` what a paragraph shows once its tracked changes are accepted."""
    _Gatherer(styles, line, styles.paragraph_has(paragraph, "b")).all(paragraph)
    return line


class _Gatherer:
    def __init__(self, styles: Styles, line: Line, bold: bool) -> None:
        self._styles = styles
        self._line = line
        self._bold = bold
        self._in_deletion = False  # a deletion is often stored in several parts

    def all(self, holder: _Element) -> None:
        for child in unwrapped(holder):
            name = local(child)
            if name == "r" and child.tag.startswith(W):
                self._run(child)
            elif name in ("oMath", "oMathPara") and child.tag.startswith(M):
                self._line.pieces.append((False, linear(child)))
                self._line.weights.add(False)
            elif name == "del" and child.tag.startswith(W):
                self._delete(child)
            elif name not in _GONE and not _is_prompt(child):
                self.all(child)  # links, fields, content controls and the like hold runs in their turn

    def _delete(self, deletion: _Element) -> None:
        author, text = deletion.get(f"{W}author", ""), deleted_text(deletion)
        found = self._line.deleted
        if self._in_deletion and found and found[-1][0] == author:
            found[-1] = author, found[-1][1] + text
        else:
            found.append((author, text))
        self._in_deletion = True

    def _run(self, run: _Element) -> None:
        if self._styles.run_has(run, "vanish"):
            return
        if any(self._styles.run_has(run, line) for line in ("strike", "dstrike")):
            self._delete(run)  # struck out by hand
            return
        self._in_deletion = False
        bold = self._bold or self._styles.run_has(run, "b")
        raised = _is_raised(run)
        for child in unwrapped(run):
            text = _text(child)
            if text is None:
                self._attach(child)
                continue
            self._line.pieces.append((raised, text))
            if text.strip():
                self._line.weights.add(bold)

    def _attach(self, child: _Element) -> None:
        name, identifier = local(child), child.get(f"{W}id", "")
        if name in ("footnoteReference", "endnoteReference"):
            self._line.notes.append((name.removesuffix("Reference"), identifier))
        elif name == "commentReference":
            self._line.comments.append(identifier)
        elif name == "ruby":
            for base in child.iterchildren(f"{W}rubyBase"):
                self.all(base)  # the text itself, without its reading aids
        elif name in ("drawing", "pict", "object"):
            boxes = list(_boxes(child))
            self._line.boxes += boxes
            if not boxes and next(child.iter(f"{C}chart", f"{DGM}relIds"), None) is not None:
                self._line.drawings.append(child)


def _text(child: _Element) -> str | None:
    """The text of a part of a run; None for what is not text."""
    name = local(child)
    if name == "t":
        return child.text or ""
    if name == "sym":
        code = int(child.get(f"{W}char", "0")[-2:], 16) if _is_hex(child.get(f"{W}char", "")) else 0
        return _SYMBOLS.get((child.get(f"{W}font", "").lower(), code), "")
    return _SIGNS.get(name)


def _is_hex(text: str) -> bool:
    return bool(text) and all(sign in "0123456789abcdefABCDEF" for sign in text)


def _is_raised(run: _Element) -> bool:
    found = run.find(f"{W}rPr/{W}vertAlign")
    position = run.find(f"{W}rPr/{W}position")
    if found is not None:
        return bool(found.get(f"{W}val") == "superscript")
    return position is not None and integer(position.get(f"{W}val")) > 0


def _is_prompt(control: _Element) -> bool:
    """Whether a content control still shows its "Click here to enter text"."""
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _boxes(drawing: _Element) -> list[_Element]:
    """The text boxes of a drawing, without those inside them, which follow with the box that holds them."""
    found: list[_Element] = []
    for child in unwrapped(drawing):
        found += [child] if child.tag == f"{W}txbxContent" else _boxes(child)
    return found
