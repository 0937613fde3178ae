"""The only place where text of documents, people or models reaches the screen: always as text, never live.

Streamlit's Markdown links bare addresses, sets arrows and emoji and reads directives, some of them even
after a backslash. So every ASCII punctuation sign is escaped, and a word that would still come alive
(an address, an arrow, an emoji code) is set as code.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

import streamlit as st

from assistant.model import Citation, Clearance
from assistant.pages.texts import text

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Brackets end a directive's label, pipes a table's cell and backticks code, even inside code: they part words.
PARTS_OF_LINE = re.compile(r"(\s+|[\[\]`|])")
ALIVE = re.compile(r"://|@|www\.|:[a-z_+-][\w+-]*:", re.IGNORECASE)
TYPOGRAPHIC = frozenset({"<->", "->", "<-", "--", ">=", "<=", "~="})
LEADING = "([{\"'“‘«<"
TRAILING = ".,;:!?)]}\"'”’»>…"
# Control characters, and signs that hide or turn the reading direction around.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LINE = re.compile("([^\r\n\x0b\x0c\u2028\u2029]*)(\r\n|[\r\n\x0b\x0c\u2028\u2029]|$)")

BADGES: Mapping[Clearance, Literal["orange", "red"]] = {Clearance.INTERNAL: "orange", Clearance.RESTRICTED: "red"}

# Two chips in a row on a phone would need still less; this keeps telling titles apart.
CHIP_LENGTH = 32

Span = tuple[int, int]


def clean(words: str) -> str:
    """`words` without control characters and direction marks, with plain line ends."""
    return UNSEEN.sub("", "\n".join(line for line, _ in _lines(words)))


def escape(words: str) -> str:
    """Markdown that shows `words` as it is, on one line."""
    return "".join(_escaped(part) for part in PARTS_OF_LINE.split(clean(words)))


def _escaped(part: str) -> str:
    if part.isspace():
        return " " if part.isascii() else part
    if part in TYPOGRAPHIC:
        return f"`{part}`"
    if not ALIVE.search(part):
        return PUNCTUATION.sub(r"\\\1", part)
    bare = part.lstrip(LEADING).rstrip(TRAILING)
    if not ALIVE.search(bare):
        return f"`{part}`"
    before, after = part.split(bare, 1)
    return PUNCTUATION.sub(r"\\\1", before) + f"`{bare}`" + PUNCTUATION.sub(r"\\\1", after)


def fill(template: str, **values: object) -> str:
    """One of our own texts with `values` put into its {places} as text."""
    return template.format(**{name: escape(str(value)) for name, value in values.items()}).strip()


def day(value: date) -> str:
    """A date as people read it: 3 March 2026."""
    return f"{value.day} {value:%B %Y}"


def joined(facts: Iterable[str]) -> str:
    """Facts that are Markdown already, on one line."""
    return " · ".join(facts)


def source_label(citation: Citation, number: int | None = None, *, staff: bool = False) -> str:
    """The label of a source: number, title, heading and page; for staff, whether it must stay in the house."""
    audience = citation.passage.audience
    label = " — ".join(escape(words).strip() for words in (citation.passage.document.title, *_last_heading(citation)))
    if citation.page:
        label += f", {fill(text('source.page'), page=citation.page)}"
    if staff and audience in BADGES:
        label += f" · :{BADGES[audience]}-badge[{text(f'badge.{audience}')}]"
    return label if number is None else f"**\\[{number}\\]** {label}"


def chip(citation: Citation, number: int | None = None, *, staff: bool = False, by_heading: bool = False) -> str:
    """A source in a few words: number and short title; for staff, whether it must stay in the house.

    `by_heading` names the section in place of the title, where another source is of the same document.
    """
    audience = citation.passage.audience
    title = citation.passage.document.title
    label = escape(_shortened(next(iter(_last_heading(citation)), title) if by_heading else title)).strip()
    if staff and audience in BADGES:
        label += f" :{BADGES[audience]}-badge[{text(f'audience.{audience}')}]"
    return label if number is None else f"**\\[{number}\\]** {label}"


def _shortened(title: str) -> str:
    short = textwrap.shorten(clean(title), CHIP_LENGTH, placeholder="…")
    return short if len(short) > 1 else title[: CHIP_LENGTH - 1] + "…"


def _last_heading(citation: Citation) -> Sequence[str]:
    return [heading for heading in citation.passage.heading_path[-1:] if heading != citation.passage.document.title]


def audience_badge(audience: Clearance) -> None:
    """Say in words and colour that something must stay in the house."""
    if audience in BADGES:
        st.badge(text(f"badge.{audience}"), icon=":material/lock:", color=BADGES[audience])


def below_title(citation: Citation) -> None:
    """The heading that a citation stands under, unless it stands under the title itself."""
    if citation.heading != citation.passage.document.title:
        st.markdown(f"**{escape(citation.heading).strip()}**")


def plain(words: str) -> None:
    """Show what somebody wrote, line by line, exactly."""
    st.text(clean(words))


def copyable(words: str) -> None:
    """Show a text that can be taken along with one press."""
    st.code(clean(words), language=None, wrap_lines=True)


def remark(markdown: str) -> None:
    """Show a small line of our own (st.caption is too pale to be read by everybody)."""
    st.markdown(f":small[:gray[{markdown.strip()}]]")


def bar(share: float, markdown: str) -> None:
    """Show how far something has come, with a line of our own."""
    st.progress(share, text=markdown)


def paragraph(words: str, numbers: Sequence[int] = (), *, item: bool = False) -> None:
    """Show a sentence, or an item of a list, followed by the numbers of its sources."""
    st.markdown(("- " if item else "") + escape(words).strip() + _marks(numbers))


def label(words: str) -> None:
    """A line that names what follows it."""
    st.markdown(f"**{escape(words)}**")


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" **\\[{number}\\]**" for number in numbers)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[Sequence[int]]) -> None:
    """Show rows of a table with header cells and source numbers; few long rows stand upright, for phones."""
    heads = [f":gray[{escape(header).strip()}]" if header else "" for header in headers]
    cells = [[escape(cell).strip() for cell in row] for row in rows]
    shared = len(set(map(tuple, numbers))) == 1
    if not shared:
        for row, own in zip(cells, numbers, strict=True):
            row[0] += _marks(own)
    if len(cells) == 1:
        st.table(dict(zip(_distinct(heads), cells[0], strict=True)))
    elif len(cells) == 2 and len(heads) > 3:
        _columns(_distinct([heads[0], cells[0][0], cells[1][0]]), [heads[1:], cells[0][1:], cells[1][1:]])
    else:
        _columns(_distinct(heads), list(zip(*cells, strict=True)))
    if shared:
        remark(text("answer.rows") + _marks(numbers[0]))


def _columns(names: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    st.table({name: list(column) for name, column in zip(names, columns, strict=True)})


def _distinct(headers: Sequence[str]) -> list[str]:
    """Headers that differ by unseen blanks where the document repeats one."""
    seen: list[str] = []
    for header in headers:
        while header in seen:
            header += "\u00a0"
        seen.append(header)
    return seen


def surroundings(section: str, quoted: Iterable[Span]) -> None:
    """Show a section line by line with the stretches in `quoted` (offsets into `section`) highlighted."""
    spans = _merged(section, quoted)
    lines, offset = [], 0
    for line, end in _lines(section):
        lines.append("".join(_highlighted(line, offset, spans)).strip())
        offset += len(line) + len(end)
    blocks = ("\\\n".join(block) for filled, block in groupby(lines, key=bool) if filled)
    st.markdown("\n\n".join(blocks))


def _lines(words: str) -> Iterator[tuple[str, str]]:
    """The lines of a text, each with the signs that end it."""
    for match in LINE.finditer(words):
        if match[0]:
            yield match[1], match[2]


def _merged(section: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those joined between which nothing but blanks stands."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not section[merged[-1][1] : start].strip():
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif end > start:
            merged.append((start, end))
    return merged


def _highlighted(line: str, offset: int, spans: Sequence[Span]) -> Iterator[str]:
    """Pieces of Markdown for one line that begins at `offset` of its text."""
    at = 0
    for start, end in spans:
        first, last = max(start - offset, 0), min(end - offset, len(line))
        if first >= last:
            continue
        yield escape(line[at:first])
        quote = escape(line[first:last])
        yield f":orange-background[{quote}]" if quote.strip() else quote
        at = last
    yield escape(line[at:])
