"""A Word document from its bytes to its blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.errors import ContentError
from assistant.library.readers.footnotes import woven
from assistant.library.readers.listed import listed
from assistant.library.readers.office.drawing import drawn
from assistant.library.readers.office.grid import Cell, one_line, table_blocks
from assistant.library.readers.office.markup import W, is_on, unwrapped
from assistant.library.readers.office.package import Package
from assistant.library.readers.word.line import Line, deleted_text, gather
from assistant.library.readers.word.numbering import Numbering
from assistant.library.readers.word.styles import TITLE, Styles
from assistant.library.readers.word.tables import deleted_rows, has_ground, header_count, is_layout, table_places
from assistant.library.text import Block, BlockKind, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRANSPARENT = tuple(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_LONGEST_BOLD_HEADING = 80
_CAPTION = re.compile(r"\w+\.?\s*\d+\s*[.:–]")  # "Table 1. Prices"


def read_docx(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a Word document: tracked changes accepted, comments aside, headers and footers left out."""
    package = Package(data, name)
    path, root = package.main("document")
    parts = {kind: package.xml(next(package.related(path, kind), None)) for kind in ("styles", "numbering")}
    document = _Document(package, path, Styles(parts["styles"]), Numbering(parts["numbering"]))
    document.find_title(root)
    story = _Story(document)
    for body in root.iterchildren(f"{W}body"):
        story.read(body)
    return story.finished()


class _Document:
    """What all parts of a document share: its styles, the state of its lists, its notes and comments."""

    def __init__(self, package: Package, path: str, styles: Styles, numbering: Numbering) -> None:
        self.package = package
        self.path = path
        self.styles = styles
        self.numbering = numbering
        self.tables = 0
        self.has_title = False
        self.notes = {kind: self._by_id(f"{kind}s", kind) for kind in ("footnote", "endnote")}
        self.comments = self._by_id("comments", "comment")

    def _by_id(self, part: str, tag: str) -> dict[str, _Element]:
        root = self.package.xml(next(self.package.related(self.path, part), None))
        return {note.get(f"{W}id", ""): note for note in (root.iter(f"{W}{tag}") if root is not None else ())}

    def find_title(self, root: _Element) -> None:
        """With a title of the document above them, its headings are one level further down."""
        titles = (paragraph for paragraph in root.iter(f"{W}p") if self.styles.level(paragraph) == TITLE)
        self.has_title = any(gather(title, self.styles, Line()).text for title in titles)


@dataclass(slots=True)
class _Story:
    """One walk through the body, a cell or a text box; what hangs on a block waits in `after`."""

    document: _Document
    blocks: list[Block] = field(default_factory=list)
    after: dict[int, list[Block]] = field(default_factory=lambda: defaultdict(list))
    bold: set[int] = field(default_factory=set)
    _carried: Line = field(default_factory=Line)

    def read(self, holder: _Element) -> None:
        for element in self._items(holder):
            if element.tag == f"{W}p":
                self._paragraph(element)
            else:
                self._table(element)
        if self._carried.text:
            self._add(self._carried, Block(BlockKind.PARAGRAPH, self._carried.text))

    def finished(self) -> Iterator[Block]:
        """The blocks with their notes; bold lines are headings where a document has no others."""
        if not any(block.kind is BlockKind.HEADING for block in self.blocks):
            for at in self.bold:
                self._promote(at)
        return woven(self.blocks, self.after)

    def _items(self, holder: _Element) -> Iterator[_Element]:
        for child in unwrapped(holder):
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag == f"{W}sdt":
                if not _is_contents(child):
                    yield from self._items(child)
            elif child.tag in _TRANSPARENT:
                yield from self._items(child)
            elif child.tag in (f"{W}altChunk", f"{W}subDoc"):
                raise ContentError(
                    self.document.package.name,
                    "takes in another document that is not part of its text yet. Open it in Word and save it again.",
                )

    def _paragraph(self, paragraph: _Element) -> None:
        styles = self.document.styles
        line, self._carried = gather(paragraph, styles, self._carried), Line()
        if is_on(paragraph.find(f"{W}pPr/{W}rPr/{W}del")):
            self._carried = line  # the end of this paragraph is deleted: it goes on in the next
            return
        if not styles.is_contents(paragraph):
            self._add(line, self._block(paragraph, line.text))

    def _block(self, paragraph: _Element, text: str) -> Block:
        styles = self.document.styles
        kind, label = BlockKind.PARAGRAPH, ""
        numbering = styles.numbering(paragraph)
        if numbering:
            kind, label = self.document.numbering.next(*numbering)
        elif styles.is_list(paragraph):
            kind = BlockKind.ITEM
        level = styles.level(paragraph)
        if level is not None:
            return Block(BlockKind.HEADING, _labelled(label, text), level=1 if level == TITLE else self._level(level))
        if kind is BlockKind.PARAGRAPH and (found := listed(text, dashes=False)):
            return Block(*found)
        return Block(kind, _labelled(label, text))

    def _level(self, level: int) -> int:
        return level + 1 if self.document.has_title else level

    def _add(self, line: Line, block: Block) -> None:
        """A block, what hangs on it, and the boxes and charts that are anchored in it."""
        if block.text:
            if block.kind is BlockKind.PARAGRAPH and line.bold:
                self.bold.add(len(self.blocks))
            self.blocks.append(block)
        self._hang([*self._notes(line), *self._comments(line), *_deletions(line.deleted)])
        for box in line.boxes:
            self._take(self._inner(box))
        for drawing in line.drawings:
            self.document.tables += 1
            self.blocks += drawn(self.document.package, self.document.path, drawing, self.document.tables)

    def _hang(self, notes: list[Block]) -> None:
        if self.blocks:
            self.after[len(self.blocks) - 1] += notes
        else:
            self.blocks += notes

    def _notes(self, line: Line) -> Iterator[Block]:
        for kind, identifier in line.notes:
            text = self._text(self.document.notes[kind].get(identifier))
            if text:
                yield Block(BlockKind.PARAGRAPH, f"Footnote: {text}")

    def _comments(self, line: Line) -> Iterator[Block]:
        for identifier in line.comments:
            comment = self.document.comments.get(identifier)
            text = self._text(comment)
            if comment is not None and text:
                author = clean(comment.get(f"{W}author", ""))
                who = f" by {author}" if author else ""
                yield Block(BlockKind.PARAGRAPH, f"Comment{who}: {text}", aside=True)

    def _text(self, holder: _Element | None) -> str:
        return one_line(self._inner(holder).shown) if holder is not None else ""

    @property
    def shown(self) -> list[Block]:
        """The blocks without what hangs on a text that is not there."""
        return [block for block in self.blocks if not block.aside]

    @property
    def hung(self) -> list[Block]:
        """All notes, comments and deletions."""
        return [
            *(block for block in self.blocks if block.aside),
            *(note for notes in self.after.values() for note in notes),
        ]

    def _inner(self, holder: _Element) -> _Story:
        story = _Story(self.document)
        story.read(holder)
        return story

    def _take(self, inner: _Story) -> None:
        """The blocks of an inner story after our own."""
        first = len(self.blocks)
        self.blocks += inner.blocks
        for at, notes in inner.after.items():
            self.after[first + at] += notes
        self.bold |= {first + at for at in inner.bold}

    def _table(self, table: _Element) -> None:
        rows = table_places(table)
        cells = dict.fromkeys(cell for places, _ in rows for cell in places if cell is not None)
        stories = {cell: self._inner(cell) for cell in cells}
        if is_layout(rows, {cell: story.shown for cell, story in stories.items()}):
            for story in stories.values():
                self._take(story)
            return
        self.document.tables += 1
        made = {cell: story.as_cell(has_ground(cell)) for cell, story in stories.items()}
        grid = [[made[cell] if cell is not None else Cell("") for cell in places] for places, _ in rows]
        self.blocks += table_blocks(grid, header_count(rows), self.document.tables)
        for story in stories.values():
            self._hang(story.hung)
        self._hang(list(_deletions([(author, deleted_text(row)) for author, row in deleted_rows(table)])))

    def as_cell(self, strong: bool) -> Cell:
        """All of it as the text of one cell, which also stands out when it is bold."""
        return Cell(one_line(self.shown), strong or len(self.bold) == len(self.shown))

    def _promote(self, at: int) -> None:
        block = self.blocks[at]
        leads = at + 1 < len(self.blocks) and at + 1 not in self.bold
        fits = len(block.text) <= _LONGEST_BOLD_HEADING and block.text[-1] not in ".:;,!?"
        if leads and fits and not _CAPTION.match(block.text):
            self.blocks[at] = replace(block, kind=BlockKind.HEADING, level=1)


def _deletions(deleted: Iterable[tuple[str, str]]) -> Iterator[Block]:
    for author, text in deleted:
        if words := clean(text):
            who = f" by {clean(author)}" if author else ""
            yield Block(BlockKind.PARAGRAPH, f"Deleted{who}: {words}", aside=True)


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}".strip() if text else ""


def _is_contents(control: _Element) -> bool:
    """Whether a content control holds the table of contents, or still asks to be filled in."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    return contents or is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))
