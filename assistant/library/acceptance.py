"""Which files may be read at all: said once, for the folder that finds them and the readers that open them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.errors import ContentError

MAX_BYTES = 25 * 1024 * 1024
# Control characters, line ends, halves of characters, and signs that turn the direction of what follows.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def require_name(path: str) -> None:
    """Raise `ContentError` for a name that could steer a terminal, add lines to a report or show as another one."""
    if (harmless := shown_name(path)) != path:
        raise ContentError(harmless, "has characters in its name that cannot be seen. Rename it.")


def shown_name(path: str) -> str:
    """A file name with what is not to be seen in it spelled out."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), path)


def require_format(path: str, suffix: str, known: Iterable[str]) -> None:
    """Raise `ContentError` for a file whose ending belongs to no reader."""
    suffixes = frozenset(known)
    if suffix not in suffixes:
        raise ContentError(path, f"has a format that is not read. Use one of: {', '.join(sorted(suffixes))}.")


def require_size(path: str, size: int) -> None:
    """Raise `ContentError` for a file of more than `MAX_BYTES`; `size` is in bytes."""
    if size > MAX_BYTES:
        raise ContentError(path, "is larger than 25 MB. Split it or leave out its pictures.")
