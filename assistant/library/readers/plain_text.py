"""Plain text: paragraphs, lists and headings as people mark them by blank lines, signs and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.library.readers.encoding import decode
from assistant.library.readers.listed import listed
from assistant.library.text import Block, BlockKind, clean, row

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
_HASHES = re.compile(r"(#{1,6})\s+(\S.*)")
_RULE = re.compile(r"\s*([-=*_~#])(?:\s?\1){2,}\s*")
_LONG_WORD = re.compile(r"\S{30}")
_LONGEST_HEADING = 80
_NARROWEST = 45  # lines that are all shorter than this were not wrapped by a program


def read_txt(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a text file."""
    return text_blocks(decode(data, name))


def text_blocks(text: str) -> Iterator[Block]:
    """The blocks of a plain text, such as a file or the body of a mail."""
    lines = text.splitlines()
    width = _width(lines)
    tables = 0
    parts = [list(group) for filled, group in groupby(lines, key=lambda line: bool(line.strip())) if filled]
    for at, part in enumerate(parts):
        if _is_note(part, parts[max(0, at - 1) : at + 2]):
            yield Block(BlockKind.PARAGRAPH, clean(" ".join(part)))
        elif _is_table(part):
            tables += 1
            yield from _rows(part, tables)
        else:
            yield from _part(part, width)


def _width(lines: Sequence[str]) -> int:
    """Where lines are wrapped: nearly all of them are shorter, but for those that a long address cannot leave."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not _LONG_WORD.search(line))
    return lengths[int(len(lengths) * 0.95)] if lengths else 0


def _is_note(part: Sequence[str], around: Sequence[Sequence[str]]) -> bool:
    """Whether a lone asterisk marks a footnote rather than an item of a list."""
    return sum(line.lstrip().startswith("* ") for lines in around for line in lines) == 1 and part[0].startswith("* ")


def _part(lines: list[str], width: int) -> Iterator[Block]:
    """The blocks between two blank lines."""
    if len(lines) == 1 and _is_capitals(lines[0]):
        yield Block(BlockKind.HEADING, clean(lines[0]), level=2)
        return
    width = min(width, max(_width(lines), _NARROWEST))
    at = 0
    while at < len(lines):
        heading, used = _heading(*lines[at : at + 2])
        if heading is not None:
            yield heading
        elif _RULE.fullmatch(lines[at]):
            used = 1
        else:
            used = _used(lines, at, width)
            yield _block(clean(" ".join(lines[at : at + used])))
        at += used


def _heading(line: str, following: str = "") -> tuple[Block | None, int]:
    """A heading at the start of some lines, and how many of them it takes."""
    if hashes := _HASHES.fullmatch(line):
        return Block(BlockKind.HEADING, clean(_unhashed(hashes.group(2))), level=len(hashes.group(1))), 1
    rule = _UNDERLINE.fullmatch(following)
    text = clean(line) if rule and len(line) <= 2 * _LONGEST_HEADING else ""
    if not rule or len(text) > _LONGEST_HEADING or not any(sign.isalpha() for sign in text):
        return None, 0
    # A rule as long as the page parts sections; one about as long as the text belongs to it.
    if abs(len(rule.group(1)) - len(text)) <= max(3, len(text) // 3):
        return Block(BlockKind.HEADING, text, level=1 if rule.group(1)[0] == "=" else 2), 2
    return None, 0


def _unhashed(text: str) -> str:
    """A heading without the hashes that may close it; not by a pattern, which would try every space of a long line."""
    return text.rstrip("#").rstrip() or text


def _is_capitals(line: str) -> bool:
    """Whether a line that stands alone is a heading in capitals."""
    text = clean(line)
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 4 and len(text) <= _LONGEST_HEADING and text.isupper() and text[-1] not in ".,;!?"


def _used(lines: Sequence[str], start: int, width: int) -> int:
    """How many lines make one paragraph or item: until a new item, or where a line could have held more."""
    in_list = listed(lines[start].strip()) is not None
    for at in range(start + 1, len(lines)):
        line, following = lines[at - 1].rstrip(), lines[at]
        if listed(following.strip()) or _RULE.fullmatch(following) or _HASHES.fullmatch(following):
            return at - start
        word = following.split(maxsplit=1)[0]
        hangs = in_list and following[:1].isspace()  # goes on under its bullet
        if not hangs and (width < _NARROWEST or len(line) + 1 + len(word) <= width):
            return at - start
    return len(lines) - start


def _block(text: str) -> Block:
    kind, text = listed(text) or (BlockKind.PARAGRAPH, text)
    return Block(kind, text)


def _is_table(lines: Sequence[str]) -> bool:
    """Whether lines were copied from a table: each has the same number of tabs inside."""
    counts = {line.count("\t") for line in lines}
    only_indented = all("\t" not in line.lstrip("\t") for line in lines)
    return len(lines) > 1 and len(counts) == 1 and not only_indented


def _rows(lines: Sequence[str], table: int) -> Iterator[Block]:
    header, *rest = [line.split("\t") for line in lines]
    for cells in rest:
        yield from filter(None, [row(header, cells, table=table)])
