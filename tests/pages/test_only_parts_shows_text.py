"""R6: outside of parts.py, a page shows only literals, texts of the catalogue and what parts has made of the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PAGES = HOUSE / "assistant" / "pages"
CHECKED = [HOUSE / "app.py", HOUSE / "chat.py", *sorted(set(PAGES.rglob("*.py")) - {PAGES / "parts.py"})]

# Calls that show their first argument, or an argument of these names, as Markdown.
SHOWING = frozenset(
    "markdown write write_stream title header subheader caption badge button link_button download_button page_link "
    "form_submit_button expander popover tabs metric table toast error warning info success exception status spinner "
    "progress checkbox toggle radio selectbox multiselect select_slider slider text_input text_area number_input "
    "date_input time_input file_uploader camera_input chat_input feedback pills segmented_control dialog latex "
    "Page set_page_config menu_button text code".split()
)
SHOWN_NAMES = frozenset({"label", "body", "title", "help", "placeholder", "caption", "captions", "page_title", "text"})
# What could run, load or link something, whoever wrote it.
FORBIDDEN = frozenset(
    {"html", "iframe", "components", "image", "logo", "video", "audio", "pdf", "help", "echo", "graphviz_chart"}
)
FORBIDDEN_NAMES = frozenset({"unsafe_allow_html", "avatar"})


def complaints(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _call(node)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN and _is_streamlit(node.value):
            yield f"line {node.lineno}: st.{node.attr} can load or run what it is given"
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.JoinedStr | ast.Name):
            yield f"line {node.lineno}: a bare value would be shown by Streamlit's magic"


def _call(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg in FORBIDDEN_NAMES:
            yield f"line {call.lineno}: {keyword.arg}= is not used here"
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in SHOWING or _is_parts(call):
        return
    given = call.args[:1] + [one.value for one in call.keywords if one.arg in SHOWN_NAMES]
    for value in given:
        if not _is_safe(value):
            yield f"line {call.lineno}: {call.func.attr}({ast.unparse(value)}) shows what parts has not seen"


def _is_safe(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return True
    return isinstance(value, ast.Call) and (
        _is_parts(value) or (isinstance(value.func, ast.Name) and value.func.id == "text")
    )


def _is_parts(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "parts"
    )


def _is_streamlit(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == "st"


@pytest.mark.parametrize("file", CHECKED, ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_page_leaves_showing_to_parts(file: Path) -> None:
    assert not list(complaints(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "line",
    [
        'st.markdown(f"**{title}**")',
        "st.markdown(answer.text)",
        'st.write("a" + title)',
        'left.caption("{}".format(title))',
        "st.button(document.title)",
        'st.button(label=f"{title}")',
        "st.expander(title)",
        "st.error(str(error))",
        "st.toast(body=words)",
        "st.table(rows)",
        'st.markdown("x", unsafe_allow_html=True)',
        'st.chat_message("user", avatar=url)',
        "st.html(words)",
        "st.image(url)",
        "st.components.v1.html(words)",
        'f"{title}"',
        "title",
    ],
)
def test_the_lint_finds(line: str) -> None:
    assert list(complaints(line))


@pytest.mark.parametrize(
    "line",
    ['st.title(text("chat.title"))', "st.markdown(parts.fill(x, y=z))", "parts.plain(words)", 'st.button("Ask")'],
)
def test_the_lint_lets_pass(line: str) -> None:
    assert not list(complaints(line))
