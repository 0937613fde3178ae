"""Which files may be read at all: said once, for the folder that finds them and the readers that open them."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.errors import ContentError

MAX_BYTES = 25 * 1024 * 1024


def require_format(path: str, suffix: str, known: Iterable[str]) -> None:
    """Raise `ContentError` for a file whose ending belongs to no reader."""
    suffixes = frozenset(known)
    if suffix not in suffixes:
        raise ContentError(path, f"has a format that is not read. Use one of: {', '.join(sorted(suffixes))}.")


def require_size(path: str, size: int) -> None:
    """Raise `ContentError` for a file of more than `MAX_BYTES`; `size` is in bytes."""
    if size > MAX_BYTES:
        raise ContentError(path, "is larger than 25 MB. Split it or leave out its pictures.")
