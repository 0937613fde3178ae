"""Footnotes of a web page that are linked: which link is a mark, which element is the note it leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.library.readers.footnotes import superscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTE_TAGS = ("li", "p", "dd", "div", "aside")
_REFERENCE_NAMES = re.compile(r"footnote|fn-?ref|noteref|endnote", re.IGNORECASE)
_REFERENCE_TARGETS = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote)[:_-]?\d+")  # as word processors write them
_BACKLINK_TARGETS = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote)[:_-]?ref", re.IGNORECASE)
_BACKLINK_NAMES = re.compile(r"backref|backlink|back-link|reversefootnote", re.IGNORECASE)
_ARROWS = re.compile(r"[\s↩↑⏎^\ufe0e\ufe0f]*")


@dataclass(frozen=True, slots=True)
class Notes:
    """The marks to write for links that refer to a note and in front of the notes, and the links back."""

    references: dict[_Element, str] = field(default_factory=dict)
    marks: dict[_Element, str] = field(default_factory=dict)
    backlinks: set[_Element] = field(default_factory=set)


def find_notes(root: _Element) -> Notes:
    """Number the notes of a page in the order in which they are first referred to."""
    notes = Notes()
    targets = {f"#{element.get('name', '')}": element for element in root.iter("a")}
    targets |= {f"#{element.get('id', '')}": element for element in root.iter()}
    for link in root.iter("a"):
        note = _note(targets.get(link.get("href", "")))
        if note is None or not _is_reference(link) or note in link.iterancestors():
            continue
        mark = notes.marks.setdefault(note, superscript(str(len(notes.marks) + 1)) or "")
        notes.references[link] = mark
    for note in notes.marks:
        notes.backlinks.update(link for link in note.iter("a") if _is_backlink(link))
    return notes


def _note(target: _Element | None) -> _Element | None:
    """The element that holds the note; an empty anchor in front of its text stands for its parent."""
    while target is not None and target.tag in ("a", "span", "sup", "b", "strong", "em", "i"):
        target = target.getparent()
    return target if target is not None and target.tag in _NOTE_TAGS else None


def _is_reference(link: _Element) -> bool:
    parent = link.getparent()
    raised = link.find("sup") is not None or (parent is not None and parent.tag == "sup")
    named = link.get("role") == "doc-noteref" or _REFERENCE_NAMES.search(link.get("class", ""))
    aimed = _REFERENCE_TARGETS.fullmatch(link.get("href", ""))
    return bool(raised or named or aimed) and not _is_backlink(link)


def _is_backlink(link: _Element) -> bool:
    href = link.get("href", "")
    if link.get("role") == "doc-backlink" or _BACKLINK_NAMES.search(link.get("class", "")):
        return True
    if _BACKLINK_TARGETS.match(href):
        return True
    return href.startswith("#") and bool(_ARROWS.fullmatch("".join(str(text) for text in link.itertext())))
