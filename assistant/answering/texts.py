"""The catalogue of texts: every sentence of an answer that is ours and not a document's."""

from __future__ import annotations

from assistant.model import Note

_TEXTS = {
    "not-found": "Our documents do not say.",
    "probably": "This is the nearest that our documents say:",
}


def note(key: str) -> Note:
    """The text with this key; an unknown key is a mistake of ours and raises KeyError."""
    return Note(key, _TEXTS[key])
