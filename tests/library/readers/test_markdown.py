"""Markdown: structure kept, markup gone."""

import pytest
from shown import shown

from assistant.errors import ContentError
from assistant.library.readers import read

TABLE = "| Plan | Price[^1] |\n|---|---:|\n| **A** | 3 |\n| B |  |\n\nAfter.\n\n[^1]: Without *VAT*.\n"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("# Title\n\n## Part *one*\n\nText.", ["h1 Title", "h2 Part one", "p Text."]),
        ("Title\n=====\n\nPart\n----", ["h1 Title", "h2 Part"]),
        ("One\nline.  \nAnother.", ["p One line. Another."]),
        ("**Bold**, *soft*, `code` and [a link](x.md).", ["p Bold, soft, code and a link."]),
        ("It costs ~~99~~ 89.", ["p It costs 89.", "p Deleted: 99"]),
        ("![A fridge](fridge.png) stands here.", ["p A fridge stands here."]),
        ("<https://example.com>", ["p https://example.com"]),
        ("- one\n- two\n  more\n\n  still two\n- three", ["item one", "item two more still two", "item three"]),
        ("1. one\n2. two\n", ["step 1. one", "step 2. two"]),
        ("3. three\n4. four\n", ["step 3. three", "step 4. four"]),
        ("- a\n  - b\n    1. c\n- d", ["item a", "item b", "step 1. c", "item d"]),
        ("1. a\n   - b\n\n   c\n2. d", ["step 1. a", "item b", "item c", "step 2. d"]),
        ("> Quoted\n> words.", ["p Quoted words."]),
        ('```json\n{\n  "a": 1,\n  "b": [2]\n}\n```', ['p { "a": 1, "b": [2] }']),
        ("    first()\n    second()\n", ["p first(); second()"]),
        (TABLE, ["row Plan: A; Price: 3", "row Plan: B", "p Footnote: Without VAT.", "p After."]),
        (
            "Five.[^a] Six.\n\n## Next\n\nSeven.\n\n[^a]: Note.",
            ["p Five. Six.", "p Footnote: Note.", "h2 Next", "p Seven."],
        ),
        ("- a[^1]\n- b\n\nText.\n\n[^1]: Note.", ["item a", "item b", "p Footnote: Note.", "p Text."]),
        ("A note^[In place.] here.", ["p A note here.", "p Footnote: In place."]),
        ("20 m<sup>2</sup> and CO<sub>2</sub><br>next", ["p 20 m² and CO2 next"]),
        ("a <!-- no --> b <b>c</b>\n\n<script>x()</script>\n\n<div>raw</div>", ["p a b c", "p raw"]),
        ("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>", ["row A", "row 1"]),
        ("---\ntitle: X\n---\n# Title", ["h1 Title"]),
        ("a\n\n---\n\nb", ["p a", "p b"]),
        ("# Größe\r\n\r\n−40…+60 °C\r\n", ["h1 Größe", "p −40…+60 °C"]),
        (r"5 \* 3 \< 20 &amp; &deg;C", ["p 5 * 3 < 20 & °C"]),
        (">" * 60 + " deep\n\nafter", ["p deep", "p after"]),
    ],
)
def test_markdown_becomes_plain_blocks(text: str, blocks: list[str]) -> None:
    assert shown("a.md", text) == blocks


def test_tables_are_numbered() -> None:
    text = "| a |\n|---|\n| 1 |\n\nText.\n\n| b |\n|---|\n| 2 |\n| 3 |\n"
    tables = [placed.block.table for placed in read("a.md", text.encode()).blocks if placed.block.cells]
    assert tables == [1, 2, 2]


def test_what_is_nested_too_deeply_is_refused_rather_than_cut() -> None:
    text = "".join("  " * depth + "- item\n" for depth in range(400))
    with pytest.raises(ContentError, match="nested"):
        read("a.md", text.encode())
