"""The words of an edition's passages in memory-mapped arrays: which stem stands where, and how much it tells there."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.library.words import inverse_frequency, stem, tokens

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

# BM25: how fast repeating a word stops counting, and how much a long passage has to hold it more often.
_K1, _B = 1.2, 0.75
# Nothing stands here: a pair reaches two positions far and must not span two fields or passages.
_BORDER = (0, 0)
_STEMS = "stems.txt"
_WORDS = "words.txt"
# The arrays of an index of n passages, v stems, w words, m postings and t positions.
#   positions (t,) int32   the numbers of all stems in the order of the text, 0 at borders
#   starts    (n + 1,)     passage r is positions[starts[r]:starts[r + 1]]
#   passages  (m,) int32   the passages that hold a stem, one stem after another
#   weights   (m,) float32 what the stem tells there in BM25, its rarity not counted in
#   first     (v + 2,)     the postings of stem k are first[k]:first[k + 1]
_ARRAYS = ("positions", "starts", "passages", "weights", "first")
# For the index after this one: the numbers of all words in the order of the text, 0 at borders, shape (t,) int32,
# and the number of the stem of each word of words.txt, shape (w + 1,), 0 for the border.
_SPOKEN, _STEM_OF = "spoken", "stem_of"

Fields = Sequence[str]


def write_postings(folder: Path, passages: Iterable[Fields | range], before: Path | None = None) -> None:
    """Index passages, each given by its fields (title, heading, text), into a new folder; stop words included.

    A range stands for passages that are taken over from the index `before`: their rows there.
    """
    spoken, starts, words = _spoken(passages, before)
    counts = np.bincount(spoken, minlength=len(words))[1:]
    # Only words that occur, the most frequent first, so that nothing stays of a passage that was taken out.
    order = sorted((number for number in range(1, len(words)) if counts[number - 1]), key=lambda number: words[number])
    order.sort(key=lambda number: -counts[number - 1])
    spoken = _renumbered(spoken, order, len(words))
    known = [words[number] for number in order]
    stemmed = _stemmed(before) if before else {}
    stems = [stemmed.get(word) or stem(word) for word in known]
    numbers = {name: number for number, name in enumerate(sorted(set(stems)), start=1)}
    stem_of = np.array([0, *(numbers[name] for name in stems)], np.int32)
    folder.mkdir()
    (folder / _STEMS).write_text("\n".join(numbers), encoding="utf-8")
    (folder / _WORDS).write_text("\n".join(known), encoding="utf-8")
    np.save(folder / f"{_SPOKEN}.npy", spoken)
    np.save(folder / f"{_STEM_OF}.npy", stem_of)
    for name, values in zip(_ARRAYS, _inverted(stem_of[spoken], starts, len(numbers)), strict=True):
        np.save(folder / f"{name}.npy", values)


def _spoken(passages: Iterable[Fields | range], before: Path | None) -> tuple[npt.NDArray[np.int32], Rows, list[str]]:
    """The numbers of all words in the order of the text, where passages start in it, and the words by number."""
    numbers: dict[str, int] = {}
    if before is not None:
        numbers = {word: number for number, word in enumerate(_lines(before / _WORDS), start=1)}
        old, old_starts = _loaded(before, _SPOKEN), _loaded(before, "starts")
    pieces: list[npt.NDArray[np.int32]] = []
    lengths: list[npt.NDArray[np.int64]] = [np.zeros(1, np.int64)]
    for passage in passages:
        if isinstance(passage, range):
            pieces.append(old[old_starts[passage.start] : old_starts[passage.stop]])
            lengths.append(np.diff(old_starts[passage.start : passage.stop + 1]))
            continue
        positions = array("i")
        for words in map(tokens, passage):
            positions.extend(numbers.setdefault(word, len(numbers) + 1) for word in words)
            positions.extend(_BORDER)
        pieces.append(np.asarray(positions, np.int32))
        lengths.append(np.array([len(positions)], np.int64))
    spoken = np.concatenate(pieces) if pieces else np.empty(0, np.int32)
    return spoken, np.cumsum(np.concatenate(lengths)), ["", *numbers]


def _stemmed(before: Path) -> dict[str, str]:
    """The stems of the words of an index: to find them anew takes longer than all else."""
    stems = ["", *_lines(before / _STEMS)]
    return {
        word: stems[number] for word, number in zip(_lines(before / _WORDS), _loaded(before, _STEM_OF)[1:], strict=True)
    }


def _renumbered(spoken: npt.NDArray[np.int32], order: Sequence[int], size: int) -> npt.NDArray[np.int32]:
    fresh = np.zeros(size, np.int32)
    fresh[np.array(order, np.int64)] = np.arange(1, len(order) + 1)
    return fresh[spoken]


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.split("\n") if text else []


def _loaded(folder: Path, name: str) -> npt.NDArray[Any]:
    # Seen as a plain array: a slice of a memmap object costs more than the look-up itself.
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))


def _inverted(positions: npt.NDArray[np.int32], starts: Rows, stems: int) -> tuple[npt.NDArray[np.generic], ...]:
    """The arrays of an index, in the order of their names."""
    size = len(starts) - 1
    owners = np.repeat(np.arange(size), np.diff(starts))
    told = positions > 0
    keys, counts = np.unique(positions[told].astype(np.int64) * size + owners[told], return_counts=True)
    numbers, passages = np.divmod(keys, max(size, 1))
    lengths = np.bincount(owners[told], minlength=size)
    norms = _K1 * (1 - _B + _B * lengths / max(lengths.mean() if size else 0, 1e-9))
    weights = counts * (_K1 + 1) / (counts + norms[passages])
    first = np.searchsorted(numbers, np.arange(stems + 2))
    return positions, starts, passages.astype(np.int32), weights.astype(np.float32), first.astype(np.int64)


class Postings:
    """Look-ups in an index that was written; may be shared by threads. `size` counts its passages, rows from 0 on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = {name: number for number, name in enumerate(_lines(folder / _STEMS), start=1)}
        self._positions, self._starts, self._passages, self._weights, self._first = (
            _loaded(folder, name) for name in _ARRAYS
        )
        self.size = len(self._starts) - 1

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The words of the passages as `tokens` gives them, numbers left out, the most frequent first."""
        return tuple(word for word in _lines(self._folder / _WORDS) if word.isalpha())

    def holding(self, term: str) -> int:
        """How many passages hold a term in any of its forms; all the words of one that is made of several."""
        rows = [self._passages[self._slice(stem(word))] for word in tokens(term)]
        return len(reduce(np.intersect1d, rows)) if rows else 0

    def inverse_frequency(self, name: str) -> float:
        """How much a stem tells; one that no passage holds tells most."""
        part = self._slice(name)
        return inverse_frequency(part.stop - part.start, self.size)

    def bm25(self, stems: Iterable[str]) -> Floats:
        """The BM25 score of every passage, shape (size,); 0 where none of the stems occurs."""
        scores = np.zeros(self.size, np.float32)
        for name in stems:
            part = self._slice(name)
            scores[self._passages[part]] += np.float32(self.inverse_frequency(name)) * self._weights[part]
        return scores

    def together(self, pairs: Iterable[tuple[str, str]], rows: Rows) -> Floats:
        """How much the pairs tell that each of these passages holds, shape (len(rows),).

        A passage holds a pair where its second stem stands one or two positions behind the first; it then tells
        as much as the stem of the two that tells less.
        """
        found = np.zeros(len(rows), np.float32)
        known = [pair for pair in pairs if all(name in self._numbers for name in pair)]
        if not known or not len(rows):
            return found
        text = np.concatenate([self._positions[self._starts[row] : self._starts[row + 1]] for row in rows])
        owners = np.repeat(np.arange(len(rows)), self._starts[rows + 1] - self._starts[rows])
        for first, second in known:
            begins = np.flatnonzero(text == self._numbers[first])
            follows = self._numbers[second]
            # Every passage ends with a border, so that neither look ahead leaves the text.
            begins = begins[(text[begins + 1] == follows) | (text[begins + 2] == follows)]
            found[np.unique(owners[begins])] += min(self.inverse_frequency(first), self.inverse_frequency(second))
        return found

    def _slice(self, name: str) -> slice:
        """Where the postings of a stem are; empty for one that no passage holds."""
        number = self._numbers.get(name, 0)
        return slice(int(self._first[number]), int(self._first[number + 1])) if number else slice(0, 0)
