"""Plain text: what people mean by blank lines, signs and capitals."""

import pytest
from shown import shown

WRAPPED = "Twelve words that a program has wrapped at the end of a line of some length\n"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One\n\nTwo\n", ["p One", "p Two"]),
        (f"{WRAPPED}and gone on with.\n\nNext.", [f"p {WRAPPED.strip()} and gone on with.", "p Next."]),
        ("Larkfell AS\nStorgata 1\n0155 Oslo\n", ["p Larkfell AS", "p Storgata 1", "p 0155 Oslo"]),
        (f"{WRAPPED}and on.\n\nLarkfell AS\nOslo\n", [f"p {WRAPPED.strip()} and on.", "p Larkfell AS", "p Oslo"]),
        ("Points:\n- one\n- two\n", ["p Points:", "item one", "item two"]),
        ("* one\n* two\n\n• three", ["item one", "item two", "item three"]),
        ("1. one\n2) two\n(3) three\n", ["step 1. one", "step 2) two", "step (3) three"]),
        ("- one\n  goes on\n- two", ["item one goes on", "item two"]),
        ("Title\n=====\n\nPart\n----\nText.", ["h1 Title", "h2 Part", "p Text."]),
        ("# Title\n\n## Part\nText.", ["h1 Title", "h2 Part", "p Text."]),
        ("CHAPTER I\n\nText.", ["h2 CHAPTER I", "p Text."]),
        ("ISO\n\nSTOP IT!\n\nText.", ["p ISO", "p STOP IT!", "p Text."]),
        ("Text.\n\n----------\n\nMore.\n* * *\nEnd.", ["p Text.", "p More.", "p End."]),
        ("\tIndented by\n\ta tab.\n", ["p Indented by", "p a tab."]),
        ("\t2026\nL1\t95\n", ["row L1; 2026: 95"]),
        ("Item\tPrice\nL1\t95\nP1\t165\n", ["row Item: L1; Price: 95", "row Item: P1; Price: 165"]),
        ("To err* is human.\n\n* Seneca.\n", ["p To err is human.", "p Footnote: Seneca."]),
        ("−40 °C\r\n\r\n-40 °C\r\n", ["p −40 °C", "p -40 °C"]),
    ],
)
def test_text_becomes_blocks(text: str, blocks: list[str]) -> None:
    assert shown("a.txt", text) == blocks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_recognised(encoding: str) -> None:
    assert shown("a.txt", "Größe ±0.3 °C".encode(encoding)) == ["p Größe ±0.3 °C"]
