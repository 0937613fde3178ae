"""Untrusted text is shown as text: an independent Markdown parser finds nothing alive in what parts makes of it."""

from __future__ import annotations

import random
import re
import time
from datetime import date

import pytest
from markdown_it import MarkdownIt
from scripted import document, passage
from streamlit.testing.v1 import AppTest

from assistant.model import Citation
from assistant.pages import parts

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "![pixel](http://evil.test/i.png)",
    "![pixel][1]\n\n[1]: http://evil.test/i.png",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "<http://evil.test>",
    "<a@evil.test>",
    "http://evil.test/x?y=1#z",
    "(see https://evil.test/path_(x)).",
    "www.evil.test",
    "WWW.EVIL.TEST/x",
    "write to a.b+c@evil.test, please",
    ":red[text] and :red-background[text] and :color[x]{foreground=red}",
    ":smile: :+1: :streamlit: :material/home: :material_home:",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "$x^2$ and $$y$$",
    "**bold** __bold__ *it* _it_ ~~gone~~ `code`",
    "# heading",
    "    indented",
    "- item\n+ item\n* item\n1. item\n2) item",
    "> quote",
    "| a | b |\n|---|---|\n| http://evil.test | c |",
    "```\ncode\n```",
    "~~~\ncode\n~~~",
    "---\n***\n===",
    "[^1] and [^1]: note",
    "&amp; &lt;b&gt; &#60;",
    "a\\",
    "\\[x\\](y)",
    "x`http://evil.test/`y",
    "[[http://evil.test]]",
    "{a} {{b}} %s",
    "<!-- comment -->",
    "<iframe src=//evil.test></iframe>",
    "javascript:alert(1)",
    "//evil.test/x",
    "ftp://evil.test",
]


def read_back(markdown: str) -> str:
    """The text a reader sees; fails when anything but text, code and line breaks comes out."""
    seen = []
    for block in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert block.type in {"paragraph_open", "paragraph_close", "inline"}, block.type
        for token in block.children or []:
            assert token.type in {"text", "code_inline", "softbreak", "text_special"}, token.type
            seen.append(token.content or " ")
    return "".join(seen)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_hostile_is_shown_word_for_word(words: str) -> None:
    assert read_back(parts.escape(words)).strip() == " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_addresses_stand_only_inside_code(words: str) -> None:
    outside = re.sub(r"(?<!\\)`[^`]+`", "", parts.escape(words))
    assert not re.search(r"https?\\?:|www\\?\.|@", outside.replace("javascript", ""), re.IGNORECASE)


def test_any_mixture_of_signs_is_shown_word_for_word() -> None:
    dice = random.Random(7)
    signs = "".join(map(chr, range(33, 127))) + "  \u00a0äé€−„“"
    for _ in range(3_000):
        words = "".join(dice.choices(signs, k=dice.randint(1, 40)))
        assert read_back(parts.escape(words)).strip() == re.sub(" +", " ", words).strip(), words


def test_a_directive_around_escaped_words_ends_where_it_should() -> None:
    for words in HOSTILE:
        inside = parts.escape(words)
        depth = 0
        for sign in re.sub(r"\\.", "", inside):
            depth += {"[": 1, "]": -1}.get(sign, 0)
            assert depth == 0, words


def test_ordinary_prose_reads_as_it_was_written() -> None:
    assert parts.escape("±0.3 °C between −20 °C and +25 °C") == "±0\\.3 °C between −20 °C and \\+25 °C"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x1b[31mb\x00", "a[31mb"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_signs_that_hide_or_turn_text_are_dropped(given: str, kept: str) -> None:
    assert parts.clean(given) == kept


@pytest.mark.parametrize("words", ["@" * 200_000, ":a" * 100_000, "(" * 100_000 + "@", "www." * 50_000, "\n" * 200_000])
def test_long_texts_take_time_in_proportion(words: str) -> None:
    begin = time.perf_counter()
    parts.escape(words)
    assert time.perf_counter() - begin < 3


def test_values_are_put_into_our_texts_as_text() -> None:
    assert parts.fill("Ask **{company}**", company="*Evil* {x}") == "Ask **\\*Evil\\* \\{x\\}**"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Plans compared", "**\\[3\\]** Plans compared"),
        ("The two Watch plans: Essential and Assured compared", "**\\[3\\]** The two Watch plans\\: Essential…"),
        ("x" * 50, "**\\[3\\]** " + "x" * 31 + "…"),
        ("[click](http://evil.test)", "**\\[3\\]** \\[click\\]\\(`http://evil.test`\\)"),
    ],
)
def test_a_chip_shows_its_number_and_a_short_title(title: str, label: str) -> None:
    source = Citation(passage(document(title=title), "Words."), "Words.")
    assert parts.chip(source, 3) == label


def test_a_day_is_written_for_people() -> None:
    assert parts.day(date(2026, 3, 3)) == "3 March 2026"


def test_quotes_that_touch_are_highlighted_as_one_and_lines_stay_lines() -> None:
    def draw() -> None:
        from assistant.pages import parts

        parts.surroundings("One. Two. Three.\nFour.\n\nFive.", [(5, 9), (0, 4), (17, 22), (10, 12)])

    (section,) = AppTest.from_function(draw).run().markdown
    assert section.value == ":orange-background[One\\. Two\\. Th]ree\\.\\\n:orange-background[Four\\.]\n\nFive\\."
