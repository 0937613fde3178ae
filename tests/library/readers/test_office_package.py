"""Office files as archives: what is refused before anything is unpacked, and why."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
from office_samples import TITLE_ONLY, add_slide, packed, repacked, rows, slides, text, unpacked, word, workbook

from assistant.errors import ContentError
from assistant.library.readers import read

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = word(text("Words."))
DECK = slides(lambda deck: add_slide(deck, TITLE_ONLY, "Words."))
BOOK = workbook(rows(("Item", "Price"), ("Words.", 1)))
BODY = "word/document.xml"
EXPANDING = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def locked() -> bytes:
    """An archive whose parts say that they are encrypted."""
    data = bytearray(WORD)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def many_parts() -> bytes:
    return packed({**unpacked(WORD), **{f"word/media/{at}": b"x" for at in range(2001)}})


def doctype_in(encoding: str) -> bytes:
    part = unpacked(WORD)[BODY].decode().partition("?>")[2]
    return repacked(WORD, {BODY: f'<?xml version="1.0" encoding="{encoding}"?>{EXPANDING}{part}'.encode(encoding)})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"anything", "is not a file of Word"),
        ("a.pptx", b"%PDF-1.7", "is not a file of PowerPoint but a PDF"),
        ("a.xlsx", b"a,b\n1,2", "is not a file of Excel"),
        ("a.docx", OLD, "old Office file.*save it as .docx"),
        ("a.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "protected by a password.*Excel"),
        ("a.docx", locked(), "protected by a password"),
        ("a.docx", WORD[: len(WORD) // 2], "is damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(200), "is damaged"),
        ("a.docx", packed({"a.txt": b"x"}), "is a ZIP archive but not a Word document"),
        ("a.docx", DECK, "is not a Word document but a PowerPoint presentation. Rename it to .pptx"),
        ("a.pptx", BOOK, "is not a PowerPoint presentation but an Excel workbook. Rename it to .xlsx"),
        ("a.xlsx", WORD, "is not an Excel workbook but a Word document. Rename it to .docx"),
        ("a.docx", many_parts(), "more than 2,000 parts"),
        ("a.docx", repacked(WORD, {"word/media/a.bin": bytes(2_000_000)}), "packed more than 200 to 1"),
        ("a.docx", repacked(WORD, {"../../evil.xml": "x"}), "leads out of it"),
        ("a.docx", repacked(WORD, {"word\\..\\..\\evil.xml": "x"}), "leads out of it"),
        ("a.docx", repacked(WORD, {BODY: "<w:document"}), "is damaged"),
        ("a.docx", repacked(WORD, {BODY: ""}), "is damaged"),
        ("a.docx", doctype_in("utf-8"), "document type"),
        ("a.docx", doctype_in("utf-16"), "document type"),
        ("a.xlsx", repacked(BOOK, {"xl/worksheets/sheet1.xml": lambda xml: EXPANDING + xml}), "document type"),
        ("a.docx", repacked(WORD, {BODY: lambda xml: xml.replace("Words.", "")}), "no text in it"),
        (
            "a.docx",
            repacked(WORD, {BODY: lambda xml: xml.replace("<w:body>", "<w:body><w:altChunk/>")}),
            "takes in another document",
        ),
        (
            "a.docx",
            repacked(WORD, {BODY: lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:sdt>" * 300)}),
            "nested too deeply|damaged",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ContentError, match=reason) as refusal:
        read(name, data)
    assert refusal.value.path == name
    assert refusal.value.problem.endswith(".")


def test_more_than_100_mb_are_refused_without_unpacking() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        noise = random.Random(7).randbytes(4096) * 4
        for at in range(9):
            archive.writestr(f"word/media/{at}.bin", noise * 768)  # 12 MB each
    with pytest.raises(ContentError, match=r"more than 100 MB|200 to 1"):
        read("a.docx", file.getvalue())


@pytest.mark.parametrize(("name", "data"), [("a.docm", WORD), ("a.pptm", DECK), ("a.xlsm", BOOK)])
def test_a_file_with_macros_is_read_as_text(name: str, data: bytes) -> None:
    assert "Words." in read(name, data).text


def test_names_of_parts_may_differ_in_case_and_slashes() -> None:
    parts = {name.replace("word/", "Word/"): content for name, content in unpacked(WORD).items()}
    assert read("a.docx", packed(parts)).text == "Words."


def test_what_lies_outside_the_file_is_never_fetched() -> None:
    def external(rels: str) -> str:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        return rels.replace(
            "</Relationships>",
            f'<Relationship Id="rId77" TargetMode="External" Type="{kind}" Target="file:///etc/passwd"/></Relationships>',
        )

    data = repacked(WORD, {"word/_rels/document.xml.rels": external})
    assert read("a.docx", data).text == "Words."


@pytest.mark.parametrize(("name", "data"), [("a.docx", WORD), ("a.pptx", DECK), ("a.xlsx", BOOK)])
def test_a_mutated_file_is_read_or_refused(name: str, data: bytes) -> None:
    chance = random.Random(name)
    xml = {part: content for part, content in unpacked(data).items() if part.endswith((".xml", ".rels"))}
    for _ in range(60):
        part = chance.choice(sorted(xml))
        content = bytearray(xml[part])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 9)] = chance.choice([b"", b"0", b"-1", b"99999999999", b"<", b'"'])
        with suppress(ContentError):
            read(name, repacked(data, {part: bytes(content)}))
