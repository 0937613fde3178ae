"""Files in, blocks out: the table of readers, and the checks that every file passes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from assistant.errors import ContentError
from assistant.library.acceptance import require_format, require_size
from assistant.library.readers.comma_separated import read_csv
from assistant.library.readers.footnotes import settle
from assistant.library.readers.mail import read_eml
from assistant.library.readers.markdown import read_markdown
from assistant.library.readers.pdf.document import read_pdf
from assistant.library.readers.plain_text import read_txt
from assistant.library.readers.signature import check_content
from assistant.library.readers.slides.deck import read_pptx
from assistant.library.readers.unseen import unseen
from assistant.library.readers.web_page import read_html
from assistant.library.readers.word.document import read_docx
from assistant.library.readers.workbook.book import read_xlsx
from assistant.library.text import Block, BlockKind, DocumentText, place

Reader = Callable[[bytes, str], Iterable[Block]]

READERS: Mapping[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".docx": read_docx,
    ".docm": read_docx,  # macros are never run, only the text beside them is read
    ".pptx": read_pptx,
    ".pptm": read_pptx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".txt": read_txt,
    ".eml": read_eml,
}


def read(path_name: str, data: bytes) -> DocumentText:
    """The text of a file with its structure; raises `ContentError` saying what to do when it cannot be read whole."""
    suffix = PurePosixPath(path_name).suffix.lower()
    require_format(path_name, suffix, READERS)
    require_size(path_name, len(data))
    if not data:
        raise ContentError(path_name, "is empty. Save it again with its content, or remove it.")
    check_content(path_name, suffix, data)
    try:
        blocks = settle(READERS[suffix](data, path_name))
        hidden = [Block(BlockKind.PARAGRAPH, words, hidden=True) for words in unseen(suffix, data, path_name)]
        text = place([*blocks, *hidden])
    except RecursionError as error:
        raise ContentError(path_name, "is nested too deeply. Simplify its lists and quotations.") from error
    if not text.text:
        raise ContentError(path_name, "has no text in it. Save it again with its content, or remove it.")
    return text
