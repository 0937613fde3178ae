"""Every text of the screens in one catalogue per language; a test keeps it complete and free of leftovers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["catalogue", "text"]


def text(key: str) -> str:
    """The screen text called `key`, such as "chat.box": trusted Markdown, with {places} for `parts.fill`."""
    return catalogue()[key]


@cache
def catalogue(language: str = "en") -> Mapping[str, str]:
    """All texts of a language by their dotted keys."""
    sections = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{name}": words for section, texts in sections.items() for name, words in texts.items()}
