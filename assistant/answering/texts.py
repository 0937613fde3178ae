"""The catalogue of texts: every sentence of an answer that is ours and not a document's."""

from __future__ import annotations

from assistant.model import Note

_TEXTS = {
    "not-found": "Our documents do not say.",
    "not-mentioned": "Our documents do not mention {names}.",
    "probably": "This is the nearest that our documents say:",
}


def note(key: str, **words: str) -> Note:
    """The text with this key, with the asker's own words where it has a place for them; raises KeyError."""
    return Note(key, _TEXTS[key].format(**words))
