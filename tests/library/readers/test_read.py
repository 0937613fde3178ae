"""The door of the readers: what is refused before and after parsing, and why."""

import sys
from subprocess import run

import pdf_samples
import pytest
from shown import shown

from assistant.errors import ContentError
from assistant.library.acceptance import MAX_BYTES
from assistant.library.readers import READERS, read

PAGE = b"<!doctype html><html><body><p>Words.</p></body></html>"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xyz", b"anything", "format that is not read"),
        ("a", b"anything", "format that is not read"),
        ("a.doc", b"anything", r"is an old Word file, a format that is not read\. .* save it as \.docx"),
        ("a.RTF", b"anything", r"is a Rich Text file, .* save it as \.docx"),
        ("a.xls", b"anything", r"is an old Excel file, .* save it as \.xlsx"),
        ("a.ppt", b"anything", r"is an old PowerPoint file, .* save it as \.pptx"),
        ("a.msg", b"anything", r"is an Outlook message, .* as \.eml"),
        ("a.zip", b"PK\x03\x04", r"is an archive, .* Unpack it"),
        ("a.jpeg", b"\xff\xd8\xff", r"is a picture, .* OCR"),
        ("a.md", b"", "is empty"),
        ("a.md", b" \r\n\t \n", "no text in it"),
        ("a.md", "\ufeff\u200b".encode(), "no text in it"),
        ("a.md", b"<!-- nothing but a comment -->", "no text in it"),
        ("a.csv", b" , ,\n,,", "no text in it"),
        ("a.html", b"<html><body></body></html>", "no text in it"),
        ("a.html", b"<html><body><script>let x = 1</script></body></html>", "no text in it"),
        ("a.md", b"x" * (MAX_BYTES + 1), "larger than 25 MB"),
        ("a.md", b"PK\x03\x04 and so on", "ZIP archive or an Office file"),
        ("a.csv", b"%PDF-1.7 and so on", "a PDF"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        ("a.md", b"\x89PNG\r\n", "a picture"),
        ("a.csv", b"\n <!DOCTYPE html>\n<html>log in first</html>", "is a web page"),
        ("a.md", PAGE, "is a web page"),
        ("a.html", b"just words", "no HTML in it"),
        ("a.html", ("<div>" * 300 + "words").encode(), "nested more than 255 levels"),
        ("a.pdf", b"just words", "is not a PDF"),
        ("a.pdf", PAGE, "is not a PDF"),
        ("a.pdf", b"PK\x03\x04", "is not a PDF but a ZIP archive"),
        ("a.pdf", b"%PDF-1.7\nand then nothing that makes sense", "is damaged"),
        ("a.pdf", pdf_samples.encrypted("secret"), "needs a password"),
        ("a.pdf", pdf_samples.picture_only(), "no text layer.*OCR"),
        ("a.pdf", pdf_samples.scanned("", ""), "no text layer.*OCR"),
        ("a.pdf", pdf_samples.scanned("Cover", "", ""), "text layer on few of its pages.*OCR"),
        ("a.pdf", pdf_samples.empty_pages(2001), "more than 2,000 pages"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(ContentError, match=reason) as refusal:
        read(name, data)
    assert refusal.value.path == name
    assert refusal.value.problem.endswith(".")


@pytest.mark.parametrize("name", ["a.md", "a.MARKDOWN", "folder/a.html", "folder/a.HTM", "a.csv", "a.Pdf"])
def test_the_ending_chooses_the_reader(name: str) -> None:
    data = {"p": pdf_samples.document([pdf_samples.text("Words.")]), "h": PAGE}
    assert "Words." in read(name, data.get(name.rpartition(".")[2][0].lower(), b"Words.")).text


def test_a_pdf_protected_only_against_changes_is_read() -> None:
    assert shown("a.pdf", pdf_samples.encrypted("")) == ["p Sealed words."]


def test_listing_the_readers_loads_none_of_their_libraries() -> None:
    heavy = ("lxml", "markdown_it", "mdit_py_plugins", "pypdfium2", "charset_normalizer")
    code = f"import sys, assistant.library.readers; print([name for name in {heavy} if name in sys.modules])"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_every_reader_has_a_lower_case_ending() -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in READERS)
