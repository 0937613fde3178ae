"""Ask every evaluation row of the running product and count: right source, right words, verbatim, honest, no leak."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import Assistant
from assistant.library.measuring.sets import read_unrelated
from assistant.model import Answer, Clearance, Speaker, Turn
from assistant.wiring import open_assistant
from tests.evals.quality import write_section

HERE = Path(__file__).parent
SAMPLE, OWN_QUESTIONS, FRESH = QUESTIONS = ("sample_questions.jsonl", "own_questions.jsonl", "fresh_questions.jsonl")
SAMPLE_UNANSWERABLE, OWN_UNANSWERABLE = UNANSWERABLE = ("sample_unanswerable.jsonl", "own_unanswerable.jsonl")
BEYOND = "beyond_questions.jsonl"
CONVERSATIONS = "own_conversations.jsonl"
_CLEARANCE = {"customer": Clearance.PUBLIC, "rep": Clearance.INTERNAL}


@dataclass(frozen=True)
class Result:
    """What became of one row; `source` is None where no source of the row is published."""

    row: dict[str, Any]
    answer: Answer
    source: bool | None
    contains: bool
    verbatim: bool
    leaked: bool
    declined: bool
    seconds: float

    @property
    def honest(self) -> bool:
        """Whether a row that must not be answered was handled so."""
        return self.declined is not self.row.get("found", True) and self.contains

    @property
    def worded(self) -> bool:
        """Whether the words of the answer count: its source is published and nothing has to be computed."""
        return self.source is not None and not self.row.get("later") and bool(self.row.get("must_contain"))

    @property
    def wrong(self) -> bool:
        """Whether somebody should look at this row."""
        if "found" in self.row:
            return not self.honest
        answered = self.source and self.contains and not self.declined
        return self.source is not None and not self.row.get("later") and not answered


def rows(names: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of the evaluation files beside this one."""
    found = []
    for name in names:
        lines = (HERE / name).read_text(encoding="utf-8").splitlines()
        found += [_row(json.loads(line)) | {"file": name} for line in lines if line.strip()]
    return found


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A conversation is judged by the answer to its last turn; the others lead up to it."""
    *before, last = row.get("turns") or [row["question"]]
    row |= {"question": last, "before": before}
    return row | {"found": False} if row.get("declined") else row


def score(row: dict[str, Any], ask: Callable[[str], Assistant]) -> Result:
    """Ask one row as the person who asks it."""
    asker = row.get("asker", "customer")
    assistant = ask(asker)
    history: list[Turn] = []
    for question in row["before"]:
        said = assistant.ask(question, history).text
        history += [Turn(Speaker.CUSTOMER, question), Turn(Speaker.ASSISTANT, said)]
    started = time.perf_counter()
    answer = assistant.ask(row["question"], history)
    seconds = time.perf_counter() - started
    hits = assistant.library.search(answer.understood_as or row["question"], limit=5)
    published = {summary.document.document_id for summary in assistant.library.documents()}
    sources = [source for source in row.get("sources", ()) if source in published]
    text = answer.text.casefold()
    return Result(
        row,
        answer,
        any(hit.passage.document_id in sources for hit in hits) if sources else None,
        _contains(row, text),
        all(citation.quote in citation.passage.text for citation in answer.citations),
        asker == "customer" and _leaks(answer),
        not answer.found,
        seconds,
    )


def _contains(row: dict[str, Any], text: str) -> bool:
    wanted = all(any(word.casefold() in text for word in words) for words in row.get("must_contain", ()))
    return wanted and not any(word.casefold() in text for word in row.get("must_not_contain", ()))


def _leaks(answer: Answer) -> bool:
    passages = [citation.passage for citation in answer.citations] + [hit.passage for hit in answer.nearest]
    return any(passage.audience is not Clearance.PUBLIC for passage in passages)


def table(results: Sequence[Result]) -> str:
    """The figures by file, as a Markdown table."""
    lines = [
        "| rows | n | source in top 5 | must_contain | answered | verbatim | declined or right | leaks | median s |",
        "|---" * 9 + "|",
    ]
    for name in dict.fromkeys(result.row["file"] for result in results):
        part = [result for result in results if result.row["file"] == name]
        sourced = [result for result in part if result.source is not None]
        worded = [result for result in part if result.worded]
        refused = [result for result in part if result.row.get("found") is not None]
        lines.append(
            f"| {name} | {len(part)} | {_share(result.source for result in sourced)} "
            f"| {_share(result.contains for result in worded)} "
            f"| {_share(result.answer.found for result in sourced)} | {_share(result.verbatim for result in part)} "
            f"| {_share(result.honest for result in refused)} | {sum(result.leaked for result in part)} "
            f"| {statistics.median(result.seconds for result in part):.3f} |"
        )
    return "\n".join(lines)


def _share(values: Iterable[bool | None]) -> str:
    counted = list(values)
    return f"{sum(map(bool, counted))} of {len(counted)}" if counted else "–"


def main(arguments: Sequence[str]) -> int:
    """Print the table and, with --misses, every row that went wrong; --write puts the table into docs/quality.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/quality.md")
    parser.add_argument(
        "--unrelated", type=Path, metavar="FILE", help="also ask these everyday questions ({text} a line)"
    )
    parser.add_argument("--misses", action="store_true", help="list the rows that went wrong")
    options = parser.parse_args(arguments)
    assistants = {asker: open_assistant(clearance) for asker, clearance in _CLEARANCE.items()}
    results = [score(row, assistants.__getitem__) for row in rows((*QUESTIONS, *UNANSWERABLE, BEYOND, CONVERSATIONS))]
    report = table(results)
    if options.unrelated:
        declined = [not assistants["customer"].ask(question).found for question in read_unrelated(options.unrelated)]
        report += f"\n\nEveryday questions declined: {_share(declined)}."
    print(report)
    if options.write:
        write_section("eval", "make eval" + (" DATA=path" if options.unrelated else ""), report, date.today())
    if options.misses:
        for result in results:
            _print_miss(result)
    return 0


def _print_miss(result: Result) -> None:
    row = result.row
    if result.wrong:
        kind = f" {row['kind']}" if "kind" in row else ""
        print(f"\n{row['id']}{kind} source={result.source} contains={result.contains} found={result.answer.found}")
        wanted = (row.get("sources"), row.get("must_contain"), row.get("must_not_contain"))
        print("  Q:", " | ".join((*row["before"], row["question"])), *wanted)
        for quote in result.answer.quotes:
            print(f"  - [{quote.citations[0].document_id}] {quote.text}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
