"""Measure the product on every retrieval set of a folder and write the figures into docs/quality.md."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, SettingError
from assistant.evaluate import progress, tables
from assistant.settings import Settings
from assistant.wiring import measure_publishing, open_bench
from tests.evals.quality import PAGE, write_section

if TYPE_CHECKING:
    from assistant.wiring import Embedding, Handling

_UNRELATED = Path("text", "off_topic_questions.jsonl")
_ANSWERS = "answers.jsonl"
_PASSAGES = 50_000


def main(arguments: Sequence[str], page: Path = PAGE) -> int:
    """Print the tables and write them into their section; 2 when something must be put right first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with retrieval/, and text/ and scale/ if there are any")
    parser.add_argument("--scale", action="store_true", help="measure the large set scale/ instead")
    parser.add_argument("--publishing", action="store_true", help="measure how fast scale/ is published instead")
    parser.add_argument("--slice", type=int, default=5_000, help="how many passages of it the model embeds")
    parser.add_argument("--cache", type=Path, help="keep vectors here for the next run")
    parser.add_argument("--limit-queries", type=int, help="ask only the first N questions of each file")
    options = parser.parse_args(arguments)
    try:
        made = _measure_publishing(options) if options.publishing else _measure(options)
    except AssistantError as error:
        print(f"make bench: {error}", file=sys.stderr)
        return 2
    print(made)
    if options.publishing:
        write_section("bench-publishing", "make bench DATA=… PUBLISHING=1", made, date.today(), page)
        return 0
    limit = f" LIMIT={options.limit_queries}" if options.limit_queries else ""
    name, more = ("bench-scale", " SCALE=1") if options.scale else ("bench", "")
    write_section(name, f"make bench DATA=…{more}{limit}", made, date.today(), page)
    return 0


def _measure(options: argparse.Namespace) -> str:
    sets = [options.data / "scale"] if options.scale else sorted(path.parent for path in _corpora(options.data))
    if not sets:
        raise SettingError(f"{options.data / 'retrieval'} holds no set. Name the folder above retrieval/.")
    unrelated = options.data / _UNRELATED
    with progress() as step:
        bench = open_bench(Settings.from_environment(os.environ), (), options.cache, step)
        measured = [
            one
            for folder in sets
            for one in bench.measure(
                [folder],
                retrieval=True,
                answers=(folder / _ANSWERS).is_file(),
                unrelated=unrelated if unrelated.is_file() else None,
                limit=options.limit_queries,
            )
        ]
        return tables(measured)


def _measure_publishing(options: argparse.Namespace) -> str:
    with progress() as step:
        settings = Settings.from_environment(os.environ)
        return publishing_table(*measure_publishing(settings, options.data / "scale", _PASSAGES, options.slice, step))


def publishing_table(handling: Handling, embedding: Embedding) -> str:
    """The figures of publishing as a table of ratios and seconds."""
    what = f"{handling.passages:,} passages in {handling.files} files, three editions, without embedding"
    rows = [
        (f"all new: {what}", f"{handling.all_new:.1f} s"),
        ("one document changed", f"{handling.one_changed:.1f} s ({handling.one_changed / handling.all_new:.3f})"),
        ("nothing changed", f"{handling.none_changed:.1f} s ({handling.none_changed / handling.all_new:.3f})"),
        (f"{embedding.passages:,} new passages, {embedding.texts:,} texts, embedded and published",
         f"{embedding.published:.0f} s, {embedding.ratio:.3f} times the bare model"),
    ]  # fmt: skip
    head = ["| publishing | wall time (share of all new) |", "| --- | --- |"]
    return "\n".join([*head, *(f"| {what} | {figure} |" for what, figure in rows)])


def _corpora(data: Path) -> list[Path]:
    return list((data / "retrieval").glob("*/corpus.jsonl"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
