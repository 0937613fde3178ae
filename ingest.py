"""Put a folder of documents into the library and print what became of each of them."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.wiring import open_publisher, publish

if TYPE_CHECKING:
    from assistant.wiring import Publisher, Report


FLAGS = {
    "hidden": "text that nobody can see",
    "instruction": "a sentence that addresses an assistant",
    "personal": "personal data or a secret",
}


def main(arguments: Sequence[str]) -> int:
    """Run once; 0 when all is well, 1 when some files were refused or something is damaged, 2 when nothing was done."""
    options = _options(arguments)
    try:
        return _run(options, Settings.from_environment(os.environ))
    except AssistantError as error:
        return _fail(str(error))
    except (OSError, sqlite3.DatabaseError) as error:
        return _fail(_about_storage(error))


def _run(options: argparse.Namespace, settings: Settings) -> int:
    with _progress(lines=options.progress) as step:
        if options.check or options.rollback or options.readmit or options.withdraw:
            with open_publisher(settings, step) as publisher:
                return _keep_up(publisher, options)
        wanted = {"dry_run": options.dry_run, "prune": options.prune, "rebuild": options.rebuild}
        report = publish(settings, options.folder or settings.knowledge, step, **wanted)
    return _print(report, options)


def _keep_up(publisher: Publisher, options: argparse.Namespace) -> int:
    """What is done to a library without looking into the folder."""
    if options.check:
        problems = publisher.check()
        print("\n".join(problems) or "Everything that is published is whole.")
        return 1 if problems else 0
    if options.rollback:
        release = publisher.rollback()
        names = ", ".join(f"{audience} {name}" for audience, name in release.editions.items())
        at = release.at[:16].replace("T", " at ")
        said = f"Back to what was published on {at} UTC: {names}.\nThe folder is as it was: the next run publishes it."
        print(json.dumps(asdict(release), indent=2) if options.json else said)
        return 0
    if options.readmit:
        publisher.readmit(options.readmit)
        print(f"{options.readmit} may be published again: put its file into the folder and run python ingest.py")
        return 0
    return _print(publisher.withdraw(options.withdraw), options)


def _print(report: Report, options: argparse.Namespace) -> int:
    print(json.dumps(asdict(report), ensure_ascii=False, indent=2) if options.json else describe(report))
    return 1 if report.refused else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ingest.py", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="the folder with your documents (default: knowledge/)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--progress", action="store_true", help="print progress as JSON lines on the error stream")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    does.add_argument("--prune", action="store_true", help="publish even if most of the documents are gone")
    does.add_argument("--rebuild", action="store_true", help="make the editions anew from the folder")
    does.add_argument("--check", action="store_true", help="verify what is published, and say how to repair it")
    does.add_argument("--rollback", action="store_true", help="return to what was published before")
    does.add_argument("--withdraw", metavar="ID", help="take a document out for good, and its text out of every copy")
    does.add_argument("--readmit", metavar="ID", help="let a withdrawn document be published again")
    return parser.parse_args(arguments)


@contextmanager
def _progress(*, lines: bool) -> Iterator[Callable[[str, int, int], None]]:
    if lines:
        yield progress_lines(time.monotonic)
        return
    # The bar goes to the error stream, so that the report on the output can be piped.
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield step


def progress_lines(clock: Callable[[], float]) -> Callable[[str, int, int], None]:
    """A step that prints JSON lines on the error stream: the first and last of a step, others four times a second.

    Whoever reads them has gone when printing fails; the run then ends, and the library stays as it was.
    """
    shown, at = "", 0.0

    def step(what: str, done: int, total: int) -> None:
        nonlocal shown, at
        if what == shown and done < total and clock() - at < 0.25:
            return
        shown, at = what, clock()
        print(json.dumps({"step": what, "done": done, "total": total}), file=sys.stderr, flush=True)

    return step


def describe(report: Report) -> str:
    """The report in sentences, what was refused and why at its end."""
    lines = [f"{'Would be ' if report.dry_run else ''}{name}: {len(ids)}{_listed(ids)}" for name, ids in (
        ("added", report.added), ("replaced", report.replaced), ("removed", report.removed),
    )]  # fmt: skip
    if report.moved:
        lines.append(f"moved: {len(report.moved)}{_listed([' → '.join(places) for places in report.moved])}")
    lines.append(f"unchanged: {len(report.unchanged)}")
    lines.append(f"passages: {report.passages}; texts to embed: {report.embedded}; seconds: {report.seconds}")
    if report.superseded:
        lines.append(f"superseded, for the staff only: {', '.join(report.superseded)}")
    if report.disagreements:
        lines.append(f"documents disagree, the valid statement first: {len(report.disagreements)}")
        lines += [f"  {pair}" for pair in report.disagreements]
    if report.flags:
        lines.append(f"to look at before customers read it: {len(report.flags)}")
        lines += [
            f"  {flag.path}: {FLAGS[flag.kind]}{f': “{flag.text}”' if flag.text else ''}" for flag in report.flags
        ]
    if report.published:
        lines.append("published: " + ", ".join(f"{audience} {name}" for audience, name in report.published.items()))
        lines.append(
            f"proved: {len(report.found)} found by their own words, {len(report.gone)} gone from where they were"
        )
    elif not report.dry_run:
        lines.append("nothing has changed, so nothing was published")
    if report.not_found:
        lines.append(
            f"not found by a sentence of their own, others say the same or better: {', '.join(report.not_found)}"
        )
    if report.refused:
        lines.append(f"refused: {len(report.refused)}")
        lines += [f"  {refusal.path}: {refusal.reason}" for refusal in report.refused]
    if report.kept:
        lines.append(f"the version published before stays for: {', '.join(report.kept)}")
    return "\n".join(lines)


def _listed(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")
    return f" ({shown})" if ids else ""


def _about_storage(error: OSError | sqlite3.DatabaseError) -> str:
    # A library that writes arrays tells of a full disk in words of its own.
    full = getattr(error, "errno", None) == errno.ENOSPC or "full" in str(error) or "requested and" in str(error)
    if full:
        return "The disk is full. Make room and start again; what was published before stays as it was."
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return f"The vector cache is damaged ({error}). Run: python ingest.py --rebuild"
    return f"The data folder cannot be used ({error}). Check PLUMBLINE_DATA and its permissions."


def _fail(message: str) -> int:
    print(f"ingest.py: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
