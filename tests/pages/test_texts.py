"""The catalogue holds exactly the texts that the screens use."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from assistant.model import Clearance, FactStatus, FitVerdict, Judged, PurchaseStage, QuestionType
from assistant.pages.talk import SPEAKERS
from assistant.pages.texts import catalogue, text

PAGES = Path(__file__).parents[2] / "assistant" / "pages"
# Keys that are put together from a noun: text(f"stage.{stage}").
COMPUTED = (
    {f"audience.{one}" for one in Clearance}
    | {f"badge.{one}" for one in Clearance if one is not Clearance.PUBLIC}
    | {f"stage.{one}" for one in PurchaseStage}
    | {f"{room}.{name}" for room in ("chat", "desk") for name in ("box", "starters")}
    | {"answer.sure", "answer.probably"}
    | {f"verdict.{one}" for one in FitVerdict}
    | {f"fit.{one}" for one in FitVerdict}
    | {f"fit.{one}_probably" for one in FitVerdict if one is not FitVerdict.UNKNOWN}
    | {"fit.yes", "fit.no"}
    | {f"status.{one}" for one in FactStatus if one not in (FactStatus.STATED, FactStatus.SUPERSEDED)}
    | {f"question.{one}" for one in QuestionType}
    | {f"speaker.{one}" for one in SPEAKERS}
    | {f"playbook.{one}" for one in ("fit", "questions", "house", "fields", "cues")}
    | {f"card.see_{one}" for one in Judged}
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
    return {key for call in calls for key in _keys(call.args[0])}


def _keys(given: ast.expr) -> set[str]:
    if isinstance(given, ast.IfExp):
        return _keys(given.body) | _keys(given.orelse)
    return {str(given.value)} if isinstance(given, ast.Constant) else set()


def test_no_text_is_missing_and_none_is_left_over() -> None:
    assert used_keys() | COMPUTED == set(catalogue())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_says_something_and_its_places_have_names(key: str) -> None:
    assert text(key).strip()
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text(key)))
