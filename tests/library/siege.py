"""A jail under siege: what becomes of hostile and mutated files, and what it costs; `python -m tests.library.siege`."""

from __future__ import annotations

import argparse
import gc
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "readers")]  # as pytest does

import pdf_samples
from hostile import HOSTILE, Lure, a_book, a_deck, a_word, mutations

from assistant.errors import ContentError
from assistant.library.jail import Jail
from assistant.library.text import DocumentText

SECRET = "zanzibar-4711"
GOOD = ("good.md", b"# Good\n\nStill read.")
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ADVICE = (
    "Save",
    "save",
    "Split",
    "Export",
    "Open it",
    "Run OCR",
    "Rename",
    "Simplify",
    "Check",
    "Give it",
    "Use one of",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a file: its text or the reason why it was refused, and the seconds that took."""

    text: str
    reason: str | None
    seconds: float
    good_after: bool

    def complaint(self, refused: str | None = None) -> str | None:
        """What was promised and is not so."""
        if self.reason is not None and not (self.reason.endswith(".") and any(word in self.reason for word in ADVICE)):
            return f"says not what to do: {self.reason}"
        if refused and refused not in (self.reason or ""):
            return f"should be refused because it {refused!r}, not: {self.reason}"
        if SECRET in self.text + (self.reason or ""):
            return "gave away the secret"
        if self.seconds > 25:
            return f"took {self.seconds:.1f} seconds"
        return None if self.good_after else "kept a good file from being read"


def attempt(read: Callable[[str, bytes], DocumentText], name: str, data: bytes) -> Attempt:
    """Have a file read, and a good one after it."""
    started = time.monotonic()
    text, reason = "", None
    try:
        text = read(name, data).text
    except ContentError as error:
        reason = error.problem
    seconds = time.monotonic() - started
    return Attempt(text[:2_000] + text[-2_000:], reason, seconds, read(*GOOD).text == "Good\n\nStill read.")


@contextmanager
def lure() -> Iterator[tuple[Lure, Callable[[], int]]]:
    """A port and a secret file, and how often the port was called."""
    with socket.create_server(("127.0.0.1", 0)) as sink, tempfile.NamedTemporaryFile("w", suffix=".txt") as secret:
        sink.setblocking(False)
        secret.write(SECRET)
        secret.flush()
        yield Lure(sink.getsockname()[1], secret.name), lambda: _calls(sink)


def _calls(sink: socket.socket) -> int:
    count = 0
    while True:
        try:
            sink.accept()
        except BlockingIOError:
            return count
        count += 1


def samples() -> dict[str, bytes]:
    """Good files of every format."""
    found = {path.name: path.read_bytes() for path in sorted(KNOWLEDGE.rglob("*.*")) if path.suffix != ".yaml"}
    mail = (
        "From: a@example.com\nSubject: Words\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords.\n> x\n--b--\n"
    )
    made = {"a.docx": a_word(), "a.pptx": a_deck(), "a.xlsx": a_book(), "a.eml": mail.encode()}
    drawn = pdf_samples.document([pdf_samples.text("Words."), pdf_samples.table([["a", "b"], ["1", "2"]], [])])
    return found | made | {"a.pdf": drawn, "a.txt": b"TITLE\n\nWords.\n\n- item\n- item\n"}


def resident() -> float:
    """The megabytes that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def main(arguments: Sequence[str]) -> int:
    """Try all hostile files and many mutations with the limits that are in force; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=2_000)
    count = parser.parse_args(arguments).mutations
    complaints: list[str] = []
    with Jail() as jail, lure() as (bait, calls), ThreadPoolExecutor(2) as threads:
        jail.read(*GOOD)
        before = resident()
        worst = 0.0
        for file in HOSTILE:
            made = attempt(jail.read, file.name, file.make(bait))
            worst = max(worst, made.seconds)
            complaint = made.complaint(file.refused)
            complaints += [f"{file.title}: {complaint}"] if complaint else []
            print(f"{made.seconds:6.2f} s  {file.name[2:]:5} {file.title}: {made.reason or 'read'}"[:150], flush=True)
        print(f"{len(HOSTILE)} hostile files, worst {worst:.1f} s, memory grew by {resident() - before:.0f} MB")
        mutated = list(threads.map(lambda file: attempt(jail.read, *file), mutations(samples(), count)))
        complaints += filter(None, (made.complaint() for made in mutated))
        refused = sum(made.reason is not None for made in mutated)
        worst = max((made.seconds for made in mutated), default=0)
        print(f"{count} mutated files, {refused} refused, worst {worst:.1f} s, grew by {resident() - before:.0f} MB")
        crashed = sum("makes the program" in (made.reason or "") for made in mutated)
        print(f"{crashed} made a reader fail; the port was called {calls()} times")
    print(*complaints, sep="\n")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
