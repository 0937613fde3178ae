"""Runs that are killed at any moment: `python -m tests.library.kills --kills 200` counts what readers then saw.

Every document of a folder carries the number of its state. A run publishes the next state and is killed; whatever a
reader then opens must hold one state, the old or the new one, and the next run must finish.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import chromadb  # noqa: F401  what a run loads is loaded before, so that kills fall into its work

from assistant.errors import LibraryError
from assistant.library.edition import Edition
from assistant.library.measuring.publishing import StandIn
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS, read
from assistant.library.shelf import Shelf
from assistant.model import Clearance

DOCUMENTS = 12
IN_TIME = "finished before the kill"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cramped", type=int, nargs="+", metavar="BYTES", help="instead, let no file grow beyond that")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        if options.cramped:
            for room in options.cramped:
                cramped(Path(folder) / str(room), room)
            return 0
        outcomes = siege(Path(folder), options.kills, options.seed)
    print(dict(outcomes))
    return 0 if outcomes.keys() <= {"old", "new", IN_TIME} else 1


def siege(folder: Path, kills: int, seed: int) -> Counter[str]:
    """How often a reader saw the old, the new, or something else after a run was killed."""
    choose = random.Random(seed)
    knowledge, data = folder / "knowledge", folder / "data"
    knowledge.mkdir(parents=True)
    for state in (0, 1):
        write(knowledge, state)
        started = time.monotonic()
        assert in_child(lambda: publish(knowledge, data)) == 0
    usual = time.monotonic() - started
    outcomes: Counter[str] = Counter()
    while outcomes.total() - outcomes[IN_TIME] < kills:
        state += 1
        write(knowledge, state)
        # Every second kill falls into the end of a run, where the editions are switched.
        killed = _killed(knowledge, data, usual * choose.uniform(0.8 if state % 2 else 0.0, 1.1))
        outcomes[seen(data, state) if killed else IN_TIME] += 1
        assert in_child(lambda: publish(knowledge, data)) == 0, "the next run did not finish"
        assert seen(data, state) == "new", "the next run did not publish"
    assert in_child(lambda: _check(data)) == 0, "something published is not whole"
    return outcomes


def cramped(folder: Path, room: int) -> None:
    """A run in which no file can grow beyond some bytes, as good as a full disk: it fails, and nothing else does."""
    knowledge, data = folder / "knowledge", folder / "data"
    knowledge.mkdir(parents=True)
    write(knowledge, 0)
    assert in_child(lambda: publish(knowledge, data)) == 0
    write(knowledge, 1)

    def run() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            return publish(knowledge, data)
        except (LibraryError, OSError, sqlite3.OperationalError):
            return 5

    assert in_child(run) == 5, "the run did not say that there is no room"
    assert seen(data, 1) == "old", "the old edition is not there any more"
    assert not list(data.glob("editions/*/.building-*")), "what was begun takes up room"
    assert in_child(lambda: publish(knowledge, data)) == 0, "the next run did not finish"
    assert seen(data, 1) == "new", "the next run did not publish"


def publish(knowledge: Path, data: Path) -> int:
    """A run with a model that costs nothing; the exit code of the process."""
    publisher(data).publish(knowledge)
    return 0


def publisher(data: Path) -> Publisher:
    return Publisher(data, StandIn(_words), read, tuple(READERS), lambda *_: None, everyday=["What is the weather?"])


def in_child(work: Callable[[], int]) -> int:
    """What work in a fork of this process ends with; Chroma's threads never live in this one."""
    child = _fork(work)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _killed(knowledge: Path, data: Path, after: float) -> bool:
    child = _fork(lambda: publish(knowledge, data))
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _fork(work: Callable[[], int]) -> int:
    child = os.fork()
    if child:
        return child
    code = 9
    try:
        code = work()
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def write(knowledge: Path, state: int) -> None:
    for number in range(DOCUMENTS):
        audience = list(Clearance)[number % 3]
        text = f"---\nid: D{number}\naudience: {audience}\n---\n# Document {number}\n\nThis is state {state} of it.\n"
        (knowledge / f"{number}.md").write_text(text)


def seen(data: Path, state: int) -> str:
    """What readers of all editions see: "old" (some of them), "new", or what is wrong."""
    codes = [in_child(lambda audience=audience: _look(data, audience, state)) for audience in Clearance]
    names = {0: "new", 1: "old", 2: "mixed", 3: "lost"}
    return names.get(max(codes), f"broken {codes}")


def _look(data: Path, audience: Clearance, state: int) -> int:
    shelf = Shelf(data, audience)
    try:
        with closing(Edition.whole(shelf.path(shelf.current() or ""))) as edition:
            texts = [passage.text for passage in edition.catalogue.passages(range(edition.catalogue.size))]
            expected = DOCUMENTS * (list(Clearance).index(audience) + 1) // 3
            if len(texts) != expected or edition.indexed() != set(edition.catalogue.names) or edition.strayed():
                return 2
    except LibraryError:
        return 3
    states = {text.split()[3] for text in texts}
    return 0 if states == {str(state)} else 1 if states == {str(state - 1)} else 2


def _check(data: Path) -> int:
    return len(publisher(data).check())


def _words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
