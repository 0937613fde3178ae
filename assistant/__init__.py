"""Plumbline: a chat assistant for consultative selling that answers from a company's own documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.wiring import open_assistant, open_library

__all__ = ["__version__", "open_assistant", "open_library"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # The wiring loads Chroma and LangChain: only who opens something waits for them.
    if name in ("open_assistant", "open_library"):
        from assistant import wiring

        return getattr(wiring, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
