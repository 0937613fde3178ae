"""Files made to exhaust, crash, mislead or betray who reads them, built here so that none lies in the repository."""

from __future__ import annotations

import base64
import io
import random
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "readers"))

import pdf_samples
from office_samples import TITLE_ONLY, add_slide, packed, repacked, rows, slides, text, unpacked, word, workbook

BODY = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Lure:
    """What the files try to get at: a port that nobody must call, and a file that nobody must read."""

    port: int
    secret: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file; `refused` is a part of the reason where there must be one, None where it may be read.

    `heavy` marks what keeps its child busy for seconds.
    """

    title: str
    name: str
    make: Callable[[Lure], bytes]
    refused: str | None = None
    heavy: bool = False


HOSTILE: list[Hostile] = []


def hostile(title: str, name: str, refused: str | None = None) -> Callable[[Callable[[Lure], bytes]], None]:
    def add(make: Callable[[Lure], bytes]) -> None:
        HOSTILE.append(Hostile(title, name, make, refused))

    return add


def fixed(title: str, name: str, data: Callable[[], bytes], refused: str | None = None, heavy: bool = False) -> None:
    HOSTILE.append(Hostile(title, name, lambda _: data(), refused, heavy))


@cache
def a_word() -> bytes:
    return word(text("Words."))


@cache
def a_deck() -> bytes:
    return slides(lambda deck: add_slide(deck, TITLE_ONLY, "Words."))


@cache
def a_book() -> bytes:
    return workbook(rows(("Item", "Price"), ("Words.", 1)))


def stored(data: bytes, parts: Mapping[str, str]) -> bytes:
    """The archive with these parts as they are, so that none is refused for being packed too tightly."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**unpacked(data), **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


# ---- Archives ----


def flat_bomb() -> bytes:
    return repacked(a_word(), {"word/media/a.bin": bytes(90 * MILLION)})


def nested_bomb() -> bytes:
    inner = packed({"zeros": bytes(20 * MILLION)})
    for level in range(4):
        inner = packed({f"{level}-{at}.zip": inner for at in range(16)})
    return repacked(a_word(), {"word/embeddings/inner.zip": inner})


def many_medium_parts() -> bytes:
    part = random.Random(1).randbytes(6_000) * 170
    return repacked(a_word(), {f"word/media/{at}.bin": part for at in range(110)})


def many_parts() -> bytes:
    return packed({**unpacked(a_word()), **{f"word/media/{at}": b"" for at in range(3_000)}})


def renamed_part(name: str) -> bytes:
    return repacked(a_word(), {name: "x"})


def overlapping() -> bytes:
    """A directory whose 1,900 entries all lead to the same packed megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packer.compress(bytes(50_000)) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(bytes(50_000)), len(content), 50_000)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"a" + content
    directory = b""
    for at in range(1_900):
        name = f"part{at}.xml".encode()
        directory += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1_900, 1_900, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def understated() -> bytes:
    """A part that unpacks to far more than the directory says."""
    data = repacked(a_word(), {BODY: b"<w:document>" + b" " * (20 * MILLION)})
    return data.replace(struct.pack("<I", 20 * MILLION + 12), struct.pack("<I", 5_000))


def huge_directory() -> bytes:
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 0, 0, 0) + bytes(12)
    directory = b"".join(
        entry + struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0) + f"{at:06d}".encode() for at in range(300_000)
    )
    local = b"PK\x03\x04" + bytes(26)
    end = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


fixed("flat ZIP bomb", "a.docx", flat_bomb, "packed more than 200 to 1")
fixed("nested ZIP bomb", "a.docx", nested_bomb)
fixed("112 MB in parts that are each small", "a.docx", many_medium_parts, "more than 100 MB")
fixed("3,000 parts", "a.docx", many_parts, "more than 2,000 parts")
fixed("a part in the folder above", "a.docx", lambda: renamed_part("../../evil.xml"), "leads out of it")
fixed("a part with an absolute name", "a.docx", lambda: renamed_part("/etc/cron.d/evil"), "leads out of it")
fixed("a part on a drive", "a.docx", lambda: renamed_part("C:\\evil.xml"), "leads out of it")
fixed("overlapping parts", "a.docx", overlapping)
fixed("a part larger than it says", "a.docx", understated)
fixed("300,000 entries in the directory", "a.docx", huge_directory, heavy=True)
fixed("half an archive", "a.pptx", lambda: a_deck()[: len(a_deck()) // 2], "is damaged")


# ---- XML in Office files ----


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{at + 1} "{f"&l{at};" * 10}">' for at in range(9))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'


def with_doctype(doctype: str, entity: str) -> bytes:
    part = unpacked(a_word())[BODY].decode().partition("?>")[2].replace("Words.", f"Words. &{entity};")
    return repacked(a_word(), {BODY: f'<?xml version="1.0"?>{doctype}{part}'})


def word_of(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return stored(a_word(), {BODY: f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'})


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def nested_word_tables(depth: int) -> bytes:
    return word_of("<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)


def many_attributes() -> bytes:
    attributes = " ".join(f"a{at}='1'" for at in range(MILLION))
    return word_of(f"<w:p {attributes}/>{paragraph('x')}")


def wide_grid() -> bytes:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{paragraph("x")}</w:tc>'
    return word_of(f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>" * 50)


def outside(data: bytes, part: str, lure: Lure) -> bytes:
    targets = (lure.url, f"file://{lure.secret}", "file:///etc/passwd", f"//127.0.0.1:{lure.port}/share")
    added = "".join(
        f'<Relationship Id="x{at}{mode}" Type="{OFFICE}/{name}" Target="{target}" TargetMode="{mode}"/>'
        for at, (target, name) in enumerate((t, n) for t in targets for n in ("attachedTemplate", "image", "footnotes"))
        for mode in ("External", "Internal")
    )
    return repacked(data, {part: lambda xml: xml.replace("</Relationships>", f"{added}</Relationships>")})


@hostile("external entity in a Word file", "a.docx", "document type of its own")
def _(lure: Lure) -> bytes:
    return with_doctype(f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{lure.secret}">]>', "e")


@hostile("external document type in a Word file", "a.docx", "document type of its own")
def _(lure: Lure) -> bytes:
    return with_doctype(f'<!DOCTYPE x SYSTEM "{lure.url}" [<!ENTITY % p SYSTEM "{lure.url}"> %p;]>', "amp")


@hostile("external relationships in a Word file", "a.docx")
def _(lure: Lure) -> bytes:
    return outside(a_word(), "word/_rels/document.xml.rels", lure)


@hostile("external relationships in a presentation", "a.pptx")
def _(lure: Lure) -> bytes:
    return outside(a_deck(), "ppt/slides/_rels/slide1.xml.rels", lure)


@hostile("external relationships in a workbook", "a.xlsx")
def _(lure: Lure) -> bytes:
    return outside(a_book(), "xl/_rels/workbook.xml.rels", lure)


fixed("billion laughs", "a.docx", lambda: with_doctype(laughs(), "l9"), "document type of its own")
fixed(
    "quadratic entities",
    "a.docx",
    lambda: with_doctype(f'<!DOCTYPE x [<!ENTITY q "{"q" * 50_000}">]>', "q;" + "&q;" * 50_000 + "&q"),
    "document type of its own",
)
fixed("Word tables 80 deep", "a.docx", lambda: nested_word_tables(80))
fixed("Word tables 50,000 deep", "a.docx", lambda: nested_word_tables(50_000), "nested too deeply")
fixed("a million attributes", "a.docx", many_attributes)
fixed("a grid a billion columns wide", "a.docx", wide_grid)
fixed("100,000 empty Word paragraphs", "a.docx", lambda: word_of(paragraph("") * 100_000 + paragraph("x")), heavy=True)
fixed("a Word text of 9 MB in one run", "a.docx", lambda: word_of(paragraph("word " * 1_800_000)), heavy=True)
fixed("a Word file that refers to itself", "a.docx", lambda: self_referring())


def self_referring() -> bytes:
    added = "".join(
        f'<Relationship Id="s{at}" Type="{OFFICE}/{name}" Target="document.xml"/>'
        for at, name in enumerate(("footnotes", "comments", "styles", "numbering", "header", "chart", "document"))
    )
    return repacked(
        a_word(), {"word/_rels/document.xml.rels": lambda x: x.replace("</Relationships>", f"{added}</Relationships>")}
    )


# ---- Workbooks ----


def book_of(sheet: str, **others: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return stored(a_book(), {SHEET: f'<worksheet xmlns="{space}">{sheet}</worksheet>', **others})


def cell(place: str, value: str, kind: str = "n") -> str:
    return f'<c r="{place}" t="{kind}"><v>{value}</v></c>'


def declared() -> bytes:
    return book_of(f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{cell("A1", "1")}</row></sheetData>')


def corners() -> bytes:
    places = "".join(f'<row r="{at}">{cell(f"A{at}", "1")}{cell(f"XFD{at}", "2")}</row>' for at in (1, 2, 1_048_576))
    return book_of(f"<sheetData>{places}</sheetData>")


def merged() -> bytes:
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 20_000
    filled = "".join(f'<row r="{at}">{cell(f"A{at}", "1")}{cell(f"XFD{at}", "1")}</row>' for at in range(1, 200))
    return book_of(f"<sheetData>{filled}</sheetData><mergeCells>{merges}</mergeCells>")


def no_such_string() -> bytes:
    return book_of(f'<sheetData><row r="1">{cell("A1", "999999999", "s")}{cell("B1", "2")}</row></sheetData>')


def hidden_columns() -> bytes:
    columns = '<col min="1" max="16384" hidden="1"/>' * 100_000
    return book_of(f'<cols>{columns}</cols><sheetData><row r="1">{cell("A1", "2")}</row></sheetData>')


def long_number() -> bytes:
    return book_of(f'<sheetData><row r="1">{cell("A1", "9" * 400_000)}{cell("B1", "1e999999999")}</row></sheetData>')


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet xmlns:r="{OFFICE}" name="S{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, 20_001))
    return repacked(
        a_book(), {"xl/workbook.xml": lambda xml: re.sub(r"<sheets>.*</sheets>", f"<sheets>{sheets}</sheets>", xml)}
    )


def tight_cells() -> bytes:
    body = "".join(f'<row r="{at}">{"<c/>" * 1_000}</row>' for at in range(1, 2_101))
    return book_of(f"<sheetData>{body}</sheetData>")


def wild_format() -> bytes:
    code = "#,##0" * 20_000 + "[" * 20_000
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<fonts><font/></fonts><cellXfs count="1"><xf numFmtId="200" fontId="0"/></cellXfs></styleSheet>'
    )
    filled = "".join(f'<row r="{at}">{cell(f"A{at}", str(at))}</row>' for at in range(1, 500))
    return book_of(f"<sheetData>{filled}</sheetData>", **{"xl/styles.xml": styles})


fixed("16k × 1M cells declared", "a.xlsx", declared, "more than 2,000,000 cells")
fixed("a few cells in the corners of a sheet", "a.xlsx", corners)
fixed("20,000 merged areas as large as the sheet", "a.xlsx", merged)
fixed("a text that is not among the shared ones", "a.xlsx", no_such_string)
fixed("columns hidden 100,000 times", "a.xlsx", hidden_columns)
fixed("a number of 400,000 digits", "a.xlsx", long_number)
fixed("one sheet listed 20,000 times", "a.xlsx", many_sheets, heavy=True)
fixed("2.1 million tiny cells", "a.xlsx", tight_cells, "more than 2,000,000 cells", heavy=True)
fixed("a number format of 120,000 signs", "a.xlsx", wild_format)


# ---- PDF ----


def pdf_of(objects: Mapping[int, str | bytes], trailer: str = "", root: int = 1) -> bytes:
    """A PDF of these objects, with a right table of where they are."""
    data = b"%PDF-1.7\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(data)
        body = content if isinstance(content, bytes) else content.encode("latin-1")
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{number} 1\n{place:010d} 00000 n \n" for number, place in places.items())
    start = len(data)
    data += f"xref\n0 1\n0000000000 65535 f \n{table}".encode()
    return data + f"trailer <</Size {max(objects) + 1} /Root {root} 0 R {trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def stream(content: bytes, entries: str = "") -> bytes:
    return f"<</Length {len(content)} {entries}>> stream\n".encode() + content + b"\nendstream"


FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
HELLO = b"BT /F 12 Tf 72 700 Td (Words.) Tj ET"


def page_of(content: bytes, catalog: str = "", page: str = "", **more: str | bytes) -> bytes:
    return pdf_of(
        {
            1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            f"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>{page}>>",
            4: content,
            5: FONT,
            6: more.get("form", "null"),
            7: more.get("extra", "null"),
        }
    )


def many_pages() -> bytes:
    kids = " ".join(f"{at} 0 R" for at in range(10, 10_010))
    pages = dict.fromkeys(range(10, 10_010), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    return pdf_of({1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]/Count 10000>>", **pages})


def looped_tree() -> bytes:
    return pdf_of(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R 3 0 R 2 0 R]/Count 1500>>",
            3: "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 1500>>",
        }
    )


def looped_table() -> bytes:
    data = page_of(stream(HELLO))
    start = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    return data.replace(b"trailer <<", f"trailer <</Prev {start} ".encode())


def filter_bomb() -> bytes:
    packed_twice = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 30_000_000, 9), 9)
    return page_of(stream(packed_twice, "/Filter[/FlateDecode/FlateDecode]"))


def text_bomb() -> bytes:
    content = b"BT /F 1 Tf 1 1 Td " + b"(" + b"words " * 500_000 + b") Tj ET"
    return page_of(stream(zlib.compress(content, 9), "/Filter/FlateDecode"))


def looped_form() -> bytes:
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X 6 0 R>>>>")
    return page_of(stream(HELLO + b" /X Do"), form=form)


def doubling_forms() -> bytes:
    objects: dict[int, str | bytes] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources"
        "<</Font<</F 5 0 R>>/XObject<</X 10 0 R>>>>>>",
        4: stream(HELLO + b" /X Do"),
        5: FONT,
    }
    for at in range(10, 40):
        objects[at] = stream(
            b"/X Do /X Do " * 2,
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {at + 1} 0 R>>>>",
        )
    objects[40] = stream(
        b"BT /F 9 Tf (x) Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>"
    )
    return pdf_of(objects)


def deep_arrays() -> bytes:
    return page_of(stream(HELLO), extra="[" * 200_000 + "]" * 200_000, catalog="/Outlines 7 0 R")


def looped_outline() -> bytes:
    return page_of(stream(HELLO), catalog="/Outlines 7 0 R", extra="<</First 7 0 R/Next 7 0 R/Title(x)/Parent 7 0 R>>")


def huge_page() -> bytes:
    return page_of(stream(HELLO + b" 0 0 m 1e38 1e38 l S" * 1_000)).replace(b"595 842", b"1e38 1e38")


def many_rules() -> bytes:
    lines = b"".join(f"{x} {y} 400 1 re f\n".encode() for x in range(0, 200, 2) for y in range(0, 800, 4))
    return page_of(stream(zlib.compress(HELLO + lines), "/Filter/FlateDecode"))


def scattered_letters() -> bytes:
    shaken = random.Random(2)
    letters = "".join(
        f"1 0 0 1 {shaken.random() * 590:.1f} {shaken.random() * 840:.1f} Tm (x) Tj " for _ in range(40_000)
    )
    return page_of(stream(f"BT /F 3 Tf {letters} ET".encode()))


@hostile("scripts, launches and addresses in a PDF", "a.pdf")
def _(lure: Lure) -> bytes:
    script = f"/OpenAction<</S/JavaScript/JS(app.launchURL\\('{lure.url}'\\))>>"
    launch = f"/AA<</O<</S/Launch/F({lure.secret})>>/C<</S/URI/URI({lure.url})>>>>"
    content = stream(HELLO, f"/F(file://{lure.secret})")
    return page_of(content, catalog=script, page=launch)


@hostile("a PDF whose page lies elsewhere", "a.pdf")
def _(lure: Lure) -> bytes:
    return page_of(f"<</Length 0/F<</FS/URL/F({lure.url})>>>> stream\n\nendstream".encode())


fixed("10,000 pages", "a.pdf", many_pages, "more than 2,000 pages")
fixed("a looped page tree", "a.pdf", looped_tree)
fixed("a looped cross-reference table", "a.pdf", looped_table)
fixed("420 MB packed twice", "a.pdf", filter_bomb, heavy=True)
fixed("3 MB of letters on one spot", "a.pdf", text_bomb)
fixed("a form that draws itself", "a.pdf", looped_form, heavy=True)
fixed("forms that draw one another twice, 30 deep", "a.pdf", doubling_forms, heavy=True)
fixed("arrays 200,000 deep", "a.pdf", deep_arrays)
fixed("a looped outline", "a.pdf", looped_outline)
fixed("a page without bounds", "a.pdf", huge_page)
fixed("20,000 ruling lines", "a.pdf", many_rules)
fixed("40,000 scattered letters", "a.pdf", scattered_letters, heavy=True)
fixed("an encrypted PDF", "a.pdf", lambda: pdf_samples.encrypted("secret"), "needs a password")
fixed("half a PDF", "a.pdf", lambda: (data := page_of(stream(HELLO)))[: len(data) // 2])
fixed("a PDF of nothing but its first line", "a.pdf", lambda: b"%PDF-1.7\n" + bytes(5 * MILLION), "is damaged")


# ---- Text formats ----


@hostile("a web page that refers to other places", "a.html")
def _(lure: Lure) -> bytes:
    page = f"""<!doctype html><html><head><meta http-equiv="refresh" content="0;url={lure.url}"><base href="{lure.url}">
    <link rel="stylesheet" href="{lure.url}"><script src="{lure.url}"></script></head><body><p>Words.</p>
    <img src="{lure.url}" alt="Picture."><iframe src="file://{lure.secret}"></iframe><object data="{lure.url}"></object>
    <svg><image href="file://{lure.secret}"/><use xlink:href="{lure.url}#x"/></svg><video poster="{lure.url}"></video>
    <xi:include href="file://{lure.secret}" parse="text"/></body></html>"""
    return page.encode()


@hostile("a web page with an external entity", "a.html")
def _(lure: Lure) -> bytes:
    doctype = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{lure.secret}"><!ENTITY % p SYSTEM "{lure.url}"> %p;]>'
    return f'<?xml version="1.0"?>{doctype}<html><body><p>Words. &e;</p></body></html>'.encode()


@hostile("Markdown that refers to other places", "a.md")
def _(lure: Lure) -> bytes:
    return (
        f"# Words\n\n![x](file://{lure.secret}) [y]({lure.url}) <{lure.url}> ![z]({lure.url})\n\n"
        f"[r]: file://{lure.secret}\n\n<img src='{lure.url}'>[r]\n\n{{% include '{lure.secret}' %}}\n"
    ).encode()


@hostile("a mail with a body elsewhere", "a.eml")
def _(lure: Lure) -> bytes:
    return (
        "From: a@example.com\nSubject: Words\nMIME-Version: 1.0\n"
        f'Content-Type: message/external-body; access-type=URL; URL="{lure.url}"; name="{lure.secret}"\n\n'
        f"Content-Type: text/plain\n\n{lure.url}"
    ).encode()


def page(body: str) -> bytes:
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def mail(content_type: str, body: str, more: str = "") -> bytes:
    start = f"From: a@example.com\nTo: b@example.com\nSubject: Words\nMIME-Version: 1.0\n{more}"
    return f"{start}Content-Type: {content_type}\n\n{body}".encode()


def nested_mail() -> bytes:
    depth = 10_000
    body = "".join(f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(depth))
    return mail("multipart/mixed; boundary=b0", f"{body}--b{depth}\n\nWords.\n")


def base64_bomb() -> bytes:
    content = base64.encodebytes(b"<p>" + b"word " * 3_500_000).decode()
    return mail("text/html; charset=utf-8", content, "Content-Transfer-Encoding: base64\n")


def attached_mails() -> bytes:
    inner = "Subject: x\n\nWords."
    for _ in range(300):
        inner = f"From: a@example.com\nContent-Type: message/rfc822\n\n{inner}"
    return inner.encode()


fixed(
    "colspan of a billion",
    "a.html",
    lambda: page("<table><tr><th colspan=1000000000 rowspan=1000000000>x<td rowspan=99999999>y</table>" * 100),
)
fixed("100,000 nested tables", "a.html", lambda: page("<table><tr><td>" * 100_000 + "x"), "255 levels")
fixed("100,000 nested elements", "a.html", lambda: page("<div><b>" * 100_000 + "x"), "255 levels")
fixed(
    "100,000 attributes of one element",
    "a.html",
    lambda: page(f"<p {' '.join(f'a{at}=1' for at in range(100_000))}>x"),
    heavy=True,
)
fixed("200,000 paragraphs never closed", "a.html", lambda: page("<p>x<li><dd>" * 200_000))
fixed("20,000 formatting tags never closed", "a.html", lambda: page("<b><i><a href=#>x" * 20_000))
fixed(
    "a table of 3,000 × 3,000 by spans",
    "a.html",
    lambda: page("<table>" + "<tr>" + "<td colspan=3000 rowspan=3000>x" * 3_000 + "</table>"),
)
fixed(
    "100,000 notes that refer to one another",
    "a.html",
    lambda: page("".join(f'<p id="fn{at}"><a href="#fn{at + 1}"><sup>{at}</sup></a> x</p>' for at in range(100_000))),
    heavy=True,
)
fixed("150 lists in one another", "a.html", lambda: page("<ul><li>x<ol><li>y" * 120))
fixed("a UTF-7 page", "a.html", lambda: b"<html><meta charset=utf-7><p>+ADw-script+AD4-alert(1)</p>")
fixed("comments that begin and never end", "a.html", lambda: page("<p>x<!--" * 200_000), heavy=True)
fixed("100,000 open brackets", "a.md", lambda: b"[" * 100_000 + b"x")
fixed("50,000 links in one another", "a.md", lambda: b"[a](" * 50_000 + b"x", heavy=True)
fixed("100,000 nested quotes", "a.md", lambda: b">" * 100_000 + b" x")
fixed("1,000 quotes on 500 lines", "a.md", lambda: (b">" * 1_000 + b" x\n") * 500)
fixed("100,000 signs of emphasis", "a.md", lambda: b"*a_" * 33_000 + b"x")
fixed("100,000 strokes", "a.md", lambda: b"~~a" * 33_000 + b"x")
fixed("backticks of every length", "a.md", lambda: b" ".join(b"`" * at for at in range(1, 1_500)) + b" x")
fixed("50,000 open tags", "a.md", lambda: b"<a " * 50_000 + b"x")
fixed("50,000 declarations", "a.md", lambda: b"<!A " * 50_000 + b"x <?" * 50_000)
fixed("20,000 definitions of one link", "a.md", lambda: b"[a]: b\n" * 20_000 + b"[a] " * 20_000, heavy=True)
fixed("lists 3,000 deep", "a.md", lambda: b"".join(b" " * (2 * at) + b"- x\n" for at in range(3_000)), heavy=True)
fixed(
    "20,000 footnotes",
    "a.md",
    lambda: b"".join(f"[^{at}]: x [^{at + 1}]\n\n".encode() for at in range(20_000)),
    heavy=True,
)
fixed(
    "a table of 5,000 columns and short rows",
    "a.md",
    lambda: b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + b"|x|\n" * 5_000,
    heavy=True,
)
fixed("an inline list of a million items", "a.md", lambda: b"- x\n" * MILLION, heavy=True)
fixed("a million columns", "a.csv", lambda: b"a," * MILLION + b"\n" + b"1," * MILLION, heavy=True)
fixed("a field of 24 MB", "a.csv", lambda: b'a,b\n"' + b"x" * (24 * MILLION) + b'",1\n', "cannot be read")
fixed("a quotation mark that is never closed", "a.csv", lambda: b'a,b\n1,"' + b"x,y\n" * MILLION)
fixed("4 million empty records", "a.csv", lambda: b",,\n" * 4 * MILLION + b"a,b\n1,2\n", heavy=True)
fixed("a caption of 200,000 records", "a.csv", lambda: b"x\n" * 200_000 + b"a,b\n", heavy=True)
fixed("a wide header over many records", "a.csv", lambda: b"a" * 20_000 + b",b\n" + b"1,2\n" * 100_000, heavy=True)
fixed("formulas in a CSV", "a.csv", lambda: b"a,b\n=cmd|'/c calc'!A1,@SUM(1)\n")
fixed("10,000 nested parts of a mail", "a.eml", nested_mail, heavy=True)
fixed("a header of 1 MB", "a.eml", lambda: mail("text/plain", "Words.", f"X-A: {'a' * MILLION}\n"))
fixed("a Content-Type of 1 MB", "a.eml", lambda: mail(f"text/plain; {'a=b; ' * 200_000}", "x"), "longer than any mail")
fixed(
    "a subject of 1 MB in encoded words",
    "a.eml",
    lambda: b"From: a@b.c\nSubject: " + b"=?utf-8?q?a?= " * 80_000 + b"\n\nx",
)
fixed("an address list of 1 MB", "a.eml", lambda: b"From: a@b.c\nTo: " + b"(((<a@b.c>, " * 90_000 + b"\n\nx")
fixed("an encoded mail of 24 MB", "a.eml", base64_bomb)
fixed("300 mails in one another", "a.eml", attached_mails)
fixed("100,000 headers", "a.eml", lambda: mail("text/plain", "x", "X: y\n" * 100_000))
fixed("surrogates in a header", "a.eml", lambda: b"From: \xff\xfe\xed\xa0\x80@b.c\nSubject: \xed\xa0\x80\xff\n\nWords.")
fixed(
    "introductions of quotations",
    "a.eml",
    lambda: mail("text/plain", ("On " + "wrote " * 35 + "\n") * 20_000 + "> x"),
    heavy=True,
)
fixed("zeros", "a.txt", lambda: b"Words.\x00" * 10_000, "not readable text")
fixed("a line of 24 MB", "a.txt", lambda: b"word " * 4_800_000, "MB of text", heavy=True)
fixed("a word of 24 MB", "a.txt", lambda: b"x" * (24 * MILLION), "MB of text", heavy=True)
fixed("lone surrogates", "a.txt", lambda: b"\xff\xfe" + "Words.".encode("utf-16-le") + b"\x00\xd8" * 50, "damaged")
fixed("a heading of spaces", "a.txt", lambda: b"# a" + b" " * 300_000 + b"b\n\nx")
fixed("a heading of hashes", "a.txt", lambda: b"# a " + b"# " * 150_000 + b"b\n\nx")
fixed("a rule that is none", "a.txt", lambda: b"- " * 500_000 + b"x\n\nx")
fixed("numbers that look like notes", "a.txt", lambda: b"a 1, 2, " * 200_000 + b"x", heavy=True)
fixed("tabs", "a.txt", lambda: (b"\t" * 2_000 + b"x\n") * 2_000)
fixed("12 million empty lines", "a.txt", lambda: b"x\n\n" + b"\n" * 12 * MILLION + b"y", heavy=True)
fixed("a bullet on each of 2 million lines", "a.txt", lambda: b"- x\n" * 2 * MILLION, heavy=True)
fixed("comments at the start", "a.txt", lambda: b"<!---->" * 140 + b"<x")
fixed("combining signs", "a.txt", lambda: ("a" + "\u0301\u0323" * 400_000).encode(), heavy=True)
fixed("signs that steer a terminal", "a.txt", lambda: b"Words.\x1b]0;x\x07\x1b[2J" + b"and more words " * 100)
fixed("signs that turn the direction", "a.txt", lambda: "Words.\u202egnp.exe\u2066".encode())

# ---- Files that are something else ----

fixed("a program", "a.pdf", lambda: b"MZ\x90\x00" + bytes(10_000), "is not a PDF but a program")
fixed("a program as text", "a.txt", lambda: b"\x7fELF" + bytes(10_000), "a program")
fixed("an archive as a Word file", "a.docx", lambda: packed({"a.txt": b"x"}), "not a Word document")
fixed("random bytes as a PDF", "a.pdf", lambda: b"%PDF-1.4" + random.Random(3).randbytes(200_000), "is damaged")
fixed("random bytes as text", "a.md", lambda: random.Random(4).randbytes(200_000), "not readable text")
fixed("random bytes as a mail", "a.eml", lambda: random.Random(5).randbytes(200_000))
fixed("random bytes as a page", "a.html", lambda: b"<html>" + random.Random(6).randbytes(200_000))
fixed("a file of 26 MB", "a.txt", lambda: b"x" * (26 * 1024 * 1024), "larger than 25 MB")


def mutations(samples: Mapping[str, bytes], count: int, seed: int = 7) -> list[tuple[str, bytes]]:
    """Good files with some of their bytes changed, cut out or doubled, each sample in turn."""
    shaken = random.Random(seed)
    names = sorted(samples)
    made = []
    for at in range(count):
        name = names[at % len(names)]
        within = zipfile.is_zipfile(io.BytesIO(samples[name])) and shaken.random() < 0.7
        made.append((name, (_mutated_part if within else _mutated)(samples[name], shaken)))
    return made


def _mutated(data: bytes, shaken: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(shaken.choice((1, 1, 4, 16, 64))):
        at = shaken.randrange(len(changed) or 1)
        kind = shaken.randrange(5)
        if kind == 0:
            del changed[at : at + shaken.randrange(1, 200)]
        elif kind == 1:
            changed[at:at] = changed[at : at + shaken.randrange(1, 200)]
        elif changed:
            changed[at] = shaken.randrange(256)
    return bytes(changed[: shaken.randrange(len(changed) + 1)] if shaken.random() < 0.2 else changed)


def _mutated_part(data: bytes, shaken: random.Random) -> bytes:
    """An Office file one of whose parts is mutated, so that the damage lies behind the packing."""
    parts = unpacked(data)
    name = shaken.choice(sorted(part for part in parts if part.endswith((".xml", ".rels"))))
    return packed({**parts, name: _mutated(parts[name], shaken)})
