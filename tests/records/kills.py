"""A writer that is killed at any moment: `python -m tests.records.kills --kills 300` counts what was lost.

The writer tells of every commit through a pipe that outlives it; whatever it told of must be there afterwards, once,
and whole. Every writer says again what the one before said last, under the same id.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.model import Actor, Answer, Confidence, Note, Speaker
from assistant.records.opening import open_records
from assistant.records.store import Records

ACTOR = Actor("anna")
REPLY = Answer("?", (Note("not-found", "Our documents do not say."),), Confidence.NOT_IN_DOCUMENTS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        outcomes = siege(Path(folder) / "records.sqlite", options.kills)
    print(dict(outcomes))
    return 1 if any(outcomes[name] for name in ("lost", "twice", "damaged")) or not outcomes["kept"] else 0


def siege(place: Path, kills: int, seed: int = 0) -> Counter[str]:
    """How many messages were kept, lost or kept twice; and how many files were damaged."""
    choose = random.Random(seed)
    engine = open_records(place)
    handle = Records(engine).begin(ACTOR)
    engine.dispose()
    told: list[int] = []
    for _ in range(kills):
        reading, writing = os.pipe()
        writer = os.fork()
        if not writer:
            os.close(reading)
            write(place, handle, told[-1] if told else 0, writing)
        os.close(writing)
        # Opening takes some time of its own, so kills fall into opening and into writing.
        time.sleep(choose.uniform(0.01, 0.25))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        with os.fdopen(reading) as pipe:
            told += [int(line) for line in pipe.read().split("\n")[:-1]]
    return judged(place, handle, told)


def write(place: Path, handle: str, last: int, pipe: int) -> None:
    records = Records(open_records(place))
    number = last
    while True:
        heard = records.hear(ACTOR, handle, str(number), Speaker.CUSTOMER, f"word {number} " * 50)
        records.reply(ACTOR, handle, heard.place, REPLY)
        os.write(pipe, f"{number}\n".encode())
        number += 1


def judged(place: Path, handle: str, told: list[int]) -> Counter[str]:
    engine = open_records(place)
    with engine.connect() as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    messages = Records(engine).conversation(ACTOR, handle).messages
    said = Counter(message.text for message in messages if message.answer is None)
    answered = {message.reply_to for message in messages if message.answer}
    whole = {message.text for message in messages if message.place in answered}
    outcomes = Counter("kept" if f"word {number} " * 50 in whole else "lost" for number in sorted(set(told)))
    outcomes["twice"] = sum(times > 1 for times in said.values())
    outcomes["damaged"] = 0 if sound else 1
    return outcomes


if __name__ == "__main__":
    raise SystemExit(main())
