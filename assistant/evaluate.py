"""The command `eval`: measures retrieval and answers on sets of questions and prints what it found."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, SettingError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.wiring import Measured

Step = Callable[[str, int, int], None]

_RETRIEVAL = ("ndcg10", "recall5", "recall10", "mrr10")
_ANSWERS = ("token_recall", "token_precision", "sentences", "declined_answerable", "declined_unrelated")


def add_command(commands: Any) -> None:
    """Put `eval` among the commands of the command line."""
    command = commands.add_parser("eval", help="measure retrieval or answers on sets of questions")
    command.add_argument("sets", nargs="+", type=Path, metavar="SET",
                         help="a folder with corpus.jsonl, queries.jsonl and qrels.tsv")  # fmt: skip
    command.add_argument("--answers", action="store_true", help="measure the answers (needs answers.jsonl)")
    command.add_argument("--json", action="store_true", help="print a JSON list, one object per set, and nothing else")
    command.add_argument("--unrelated", type=Path, metavar="FILE",
                         help="JSON lines {text}: questions that no set answers, for what is declined")  # fmt: skip
    command.add_argument("--limit-queries", type=_positive, metavar="N", help="ask only the first N of each file")
    command.add_argument("--half", choices=("first", "second"), help="ask one half: choose on one, report on the other")
    command.add_argument("--without", action="append", default=[], metavar="PART",
                         help="switch off a part of the ranking, such as words or dense (repeatable)")  # fmt: skip
    command.add_argument("--cache", type=Path, metavar="FOLDER",
                         help="keep vectors here, so that the next run embeds nothing")  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Measure and print; 0 when every set was measured. Raises `AssistantError`."""
    try:
        # Whatever a library prints is not part of the result.
        with redirect_stdout(sys.stderr), progress() as step:
            measured = measure(options, settings, step)
    except OSError as error:
        raise AssistantError(f"{error}. Check that the disk has room and the folders can be written to.") from error
    if options.json:
        print(json.dumps([as_json(one) for one in measured], ensure_ascii=False, indent=2))
    else:
        print(tables(measured))
    return 0


def measure(options: argparse.Namespace, settings: Settings, step: Step) -> list[Measured]:
    """The figures of each set, in the order they were named; raises `AssistantError`."""
    from assistant.wiring import open_bench

    if options.cache is not None and options.cache.exists() and not options.cache.is_dir():
        raise SettingError(f"--cache {options.cache}: is not a folder. Name one, or one that does not exist yet.")
    bench = open_bench(settings, options.without, options.cache, step)
    return list(
        bench.measure(
            options.sets,
            retrieval=not options.answers,
            answers=options.answers,
            unrelated=options.unrelated,
            half=options.half,
            limit=options.limit_queries,
        )
    )


def as_json(measured: Measured) -> dict[str, Any]:
    """The figures of a set as plain values: shares from 0 to 1, times in ms, intervals as [low, high] of 95 %."""
    values: dict[str, Any] = {
        "set": measured.name,
        "passages": measured.passages,
        "passages_per_s": _rounded(measured.passages_per_s, 1),
        "rss_mb": _rounded(measured.rss_mb, 1),
        "ranking": asdict(measured.ranking),
    }
    for part, names in ((measured.retrieval, _RETRIEVAL), (measured.answers, _ANSWERS)):
        if part is None:
            continue
        values["questions"] = part.questions
        for name in names:
            found = getattr(part, name)
            values[name] = _rounded(found.mean)
            values[f"{name}_interval"] = None if found.mean is None else [_rounded(found.low), _rounded(found.high)]
    if measured.retrieval:
        values |= {f"{name}_ms": _rounded(ms, 2) for name, ms in asdict(measured.retrieval.latency).items()}
    if measured.declining:
        values["declining"] = asdict(measured.declining)
    return values


def tables(measured: Sequence[Measured]) -> str:
    """The figures as Markdown tables: retrieval, declining, answers, as far as they were measured."""
    made = (_retrieval_table(measured), _declining_table(measured), _answers_table(measured))
    return "\n\n".join(table for table in made if table)


def _retrieval_table(measured: Sequence[Measured]) -> str:
    rows = []
    for one in measured:
        if one.retrieval is None:
            continue
        latency = one.retrieval.latency
        figures = [_figure(getattr(one.retrieval, name)) for name in _RETRIEVAL]
        rows.append([
            one.name, one.retrieval.questions, *figures, f"{_number(latency.p50)} / {_number(latency.p95)}",
            f"{_number(latency.p50_search)} / {_number(latency.p95_search)}",
            one.passages, "cached" if one.passages_per_s is None else _number(one.passages_per_s), f"{one.rss_mb:.0f}",
        ])  # fmt: skip
    return _table(
        ("set", "questions", "nDCG@10", "Recall@5", "Recall@10", "MRR@10", "p50 / p95 ms", "without embedding",
         "passages", "passages/s", "MB"), rows,
    )  # fmt: skip


def _declining_table(measured: Sequence[Measured]) -> str:
    curves = [(one.name, one.declining) for one in measured if one.declining]
    lost = [f"declined at {point.lost:.0%} lost" for point in curves[0][1].curve] if curves else []
    rows = [
        [name, curve.answerable, curve.unrelated, *(_percent(point.declined) for point in curve.curve),
         f"{_percent(curve.yardstick.declined)} at {_percent(curve.yardstick.lost)} lost"]
        for name, curve in curves
    ]  # fmt: skip
    return _table(("set", "answerable", "unrelated", *lost, "the yardstick declines"), rows)


def _answers_table(measured: Sequence[Measured]) -> str:
    rows = [
        [one.name, one.answers.questions, *(_figure(getattr(one.answers, name)) for name in _ANSWERS)]
        for one in measured
        if one.answers
    ]
    return _table(
        ("set", "questions", "gold answer shown", "shown is gold", "sentences", "declined, answerable",
         "declined, unrelated"), rows,
    )  # fmt: skip


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    if not rows:
        return ""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def _figure(figure: Any) -> str:
    if figure.mean is None:
        return "–"
    return f"{figure.mean:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


@contextmanager
def progress() -> Iterator[Step]:
    """A bar on the error stream where somebody watches it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading")
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
