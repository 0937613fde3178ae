"""What an operator may change: one frozen `Settings`, read from an environment that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.errors import SettingError

PREFIX = "PLUMBLINE_"
# Where nobody else can reach the programs; the hosts that .streamlit/config.toml allows a browser to name.
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; PLUMBLINE_DATA sets `data`, and so on.

    `model` is "bundled" (all-MiniLM-L6-v2 from the installed package), a local folder, or the name of
    a sentence-transformers model on the hub. `chat_days` and `desk_days` are how long a conversation is kept after the
    last word in it.
    """

    data: Path = Path("data")
    knowledge: Path = Path("knowledge")
    model: str = "bundled"
    address: str = "127.0.0.1"
    desk_port: int = 8501
    chat_port: int = 8502
    chat_days: int = 30
    desk_days: int = 365

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read PLUMBLINE_… variables; raises `SettingError` for an unknown name or a value that does not fit."""
        kinds = {field.name: type(field.default) for field in fields(cls)}
        given: dict[str, object] = {}
        for name, text in environment.items():
            if not name.startswith(PREFIX):
                continue
            key = name.removeprefix(PREFIX).lower()
            if key not in kinds:
                known = ", ".join(sorted(PREFIX + kind.upper() for kind in kinds))
                raise SettingError(f"{name} is not a setting of Plumbline. Remove it, or use one of: {known}.")
            given[key] = _number(name, text) if kinds[key] is int else text
        for key in ("data", "knowledge"):
            if key in given:
                given[key] = Path(str(given[key])).expanduser()
        return cls(**given)  # type: ignore[arg-type]  # keys and kinds were checked above


def _number(name: str, text: str) -> int:
    if name.endswith("_DAYS"):
        if not text.isdecimal() or not 1 <= int(text) <= 3_650:
            raise SettingError(f"{name}={text!r} is no number of days. Give a number from 1 to 3650.")
        return int(text)
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise SettingError(f"{name}={text!r} is not a port. Give a number from 1024 to 65535.")
    return int(text)
