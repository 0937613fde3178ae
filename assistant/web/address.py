"""A program that was started by hand listens on this machine only, whatever flag or variable says otherwise."""

from __future__ import annotations

import os
import sys

from assistant.settings import THIS_MACHINE


def require_this_machine(address: str | None) -> None:
    """End this process with exit code 2 and one line of reason when others could reach it."""
    if address in THIS_MACHINE:
        return
    shown = repr(address) if address else "every address"
    print(f"Refusing to listen on {shown}: there is no login yet. Use 127.0.0.1.", file=sys.stderr, flush=True)
    # uvicorn would turn SystemExit into a traceback; nothing is open yet that needs closing.
    os._exit(2)
