"""HTML: the content of a web page as blocks, without what surrounds it on the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.errors import ContentError
from assistant.library.readers.encoding import decode
from assistant.library.readers.footnotes import superscript
from assistant.library.readers.web_boilerplate import drop_boilerplate, main_content
from assistant.library.readers.web_notes import Notes, find_notes
from assistant.library.readers.web_tables import is_layout, table_rows
from assistant.library.text import Block, BlockKind, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\A\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 80
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)


def read_html(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a web page: headings, paragraphs, lists, tables and notes of its main content."""
    declared = _XML_CHARSET.search(data[:1024]) or _CHARSET.search(data[:4096])
    text = decode(data, name, declared.group(1).decode("ascii") if declared else None)
    return page_blocks(parse(text, name))


def page_blocks(root: _Element) -> Iterable[Block]:
    """The blocks of a page that was parsed."""
    drop_boilerplate(root)
    return _Page(main_content(root)).blocks()


def read_fragment(html: str, name: str) -> Iterable[Block]:
    """The blocks of a piece of HTML that is content from end to end, such as rendered Markdown."""
    root = parse(f"<html><body><main>{html}</main></body></html>", name)
    drop_boilerplate(root)
    return _Page(root).blocks()


def parse(text: str, name: str) -> _Element:
    """The elements of a page; raises `ContentError` when they are too many levels deep to be read whole."""
    # Imported here because listing the readers must not cost what one of them needs.
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise ContentError(name, "has no text in it. Check that the right page was saved.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # libxml2 stops reading here without a word, and the rest of the page would be missing.
        raise ContentError(name, "is nested more than 255 levels deep. Save a simpler version of the page.")
    return root


class _Page:
    """One walk through the content of a page."""

    def __init__(self, root: _Element) -> None:
        self._root = root
        self._notes: Notes = find_notes(root)
        self._tables = 0
        self._holders = _holders(root)
        self._bold: list[Block] = []
        self._deleted: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """The blocks of the page; bold lines are its sections where no headings are."""
        found = list(self._with_deletions())
        has_sections = any(block.kind is BlockKind.HEADING and block.level == 2 for block in found)
        bold = set() if has_sections else {id(block) for block in self._bold}
        for block, following in zip_longest(found, found[1:]):
            # A line in bold above another one, or above nothing, is set off for its own sake.
            leads = id(block) in bold and following is not None and id(following) not in bold
            yield replace(block, kind=BlockKind.HEADING, level=2) if leads else block

    def _with_deletions(self) -> Iterator[Block]:
        """The blocks, each followed by what is struck out in it, which no longer holds and is aside."""
        for block in self._content(self._root):
            yield block
            yield from self._deletions()
        yield from self._deletions()

    def _deletions(self) -> Iterator[Block]:
        texts, self._deleted = self._deleted, []
        for text in filter(None, map(clean, texts)):
            yield Block(BlockKind.PARAGRAPH, f"Deleted: {text}", aside=True)

    def _content(self, element: _Element) -> Iterator[Block]:
        """The blocks of an element; text that stands directly in it counts as a paragraph."""
        inline: list[str] = [element.text or ""]
        for child in element:
            if child.tag in _BLOCKS or child in self._holders:
                yield from _paragraph("".join(inline))
                inline = []
                yield from self._block(child)
            else:
                inline.append(self._inline(child))
            inline.append(child.tail or "")
        yield from _paragraph("".join(inline))

    def _block(self, element: _Element) -> Iterator[Block]:
        if element in self._notes.marks:
            yield from _paragraph(f"{self._notes.marks[element]} {self.text(element)}")
        elif element.tag in _HEADINGS or element.get("role") == "heading":
            text = clean(self.text(element))
            if text:
                yield Block(BlockKind.HEADING, text, level=_level(element))
        elif element.tag in ("ul", "ol", "menu"):
            yield from self._list(element)
        elif element.tag == "dl":
            yield from self._definitions(element)
        elif element.tag == "pre":
            yield from _paragraph(_code(self.text(element)))
        elif element.tag == "p" and _is_bold_line(element):
            self._bold += _paragraph(self.text(element))
            yield from self._bold[-1:]
        elif element.tag == "table" and not is_layout(element):
            self._tables += 1
            yield from table_rows(element, self._one_line, self._tables)
        else:
            yield from self._content(element)

    def _list(self, element: _Element) -> Iterator[Block]:
        number = _integer(element.get("start"), 1)
        for child in element:
            if child.tag != "li" or child in self._notes.marks:
                yield from self._block(child)
                continue
            number = _integer(child.get("value"), number)
            yield from self._item(child, f"{number}. " if element.tag == "ol" else "")
            number += 1

    def _item(self, element: _Element, marker: str) -> Iterator[Block]:
        """An item's own paragraphs become one block; lists and tables in it follow, flattened, in order."""
        blocks = list(self._content(element))
        if any(block.kind is BlockKind.HEADING for block in blocks):
            yield from blocks  # a card with a title of its own, laid out as a list
            return
        kind = BlockKind.STEP if marker else BlockKind.ITEM
        own: list[str] = []
        for block in blocks:
            if block.kind is BlockKind.PARAGRAPH:
                own.append(block.text)
                continue
            if own:
                yield Block(kind, marker + " ".join(own))
                own, kind, marker = [], BlockKind.ITEM, ""
            yield block
        if own:
            yield Block(kind, marker + " ".join(own))

    def _definitions(self, element: _Element) -> Iterator[Block]:
        terms: list[str] = []
        defined = False
        for child in element.iter("dt", "dd"):
            if next(child.iterancestors("dl")) is not element:
                continue
            if child.tag == "dt":
                terms = [*([] if defined else terms), clean(self.text(child))]
                defined = False
            else:
                for block in self._item(child, ""):
                    named = block.kind is BlockKind.ITEM and not defined and any(terms)
                    yield Block(BlockKind.ITEM, f"{', '.join(terms)}: {block.text}") if named else block
                    defined = True
        if terms and not defined:
            yield from _paragraph(", ".join(terms))

    def _one_line(self, cell: _Element) -> str:
        """A table cell as one line: its paragraphs and items one after the other."""
        line = ""
        for block in self._content(cell):
            separator = " " if not line or line[-1] in ".,:;!?" else ", "
            line = f"{line}{separator}{block.text}" if line else block.text
        return line

    def text(self, element: _Element) -> str:
        """The text of an element and everything in it, with blocks and line breaks apart."""
        parts = [element.text or ""]
        for child in element:
            parts.append(self._inline(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _inline(self, element: _Element) -> str:
        if element in self._notes.backlinks:
            return ""
        if element in self._notes.references:
            return self._notes.references[element]
        if element.tag == "br":
            return "\n"
        if element.tag == "img":
            return f" {element.get('alt', '')} "
        text = self.text(element)
        if element.tag in ("del", "s", "strike"):
            self._deleted.append(text)
            return " "
        if element.tag == "sup":
            return superscript(text) or text
        if element.tag == "q":
            return f"“{text}”"
        return f" {text} " if element.tag in _BLOCKS else text


def _is_bold_line(element: _Element) -> bool:
    """Whether a paragraph is all in bold, and as short as a heading without ending like a sentence."""
    text = clean("".join(element.itertext()))
    bold = clean("".join(part for strong in element.iterchildren("b", "strong") for part in strong.itertext()))
    return bool(text) and text == bold and len(text) <= _LONGEST_BOLD_HEADING and text[-1] not in ".:;,!?"


def _holders(root: _Element) -> set[_Element]:
    """Everything that holds a block, so also inline elements such as a link around a whole card."""
    holders: set[_Element] = set()
    for block in root.iter(*_BLOCKS):
        for holder in block.iterancestors():
            if holder in holders:
                break
            holders.add(holder)
    return holders


def _paragraph(text: str) -> Iterator[Block]:
    text = clean(text)
    if text:
        yield Block(BlockKind.PARAGRAPH, text)


def _level(element: _Element) -> int:
    return _HEADINGS.get(str(element.tag)) or max(1, _integer(element.get("aria-level"), 2))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default


def _code(text: str) -> str:
    """Code on one line: "; " where a line ends a statement, a space where it only breaks one."""
    line = ""
    for part in filter(None, map(clean, text.splitlines())):
        broken = not line or line[-1] in "{[(,;\\|" or part[0] in "}])"
        line = f"{line}{' ' if broken else '; '}{part}".strip()
    return line
