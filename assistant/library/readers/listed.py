"""Lists as people type them: a bullet, a number or a letter in front of a line."""

from __future__ import annotations

import re

from assistant.library.text import BlockKind

_BULLET = re.compile(r"[•‣⁃▪▫◦●○■□▢☐☑☒✓✔✗✘➢➤►▶❖◆·\uf0a7\uf0b7\uf0d8\uf0fc]\s*(?=\S)")
_DASH = re.compile(r"[-–—*+]\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\(\d{1,3}\)|[a-z][)])\s+(?=\S)")


def listed(text: str, *, dashes: bool = True) -> tuple[BlockKind, str] | None:
    """The kind of list that a line belongs to, with its text; a number stays in front, a bullet goes."""
    bullet = _BULLET.match(text) or (_DASH.match(text) if dashes else None)
    if bullet:
        return BlockKind.ITEM, text[bullet.end() :]
    return (BlockKind.STEP, text) if _NUMBER.match(text) else None
