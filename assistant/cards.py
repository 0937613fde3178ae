"""What people write in YAML, checked: unknown keys and bad values are refused, with the file and the field."""

from __future__ import annotations

from collections.abc import Mapping
from reprlib import Repr
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import ContentError

# Values that refer to one another may be endless when written out.
_BRIEF = Repr()
_BRIEF.maxlevel, _BRIEF.maxstring, _BRIEF.maxother = 2, 200, 100
_LONGEST_MISTAKE = 500

Line = Annotated[str, Field(min_length=1, max_length=300)]


class Card(BaseModel):
    """Fields that somebody filled in; each kind of card is a subclass."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Card = TypeVar("_Card", bound=Card)


def load_yaml(path: str, text: str) -> Mapping[str, Any]:
    """A YAML file whose top level is a mapping; raises `ContentError` with the line of a mistake."""
    try:
        loaded = yaml.safe_load(text)
    except Exception as error:  # the YAML library fails in many ways on days, numbers and depths that cannot be
        raise ContentError(path, f"is not valid YAML ({_one_line(error)}). Correct that line.") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise ContentError(path, "must consist of 'key: value' lines. Compare it with the example in the README.")
    return loaded


def checked(kind: type[_Card], values: Mapping[str, Any], where: str) -> _Card:
    """The card that the values make; raises `ContentError` that names `where` and each field that is wrong."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        problems = "; ".join(_problem(kind, item) for item in error.errors())
        raise ContentError(where, problems) from error


def _problem(kind: type[Card], item: Any) -> str:
    name = ".".join(str(part) for part in item["loc"]) or "the file"
    if item["type"] == "extra_forbidden":
        return f"field '{name}' is unknown. Remove it, or use one of: {', '.join(kind.model_fields)}."
    if item["type"] == "missing":
        return f"field '{name}' is missing. Add it."
    return (
        f"field '{name}': {item['msg'][0].lower()}{item['msg'][1:]} (found {_BRIEF.repr(item['input'])}). Correct it."
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:_LONGEST_MISTAKE]
