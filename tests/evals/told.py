"""`python -m tests.evals.told`: our fit conversations through the whole story.

It runs over Larkfell's library in the data folder. A customer's turns are said, a rep's are noted. "Not a fit" is
told in its turn if the reply to it says so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.conversation import Conversations
from assistant.model import Actor, FitVerdict, Speaker
from assistant.records.erasure import Erasure
from assistant.records.opening import open_records
from assistant.records.store import Records
from assistant.settings import Settings
from assistant.wiring import open_assistant
from tests.evals.fit import rows


def main() -> int:
    with TemporaryDirectory() as folder:
        engine = open_records(Path(folder) / "records.sqlite")
        assistant = open_assistant("internal", Settings.from_environment(os.environ))
        conversations = Conversations(assistant, Records(engine), Erasure(engine), asks=False)
        outcomes = [(row, outcome(conversations, row)) for row in rows("own_fit_conversations.jsonl")]
    for name, rest in (("odd", 1), ("even", 0)):
        some = [(row, told) for row, told in outcomes if int(row["id"][1:]) % 2 == rest]
        due = [one for row, one in some if row["limit"]]
        told, false = sum(one["told"] for one in due), sum(one["false"] for _, one in some)
        print(f"{name:4} {len(some)} conversations: told in their turn {told} of {len(due)}, {false} false")
    return 0


def outcome(conversations: Conversations, row: dict[str, Any]) -> dict[str, bool]:
    """Whether "not a fit" was told in the turn of the customer in which it is due, and whether it was told wrongly."""
    actor = Actor("rep")
    handle = conversations.begin(actor)
    verdicts, replies = [], []
    for place, turn in enumerate(row["turns"]):
        speaker = Speaker(turn["speaker"])
        speak = conversations.say if speaker is Speaker.CUSTOMER else conversations.note
        now = speak(actor, handle, str(place), speaker, turn["text"])
        if speaker is Speaker.CUSTOMER:
            verdicts.append(now.understanding.fit.verdict)
            replies.append(now.conversation.messages[-1].text)
    due = row["verdict_after"].index("not_fit") if row["limit"] else None
    told = due is not None and "not a fit" in replies[due]
    false = any(
        said is FitVerdict.NOT_FIT and wanted != "not_fit"
        for said, wanted in zip(verdicts, row["verdict_after"], strict=True)
    )
    return {"told": told, "false": false}


if __name__ == "__main__":
    sys.exit(main())
