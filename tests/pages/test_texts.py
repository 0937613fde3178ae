"""The catalogue holds exactly the texts that the screens use."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from assistant.model import Clearance, PurchaseStage
from assistant.pages.texts import catalogue, text

PAGES = Path(__file__).parents[2] / "assistant" / "pages"
# Keys that are put together from a noun: text(f"stage.{stage}").
COMPUTED = (
    {f"audience.{one}" for one in Clearance}
    | {f"badge.{one}" for one in Clearance if one is not Clearance.PUBLIC}
    | {f"stage.{one}" for one in PurchaseStage}
    | {f"{room}.{name}" for room in ("chat", "desk") for name in ("box", "starters")}
    | {"answer.sure", "answer.probably"}
    | {f"library.{view}" for view in ("documents", "put_in", "history")}
    | {f"flag.{kind}" for kind in ("hidden", "instruction", "personal")}
    | {f"history.{what}" for what in ("publish", "withdraw")}
    | {
        f"result.{tense}_{what}"
        for tense in ("did", "would")
        for what in ("added", "replaced", "removed", "kept", "move")
    }
)


def used_keys() -> set[str]:
    calls = (
        node
        for file in PAGES.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text"
    )
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def test_no_text_is_missing_and_none_is_left_over() -> None:
    assert used_keys() | COMPUTED == set(catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_says_something_and_its_places_have_names(key: str) -> None:
    assert text(key).strip()
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text(key)))
