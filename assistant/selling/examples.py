"""Examples of what customers tell of each field, and how they are asked for it: of every trade, and of a playbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Annotated

from pydantic import Field as Checked

from assistant.cards import Card, Line, checked, load_yaml
from assistant.errors import ContentError
from assistant.model import Field, FieldExample
from assistant.selling.fields import require_field

_SHIPPED = "told.yaml"


class _Card(Card):
    field: str
    value: bool | Line | None = None
    texts: Annotated[tuple[Line, ...], Checked(min_length=1)]


class _File(Card):
    told: tuple[_Card, ...] = ()
    asked: tuple[_Card, ...] = ()


Examples = tuple[tuple[FieldExample, ...], tuple[FieldExample, ...]]


def read_field_examples(path: str, text: str, fields: Iterable[Field]) -> Examples:
    """What is told, and what is asked, by the examples of a file; raises `ContentError` that names file and field."""
    file = checked(_File, load_yaml(path, text), path)
    known = {field.name: field for field in fields}
    for where, cards in (("told", file.told), ("asked", file.asked)):
        for card in cards:
            _require_known(path, where, card, known)
    return tuple(map(_example, file.told)), tuple(map(_example, file.asked))


def shipped_field_examples(fields: Iterable[Field]) -> Examples:
    """The examples of every trade."""
    text = files("assistant.selling").joinpath(_SHIPPED).read_text(encoding="utf-8")
    return read_field_examples(_SHIPPED, text, fields)


def _require_known(path: str, where: str, card: _Card, known: Mapping[str, Field]) -> None:
    if card.field:
        require_field(path, where, card.field, known)
    values = [choice.value for choice in known[card.field].choices] if card.field else []
    if card.value is not None and card.value not in values:
        raise ContentError(path, f"{where}: {card.value!r} is no value of '{card.field}'. Use one of: {values}.")


def _example(card: _Card) -> FieldExample:
    return FieldExample(card.field, card.texts, card.value)
