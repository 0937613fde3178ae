"""The index of words against SQLite's own, by hand, and with whatever a visitor may type."""

import math
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.library.postings import Postings, write_postings
from assistant.library.words import sought, tokens

PASSAGES = [
    ("Sense L1", "Battery life", "The battery of the Sense L1 lasts five years at an interval of ten minutes."),
    ("Sense L1", "Accuracy", "Its accuracy is ±0.3 °C. Accuracy is checked when a sensor is calibrated."),
    ("Gateway G2", "", "A gateway collects the readings of up to 24 sensors and sends them on."),
    ("Prices", "Three years", "The total is €12,828 over three years; calibration costs €48 for each sensor."),
    ("Standards", "ISO 27001", "We are certified to ISO 27001. ISO 17025 applies to the calibration."),
    ("Größe", "Maße", "Die Größe des Fühlers beträgt 92 mm. Le café est ouvert à l’été."),
    ("Empty", "", ""),
]


@pytest.fixture
def index(tmp_path: Path) -> Postings:
    write_postings(tmp_path / "words", PASSAGES)
    return Postings(tmp_path / "words")


def full_text_search(query: str) -> dict[int, float]:
    """The rows that SQLite's FTS5 finds, with its BM25 score."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE w USING fts5(title, heading, text, tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.executemany("INSERT INTO w VALUES (?, ?, ?)", PASSAGES)
        rows = connection.execute("SELECT rowid - 1, -bm25(w) FROM w WHERE w MATCH ?", (f'"{query}"',))
        return dict(rows.fetchall())


@pytest.mark.parametrize(
    "word", ["battery", "L1", "iso", "27001", "calibrated", "years", "cafe", "the", "12", "828", "ete", "FÜHLERS"]
)
def test_a_word_is_found_where_sqlite_finds_it_and_weighs_as_much(index: Postings, word: str) -> None:
    (stem,) = sought(word).stems
    expected, scores = full_text_search(word), index.bm25([stem])
    count = len(expected)
    assert set(np.flatnonzero(scores)) == set(expected)
    assert index.holding(word) == count
    # SQLite lets no word that half of the passages hold count at all, we never let one count less than nothing.
    theirs = max(math.log((index.size - count + 0.5) / (count + 0.5)), 1e-6)
    for row, score in expected.items():
        assert scores[row] / index.inverse_frequency(stem) == pytest.approx(score / theirs, rel=1e-4)


def test_a_score_can_be_checked_by_hand(index: Postings) -> None:
    lengths = [sum(len(tokens(field)) for field in fields) for fields in PASSAGES]
    rarity = math.log(1 + (7 - 1 + 0.5) / (1 + 0.5))
    saturation = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * lengths[4] / (sum(lengths) / 7)))
    assert index.bm25(["27001"])[4] == pytest.approx(rarity * saturation, rel=1e-5)


@pytest.mark.parametrize(
    ("question", "row", "together"),
    [
        ("battery life", 0, True),
        ("ISO 27001", 4, True),
        ("12,828", 3, True),
        ("sense l1", 0, True),
        ("interval minutes", 0, False),
        ("interval ten", 0, True),
        ("life battery", 0, False),
        # One behind the other, but in title and heading, heading and text, or in two passages.
        ("prices three", 3, False),
        ("accuracy its", 1, False),
        ("minutes sense", 0, False),
        ("unheard of", 0, False),
    ],
)
def test_pairs_are_words_that_stand_together_in_one_field(
    index: Postings, question: str, row: int, together: bool
) -> None:
    first, second = (stem for word in question.replace(",", " ").split()[:2] for stem in sought(word).stems)
    told = index.together([(first, second)], np.arange(index.size))
    assert bool(told[row]) is together
    if together:
        assert told[row] == pytest.approx(min(map(index.inverse_frequency, (first, second))))


def test_a_pair_counts_once_in_a_passage_however_often_it_stands_there(tmp_path: Path) -> None:
    write_postings(tmp_path / "words", [("", "", "cold room cold room"), ("", "", "cold room"), ("", "", "warm")])
    told = Postings(tmp_path / "words").together([("cold", "room")], np.array([0, 1, 2]))
    assert told[0] == told[1] > told[2] == 0


@pytest.mark.parametrize(
    ("question", "stems", "pairs"),
    [
        ("", (), ()),
        ("?!", (), ()),
        ("what is it", ("what", "is", "it"), (("what", "is"), ("is", "it"))),
        ("How do I pair the new L1?", ("pair", "new", "l1"), (("new", "l1"),)),
        ("Sensors, sensor; SENSOR", ("sensor",), (("sensor", "sensor"),)),
        ("ISO 27001 or 12,828", ("iso", "27001", "12", "828"), (("iso", "27001"), ("12", "828"))),
        ("Fühler fuhler", ("fuhler",), (("fuhler", "fuhler"),)),
        ("snake_case", ("snake", "case"), (("snake", "case"),)),
        ("a" * 4000, ("a" * 4000,), ()),
    ],
)
def test_what_of_a_question_is_looked_for(
    index: Postings, question: str, stems: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    asked = sought(question)
    assert (asked.stems, asked.pairs) == (stems, pairs)
    assert index.bm25(asked.stems).shape == (index.size,)
    assert index.together(asked.pairs, np.arange(index.size)).shape == (index.size,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Größe, Maß und Übergabe", ["grosse", "mass", "und", "ubergabe"]),
        ("l’été à Ängelholm", ["l", "ete", "a", "angelholm"]),
        ("−80 °C, 92 × 64", ["80", "c", "92", "64"]),
        ("温度 ガス 한국어", ["温度", "ガス", "한국어"]),
        ("İSTANBUL", ["istanbul"]),
    ],
)
def test_passages_and_questions_are_taken_apart_alike(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
    assert tokens(text.upper()) == expected


@pytest.mark.parametrize(
    ("term", "count"), [("ISO 27001", 1), ("iso", 1), ("sensor", 3), ("three sensors", 1), ("PoE", 0), ("", 0)]
)
def test_a_name_of_several_words_is_held_where_all_of_them_are(index: Postings, term: str, count: int) -> None:
    assert index.holding(term) == count


@pytest.mark.parametrize("passages", [[], [("", "", "")]])
def test_an_index_may_hold_nothing(tmp_path: Path, passages: list[tuple[str, str, str]]) -> None:
    write_postings(tmp_path / "words", passages)
    index = Postings(tmp_path / "words")
    rows = np.arange(index.size)
    assert (index.size, index.holding("sensor")) == (len(passages), 0)
    assert index.bm25(["sensor"]).tolist() == index.together([("a", "b")], rows).tolist() == [0.0] * len(passages)
