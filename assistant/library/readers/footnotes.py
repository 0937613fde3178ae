"""Footnotes: the mark leaves the text, the note follows what it explains.

Readers leave marks as superscript digits ("5 years¹") and notes as paragraphs that begin with their mark
("¹ At the default interval."). So a mark can never become a digit of the number before it, and a note
stays in the section, and later in the passage, of the sentence or table it belongs to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.library.text import Block, BlockKind, clean

_SUPERSCRIPTS = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_DIGITS = "[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_MARK = re.compile(rf"{_DIGITS}|[*∗†‡]")
_NOTE = re.compile(rf"({_MARK.pattern})[\s)\].:]*(?=\S)")
# One mark, or several with commas, behind a word or number; not the "²" of "m²", not the "³" of "10⁻³".
_NO_POWER = r"(?<!\bm)(?<!\bcm)(?<!\bmm)(?<!\bdm)(?<!\bkm)(?<!\bft)(?<!\bin)(?<!\bs)(?<![⁻⁺])"
_MARKS = re.compile(rf"(?<=\S)(?:\s?{_NO_POWER}{_DIGITS}(?:\s?[,;]\s?{_DIGITS})*|[*∗†‡])(?![\w*])")
_LISTED = (BlockKind.ITEM, BlockKind.STEP, BlockKind.ROW)


def superscript(text: str) -> str | None:
    """The raised digits as characters that cannot be mistaken for ordinary ones; None for other raised text."""
    text = clean(text)
    if re.fullmatch(r"[-+−]?\d{1,4}", text):
        return text.translate(_SUPERSCRIPTS)
    return None


def settle(blocks: Iterable[Block]) -> list[Block]:
    """Move each note behind the block, list or table that refers to it, and drop its marks there.

    A note that nothing refers to stays where it is, and a mark without a note stays in its text. A heading
    under which only notes stood ("Footnotes") goes with them.
    """
    kept: list[Block] = []
    emptied: set[int] = set()
    notes: dict[int, list[Block]] = defaultdict(list)  # by the place of the last block that refers to them
    referring: dict[str, list[int]] = defaultdict(list)  # mark -> places, since the last note of that mark
    for block in blocks:
        found = _NOTE.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
        places = referring.pop(found.group(1), []) if found else []
        if found and places:
            for place in set(places):
                kept[place] = _without(kept[place], found.group(1))
            notes[places[-1]].append(replace(block, text=f"Footnote: {block.text[found.end() :]}"))
            emptied.add(len(kept) - 1)
            continue
        for mark in _marks(block.text):
            referring[mark].append(len(kept))
        kept.append(block)
    return list(woven(kept, notes, emptied))


def _marks(text: str) -> set[str]:
    return {mark for found in _MARKS.finditer(text) for mark in _MARK.findall(found.group())}


def _without(block: Block, mark: str) -> Block:
    def drop(text: str) -> str:
        return clean(_MARKS.sub(lambda found: _others(found.group(), mark), text))

    cells = tuple((drop(name), drop(value)) for name, value in block.cells)
    return replace(block, text=drop(block.text), cells=cells)


def _others(marks: str, mark: str) -> str:
    single = _MARK.findall(marks)
    return ",".join(other for other in single if other != mark) if mark in single else marks


def woven(
    blocks: Sequence[Block], notes: Mapping[int, Sequence[Block]], emptied: Collection[int] = ()
) -> Iterator[Block]:
    """Blocks with the notes of each place, which wait until the list or table they belong to is over.

    `emptied` are the places from which notes were taken away: a heading that is left with nothing goes, too.
    """
    waiting: list[Block] = []
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        ends_section = following is None or following.kind is BlockKind.HEADING
        if not (block.kind is BlockKind.HEADING and place in emptied and ends_section):
            yield block
        waiting += notes.get(place, ())
        if following is None or not _same_list(block, following):
            yield from waiting
            waiting.clear()


def _same_list(block: Block, following: Block) -> bool:
    return block.kind in _LISTED and following.kind is block.kind and following.table == block.table
