"""Markdown: rendered to HTML and read like a web page, so that both follow one set of rules."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.library.readers.encoding import decode
from assistant.library.readers.web_page import read_fragment
from assistant.library.text import Block

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read_markdown(data: bytes, name: str) -> Iterable[Block]:
    """The blocks of a Markdown file, tables and footnotes included; raw HTML is read as HTML."""
    # Imported here because listing the readers must not cost what one of them needs.
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    text = decode(data, name).replace("\r\n", "\n")
    # The preset drops what is nested deeper than 20 levels without a word; here a limit further on speaks up.
    markdown = MarkdownIt("commonmark", {"maxNesting": 10_000}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin)
    return read_fragment(markdown.render(_FRONT_MATTER.sub("", text)), name)
