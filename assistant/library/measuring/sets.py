"""A set to measure with: rows of a corpus, questions, which rows answer them, and sometimes the answers.

corpus.jsonl {_id, title, text}, queries.jsonl {_id, text}, qrels.tsv (query id, corpus id, score, with a header
line), answers.jsonl {_id, answer}; other keys are passed over.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import ContentError
from assistant.model import LONGEST_QUESTION

_CORPUS, _QUERIES, _QRELS, _ANSWERS = "corpus.jsonl", "queries.jsonl", "qrels.tsv", "answers.jsonl"


class Half(StrEnum):
    """One half of the questions, by a hash of their ids: choose on one, report on the other."""

    FIRST = "first"
    SECOND = "second"

    def holds(self, name: str) -> bool:
        """Whether a question belongs to this half, always the same one."""
        even = hashlib.md5(name.encode(), usedforsecurity=False).digest()[-1] % 2 == 0
        return even is (self is Half.FIRST)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the corpus."""

    row_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the gain of each row that answers it."""

    question_id: str
    text: str
    gains: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A set that was read and checked; the rows stay in their file until they are asked for."""

    folder: Path
    size: int
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    def rows(self) -> Iterator[Row]:
        """The rows of the corpus in their order."""
        return _rows(self.folder)

    def answers(self) -> dict[str, str]:
        """The gold answer of each question that has one; raises `ContentError`."""
        known = {question.question_id for question in self.questions}
        found = {name: _text(self.folder, _ANSWERS, line, values, "answer")
                 for line, name, values in _entries(self.folder, _ANSWERS)}  # fmt: skip
        return {name: answer for name, answer in found.items() if name in known}

    @property
    def has_answers(self) -> bool:
        return (self.folder / _ANSWERS).is_file()

    def part(self, half: Half | None, limit: int | None) -> EvaluationSet:
        """The same set with one half of its questions, and of these the first `limit`."""
        chosen = [question for question in self.questions if half is None or half.holds(question.question_id)]
        return replace(self, questions=tuple(chosen[:limit]))


def read_set(folder: Path) -> EvaluationSet:
    """Read a set, its corpus for the ids alone; raises `ContentError` that names file and line."""
    if not folder.is_dir():
        raise ContentError(str(folder), f"is not a folder. Name one that holds {_CORPUS}, {_QUERIES} and {_QRELS}.")
    rows = {row.row_id for row in _rows(folder)}
    if not rows:
        raise _broken(folder, _CORPUS, "holds no row. Put at least one in.")
    texts = {name: _question(folder, _QUERIES, line, values) for line, name, values in _entries(folder, _QUERIES)}
    gains = _gains(folder, texts, rows)
    if not gains:
        raise _broken(folder, _QRELS, "names no row that answers a question. Put one in, with a score above 0.")
    # A question that no row answers cannot be measured.
    questions = (Question(name, text, gains[name]) for name, text in texts.items() if name in gains)
    return EvaluationSet(folder, len(rows), tuple(questions))


def read_unrelated(path: Path) -> list[str]:
    """The questions of a JSON-lines file {text} that no set answers; raises `ContentError`."""
    texts = [_question(path.parent, path.name, line, values) for line, values in _lines(path.parent, path.name)]
    if not texts:
        raise _broken(path.parent, path.name, "holds no question. Put at least one in.")
    return list(dict.fromkeys(texts))


def _rows(folder: Path) -> Iterator[Row]:
    for line, name, values in _entries(folder, _CORPUS):
        title = values.get("title") or ""
        if not isinstance(title, str):
            raise _broken(folder, _CORPUS, f"line {line}: the title is not a text. Write it in quotes.")
        yield Row(name, title, _text(folder, _CORPUS, line, values, "text", empty=True))


def _question(folder: Path, name: str, line: int, values: Mapping[str, Any]) -> str:
    text = _text(folder, name, line, values, "text")
    if len(text) > LONGEST_QUESTION:
        raise _broken(folder, name, f"line {line}: the question is longer than {LONGEST_QUESTION:,} characters.")
    return text


def _gains(folder: Path, queries: Mapping[str, str], rows: set[str]) -> dict[str, dict[str, float]]:
    gains: dict[str, dict[str, float]] = {}
    for number, line in _raw_lines(folder, _QRELS):
        cells = line.split("\t")
        if len(cells) != 3:
            raise _broken(folder, _QRELS, f"line {number} has {len(cells)} columns. Give query id, corpus id, score.")
        query, row, score = cells
        try:
            gain = float(score)
        except ValueError as error:
            if number == 1:
                continue  # the header
            raise _broken(folder, _QRELS, f"line {number}: the score {score!r} is not a number.") from error
        if query not in queries:
            raise _broken(folder, _QRELS, f"line {number}: no question has the id {query!r}. Correct it.")
        if row not in rows:
            raise _broken(folder, _QRELS, f"line {number}: no row has the id {row!r}. Correct it.")
        if not math.isfinite(gain):
            raise _broken(folder, _QRELS, f"line {number}: the score {score!r} is not a finite number.")
        if gain > 0:
            gains.setdefault(query, {})[row] = gain
    return gains


def _entries(folder: Path, name: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(line, id, values) of every entry; ids are distinct and can stand in a column of qrels.tsv."""
    seen: dict[str, int] = {}
    for number, values in _lines(folder, name):
        key = values.get("_id")
        if not isinstance(key, str) or not key.strip():
            raise _broken(folder, name, f"line {number} has no _id. Give it one, as a text.")
        if key != key.strip() or any(unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") for sign in key):
            raise _broken(folder, name, f"line {number}: the id {key!r} holds tabs, line breaks, control characters "
                          "or outer spaces, which no column can hold. Give it another.")  # fmt: skip
        if key in seen:
            raise _broken(folder, name, f"line {number}: the id {key!r} stands in line {seen[key]} too. Keep one.")
        seen[key] = number
        yield number, key, values


def _lines(folder: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _raw_lines(folder, name):
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _broken(folder, name, f"line {number} is not JSON ({error}). Correct it.") from error
        if not isinstance(values, dict):
            raise _broken(folder, name, f"line {number} is not a JSON object. Write {{…}}.")
        yield number, values


def _raw_lines(folder: Path, name: str) -> Iterator[tuple[int, str]]:
    try:
        with (folder / name).open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as error:
        raise _broken(folder, name, "is missing. Put it there.") from error
    except UnicodeDecodeError as error:
        raise _broken(folder, name, "is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise _broken(
            folder, name, f"cannot be opened ({error.strerror}). Check what it is and its permissions."
        ) from error


def _text(folder: Path, name: str, line: int, values: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    text = values.get(key)
    if not isinstance(text, str) or not (empty or text.strip()):
        raise _broken(folder, name, f"line {line}: {key!r} is missing or no text. Give it one.")
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise _broken(folder, name, f"line {line}: {key!r} holds half of a character (\\ud800 to \\udfff). Correct it.")
    return text


def _broken(folder: Path, name: str, problem: str) -> ContentError:
    return ContentError(str(folder / name), problem)
