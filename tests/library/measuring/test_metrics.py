"""The figures against cases that were worked out by hand."""

import math

import pytest

from assistant.library.measuring.declining import Point, declining
from assistant.library.measuring.metrics import figure, ndcg, percentile, recall, reciprocal_rank, token_overlap
from assistant.library.measuring.retrieval import ranked_rows
from assistant.model import Clearance, Document, Hit, Passage

ONE = {"a": 1.0}
TWO = {"a": 1.0, "b": 1.0}
GRADED = {"a": 3.0, "b": 1.0}


@pytest.mark.parametrize(
    ("ranked", "gains", "k", "expected"),
    [
        (["a", "x"], ONE, 10, 1.0),
        (["x", "a"], ONE, 10, 1 / math.log2(3)),
        (["x", "y", "a"], ONE, 10, 0.5),
        (["x", "a"], ONE, 1, 0.0),
        (["x", "y"], ONE, 10, 0.0),
        ([], ONE, 10, 0.0),
        (["a", "x", "b"], TWO, 10, 1.5 / (1 + 1 / math.log2(3))),
        # Only as many relevant rows as fit among the first k can be asked for.
        (["a"], TWO, 1, 1.0),
        (["b", "a"], GRADED, 10, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
    ],
)
def test_ndcg(ranked: list[str], gains: dict[str, float], k: int, expected: float) -> None:
    assert ndcg(ranked, gains, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ranked", "gains", "k", "found", "first"),
    [
        (["a", "x", "b"], TWO, 10, 1.0, 1.0),
        (["a", "x", "b"], TWO, 2, 0.5, 1.0),
        (["x", "y", "b", "a"], TWO, 10, 1.0, 1 / 3),
        (["x", "y", "b"], TWO, 2, 0.0, 0.0),
        ([], TWO, 10, 0.0, 0.0),
    ],
)
def test_recall_and_reciprocal_rank(
    ranked: list[str], gains: dict[str, float], k: int, found: float, first: float
) -> None:
    assert recall(ranked, gains, k) == pytest.approx(found)
    assert reciprocal_rank(ranked, gains, k) == pytest.approx(first)


@pytest.mark.parametrize(
    ("shown", "gold", "held", "belonging"),
    [
        ("Press the red button.", "press the RED button", 1.0, 1.0),
        ("Press the red button.", "Press the red button twice, then wait.", 4 / 7, 1.0),
        ("Press the red button. It is red.", "Press the red button.", 1.0, 4 / 7),
        ("red", "red red red red", 1 / 4, 1.0),
        ("", "red", 0.0, 0.0),
        ("red", "", 0.0, 0.0),
    ],
)
def test_how_much_of_the_gold_answer_is_shown_and_of_the_shown_is_gold(
    shown: str, gold: str, held: float, belonging: float
) -> None:
    assert token_overlap(shown, gold) == pytest.approx((held, belonging))


def test_an_interval_lies_around_its_mean_narrows_with_more_values_and_is_repeatable() -> None:
    few, many = figure([0.0, 1.0] * 10), figure([0.0, 1.0] * 1_000)
    assert few == figure([0.0, 1.0] * 10)
    for one, half_width in ((few, 0.219), (many, 0.0219)):  # 1.96 · 0.5 / √n
        assert one.mean == 0.5
        assert one.low is not None
        assert one.high is not None
        assert (one.high - one.low) / 2 == pytest.approx(half_width, rel=0.15)
    assert figure([0.25]) == figure([0.25, 0.25])
    assert figure([]).mean is None


def test_percentiles() -> None:
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([], 95) is None


def test_the_curve_of_declining() -> None:
    answerable = [number / 100 for number in range(100)]
    unrelated = [-1.0, 0.005, 0.03, 0.5]
    measured = declining(answerable, unrelated, needed=0.2)
    assert [(point.lost, point.declined) for point in measured.curve] == [
        (0.01, 0.5),
        (0.02, 0.5),
        (0.05, 0.75),
        (0.1, 0.75),
    ]
    assert measured.yardstick == Point(0.2, 0.75)
    assert (measured.answerable, measured.unrelated) == (100, 4)


def _hits(*rows: str) -> list[Hit]:
    documents = [Document(row, row, row, Clearance.PUBLIC, "1", "txt") for row in rows]
    return [Hit(Passage(str(place), document, (), "", 0, 0), 0.0) for place, document in enumerate(documents)]


def test_a_row_counts_once_and_more_is_asked_for_where_one_row_holds_many_of_the_best() -> None:
    everything = _hits(*["long"] * 20, *(f"row {number}" for number in range(30)))
    asked: list[int] = []

    def find(limit: int) -> list[Hit]:
        asked.append(limit)
        return everything[:limit]

    names = {hit.passage.document_id: hit.passage.document_id.upper() for hit in everything}
    assert ranked_rows(find, names) == ["LONG", *(f"ROW {number}" for number in range(9))]
    assert asked == [10, 40]
    assert ranked_rows(lambda limit: everything[:3], names) == ["LONG"]
