"""`python -m tests.evals.off_topic FILE [--every N]`: what a whole conversation makes of talk that is not ours.

FILE has a JSON object with the key "text" on each line. Each is said alone, in a conversation of its own, over
Larkfell's library in the data folder: no fact may be stored, and the stage stays unknown.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.conversation import Conversations
from assistant.model import Actor, PurchaseStage, Speaker
from assistant.records.erasure import Erasure
from assistant.records.opening import open_records
from assistant.records.store import Records
from assistant.settings import Settings
from assistant.wiring import open_assistant


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    settings = Settings.from_environment(os.environ)
    said = [json.loads(line)["text"] for line in options.file.read_text(encoding="utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        engine = open_records(Path(folder) / "records.sqlite")
        conversations = Conversations(open_assistant("public", settings), Records(engine), Erasure(engine), asks=True)
        silent: dict[str, Counter[bool]] = {"odd": Counter(), "even": Counter()}
        for place, text in list(enumerate(said, start=1))[:: options.every]:
            found = understood(conversations, text)
            silent["odd" if place % 2 else "even"][not found] += 1
            if found and options.misses and place % 2:
                print(f"{text}: {', '.join(found)}")
    for half, counted in silent.items():
        if counted:
            print(f"{half:4} {counted.total():5} said, nothing understood of {counted[True] / counted.total():.2%}")
    return 0


def understood(conversations: Conversations, text: str) -> list[str]:
    """What is taken of somebody who says this and no more."""
    actor = Actor("anybody")
    handle = conversations.begin(actor)
    now = conversations.say(actor, handle, "1", Speaker.CUSTOMER, text).understanding
    facts = [f"{fact.field} “{fact.quote}”" for fact in now.current]
    return facts + ([now.stage.stage.value] if now.stage.stage is not PurchaseStage.UNKNOWN else [])


if __name__ == "__main__":
    sys.exit(main())
