"""Word documents: structure kept, tracked changes accepted, comments aside."""

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from office_samples import repacked, saved, table, text, word, word_xml
from shown import shorten, shown

from assistant.library.readers import read


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    ("steps", "blocks"),
    [
        (
            [text("Guide", "Title"), text("Why", "Heading 1"), text("How", "Heading 2"), text("So.")],
            ["h1 Guide", "h2 Why", "h3 How", "p So."],
        ),
        ([text("Why", "Heading 1"), text("How", "Heading 3"), text("So.")], ["h1 Why", "h3 How", "p So."]),
        ([text("", "Title"), text("Why", "Heading 1"), text("So.")], ["h1 Why", "p So."]),
        ([text("one", "List Bullet"), text("two", "List Bullet 2")], ["item one", "item two"]),
        (
            [text("one", "List Number"), text("two", "List Number"), text("So."), text("three", "List Number")],
            ["step 1. one", "step 2. two", "p So.", "step 3. three"],
        ),
        ([text("• typed"), text("1. typed")], ["item typed", "step 1. typed"]),
        (
            [text("Table 1. Prices", "Caption"), table([["A", "B"], ["1", "2"]])],
            ["p Table 1. Prices", "row A: 1; B: 2"],
        ),
        ([text("one\ntwo\tthree")], ["p one two three"]),
        ([text("Contents", "TOC Heading"), text("So.")], ["p So."]),
        ([table([["A", "B"], ["1", ""], ["", "2"]])], ["row A: 1", "row B: 2"]),
        ([table([["only", "one"]])], ["row only: one"]),
        ([table([["framed"], ["text"]])], ["p framed", "p text"]),
        ([text("20 m³ at −40…+60 °C, ±0.3 °C, Größe")], ["p 20 m³ at −40…+60 °C, ±0.3 °C, Größe"]),
    ],
)
def test_paragraphs_lists_and_tables_stay_in_order(steps: list, blocks: list[str]) -> None:
    assert shown("a.docx", word(*steps)) == blocks


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (p(r("kept ") + f'<w:ins w:id="1">{r("added")}</w:ins>'), ["p kept added"]),
        (
            p(r("kept") + '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'),
            ["p kept", "p Deleted: gone"],
        ),
        (p(f'<w:moveFrom w:id="1">{r("old place")}</w:moveFrom>') + p(f"<w:moveTo>{r('new')}</w:moveTo>"), ["p new"]),
        (p(r("first "), '<w:rPr><w:del w:id="1"/></w:rPr>') + p(r("second")), ["p first second"]),
        (p(r("shown") + r("hidden", "<w:vanish/>")), ["p shown"]),
        (p(r("not hidden", '<w:vanish w:val="0"/>')), ["p not hidden"]),
        (p(f"<w:hyperlink>{r('a link')}</w:hyperlink>{r(' on')}"), ["p a link on"]),
        (p(f"<w:smartTag>{r('tag')}</w:smartTag><w:fldSimple>{r(' 7')}</w:fldSimple>"), ["p tag 7"]),
        (p('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>SEQ</w:instrText></w:r>' + r("1")), ["p 1"]),
        (p(r("5 years") + r("1", '<w:vertAlign w:val="superscript"/>')), ["p 5 years¹"]),
        (p(r("10") + r("-6", '<w:vertAlign w:val="superscript"/>') + r(" mm")), ["p 10⁻⁶ mm"]),
        (p("<w:r><w:t>CO</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>a</w:t></w:r>"), ["p CO-2a"]),
        (p(r("20 ") + '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>' + r("C")), ["p 20 °C"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('in a control'))}</w:sdtContent></w:sdt>", ["p in a control"]),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p(r('Click'))}</w:sdtContent></w:sdt>", []),
        (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent>{p(r('Why 3'))}</w:sdtContent></w:sdt>",
            [],
        ),
        (
            p(
                r("before")
                + f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('boxed'))}</w:txbxContent></v:textbox></w:pict></w:r>"
            ),
            ["p before", "p boxed"],
        ),
        (
            p(
                "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
                f"{p(r('once'))}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
                f"{p(r('once'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            ["p once"],
        ),
        (
            p(
                "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b+1</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            ["p a/(b+1)"],
        ),
        (
            p(
                "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>-4</m:t></m:r></m:sup></m:sSup></m:oMath>"
            ),
            ["p 10⁻⁴"],
        ),
        (p(r("Why", "<w:b/>")) + p(r("Because.")), ["h1 Why", "p Because."]),
        (p(r("Note:", "<w:b/>")) + p(r("Because.")), ["p Note:", "p Because."]),
        (p(r("Scope", ""), '<w:outlineLvl w:val="1"/>') + p(r("So.")), ["h2 Scope", "p So."]),
    ],
)
def test_what_a_paragraph_shows(body: str, blocks: list[str]) -> None:
    assert shown("a.docx", word_xml(body + p(r("End."))))[:-1] == blocks


def list_of(levels: list[tuple[str, str]], paragraphs: list[tuple[str, int]], more: str = "") -> bytes:
    """A document with one list; each level is a format and a text, each paragraph its words and its depth."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for at, (style, label) in enumerate(levels)
    )
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'
    )
    body = "".join(
        p(r(words), f'<w:numPr><w:ilvl w:val="{depth % 10}"/><w:numId w:val="{depth // 10 + 1}"/></w:numPr>')
        for words, depth in paragraphs
    )
    return repacked(word_xml(body), {"word/numbering.xml": numbering})


ANEW = (
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


@pytest.mark.parametrize(
    ("levels", "paragraphs", "blocks"),
    [
        ([("decimal", "%1.")], [("a", 0), ("b", 0)], ["step 1. a", "step 2. b"]),
        ([("decimal", "%1")], [("a", 0)], ["step 1. a"]),
        ([("lowerLetter", "%1)")], [("a", 0), ("b", 0)], ["step a) a", "step b) b"]),
        ([("upperRoman", "%1.")], [("a", 0)] * 4, ["step I. a", "step II. a", "step III. a", "step IV. a"]),
        (
            [("decimal", "%1."), ("decimal", "%1.%2")],
            [("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1)],
            ["step 1. a", "step 1.1. b", "step 1.2. c", "step 2. d", "step 2.1. e"],
        ),
        ([("bullet", "•"), ("decimal", "%2.")], [("a", 0), ("b", 1)], ["item a", "step 1. b"]),
        ([("none", "")], [("a", 0)], ["p a"]),
        (
            [("decimal", "%1.")],
            [("a", 0), ("b", 0), ("c", 10), ("d", 10)],
            ["step 1. a", "step 2. b", "step 1. c", "step 2. d"],
        ),
    ],
)
def test_numbers_are_counted_as_word_counts_them(
    levels: list[tuple[str, str]], paragraphs: list[tuple[str, int]], blocks: list[str]
) -> None:
    assert shown("a.docx", list_of(levels, paragraphs, ANEW)) == blocks


def test_merged_cells_stand_in_all_their_places() -> None:
    def merged(document: Document) -> None:
        made = document.add_table(4, 3)
        for at, value in enumerate(["Plan", "Price", "", "", "EUR", "NOK", "A", "3", "30", "", "4", "40"]):
            made.cell(at // 3, at % 3).text = value
        made.cell(0, 1).merge(made.cell(0, 2))
        made.cell(0, 0).merge(made.cell(1, 0))
        made.cell(2, 0).merge(made.cell(3, 0))

    assert shown("a.docx", word(merged)) == [
        "row Plan: A; Price EUR: 3; Price NOK: 30",
        "row Plan: A; Price EUR: 4; Price NOK: 40",
    ]


def test_a_marked_header_of_two_rows_is_one_header() -> None:
    def marked(document: Document) -> None:
        made = document.add_table(3, 2)
        for at, value in enumerate(["Price", "Price", "EUR", "NOK", "3", "30"]):
            made.cell(at // 2, at % 2).text = value
        for row in list(made.rows)[:2]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    assert shown("a.docx", word(marked)) == ["row Price EUR: 3; Price NOK: 30"]


def test_a_table_that_names_its_rows_has_no_header() -> None:
    def labelled(document: Document) -> None:
        made = document.add_table(2, 2)
        for at, (label, value) in enumerate([("Phone", "12"), ("Hours", "8–16")]):
            made.cell(at, 0).paragraphs[0].add_run(label).bold = True
            made.cell(at, 1).text = value

    assert shown("a.docx", word(labelled)) == ["row Phone: 12", "row Hours: 8–16"]


def test_a_table_in_a_cell_is_flattened_and_a_page_in_a_table_is_read_as_a_page() -> None:
    def nested(document: Document) -> None:
        cell = document.add_table(2, 2).cell(1, 1)
        inner = cell.add_table(2, 2)
        for at, value in enumerate(["A", "B", "1", "2"]):
            inner.cell(at // 2, at % 2).text = value
        document.tables[0].cell(0, 0).text, document.tables[0].cell(0, 1).text = "Plan", "Prices"
        document.tables[0].cell(1, 0).text = "X"

    def arranged(document: Document) -> None:
        left, right = document.add_table(1, 2).rows[0].cells
        left.add_paragraph("Left", "Heading 1")
        left.add_paragraph("One.")
        right.add_paragraph("Two.")

    assert shown("a.docx", word(nested)) == ["row Plan: X; Prices: A: 1; B: 2"]
    assert shown("a.docx", word(arranged)) == ["h1 Left", "p One.", "p Two."]


def test_tables_are_numbered() -> None:
    data = word(table([["a", "b"], ["1", "2"]]), text("So."), table([["a", "b"], ["1", "2"], ["3", "4"]]))
    assert [placed.block.table for placed in read("a.docx", data).blocks if placed.block.cells] == [1, 2, 2]


def with_notes(body: str) -> bytes:
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2">{p(r("Without VAT."))}</w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    return repacked(
        word_xml(body),
        {
            "word/footnotes.xml": notes,
            "word/_rels/document.xml.rels": lambda rels: rels.replace(
                "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            ),
        },
    )


def test_a_footnote_follows_the_paragraph_or_table_that_refers_to_it() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>{}</w:tr>"
    made = "".join(
        row.format("".join(cell.format(p(content)) for content in line))
        for line in ([r("Plan"), r("Price") + mark], [r("A"), r("3")], [r("B"), r("4")])
    )
    assert shown("a.docx", with_notes(p(r("Price") + mark + r(" now.")) + p(r("Next.")))) == [
        "p Price now.",
        "p Footnote: Without VAT.",
        "p Next.",
    ]
    assert shown("a.docx", with_notes(f"<w:tbl>{made}</w:tbl>" + p(r("Next.")))) == [
        "row Plan: A; Price: 3",
        "row Plan: B; Price: 4",
        "p Footnote: Without VAT.",
        "p Next.",
    ]


def test_comments_are_aside_and_headers_and_footers_are_left_out() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("The price is fixed.")
    document.add_comment(run, "Check with Ana", author="Per")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Running header"
    section.footer.paragraphs[0].text = "Page 1"
    text = read("a.docx", saved(document))
    assert shorten(placed.block for placed in text.blocks) == [
        "p The price is fixed.",
        "p Comment by Per: Check with Ana",
    ]
    assert [placed.block.aside for placed in text.blocks] == [False, True]
    assert text.without_asides().text == "The price is fixed."


def gone(*words: str, author: str = "Per") -> str:
    return "".join(f'<w:del w:author="{author}"><w:r><w:delText>{word}</w:delText></w:r></w:del>' for word in words)


@pytest.mark.parametrize(
    ("body", "shows", "aside"),
    [
        (p(r("It costs ") + gone("9", "9 now") + r("89.")), "It costs 89.", ["Deleted by Per: 99 now"]),
        (p(gone("one") + r("kept") + gone("two")), "kept", ["Deleted by Per: one", "Deleted by Per: two"]),
        (p(r("Now ") + r("9", "<w:strike/>") + r("9", "<w:dstrike/>") + r("89")), "Now 89", ["Deleted: 99"]),
        (p(gone("one") + gone("two", author="Ana")), "", ["Deleted by Per: one", "Deleted by Ana: two"]),
        (p(r("kept")) + p(gone("all of it"), "<w:rPr><w:del/></w:rPr>"), "kept", ["Deleted by Per: all of it"]),
        (
            f"<w:tbl><w:tr>{''.join(f'<w:tc>{p(r(word))}</w:tc>' for word in ('Item', 'Price'))}</w:tr>"
            f"<w:tr><w:tc>{p(r('L1'))}</w:tc><w:tc>{p(gone('99'))}</w:tc></w:tr>"
            f'<w:tr><w:trPr><w:del w:author="Ana"/></w:trPr><w:tc>{p(gone("P1"))}</w:tc>'
            f"<w:tc>{p(gone('5'))}</w:tc></w:tr></w:tbl>",
            "Item: L1",
            ["Deleted by Per: 99", "Deleted by Ana: P1 5"],
        ),
    ],
)
def test_tracked_deletions_are_aside(body: str, shows: str, aside: list[str]) -> None:
    text = read("a.docx", word_xml(body + p(r("End."))))
    assert text.without_asides().text == "\n\n".join(filter(None, [shows, "End."]))
    assert [placed.block.text for placed in text.blocks if placed.block.aside] == aside


def test_a_comment_in_an_empty_cell_is_no_text_of_the_cell() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Item", "Price", "L1", ""), strict=True
    ):
        cell.text = words
    document.add_comment(table.cell(1, 1).paragraphs[0].add_run(""), "Ask Ana", author="Per")
    text = read("a.docx", saved(document))
    assert text.without_asides().text == "Item: L1"
    assert text.text == "Item: L1\n\nComment by Per: Ask Ana"


def test_a_document_of_the_strict_standard_is_read() -> None:
    def strict(part: str) -> str:
        return part.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/").replace("/2006/", "/")

    parts = ("word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels")
    data = repacked(word(text("Why", "Heading 1"), text("So.")), dict.fromkeys(parts, strict))
    assert shown("a.docx", data) == ["h1 Why", "p So."]


def test_a_document_with_nothing_but_its_body_is_read() -> None:
    data = word_xml(p(r("Why"), '<w:pStyle w:val="Heading1"/>') + p(r("So.")))
    bare = repacked(data, {"word/_rels/document.xml.rels": '<Relationships xmlns="http://x"/>'})
    assert shown("a.docx", bare) == ["h1 Why", "p So."]
