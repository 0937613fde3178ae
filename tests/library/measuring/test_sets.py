"""Reading a set: what it gives, and what it says about one that cannot be used."""

import json
from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.library.measuring.sets import Half, read_set, read_unrelated

ROWS = [
    {"_id": "docs/a.md#1", "title": "Brakes", "text": "Discs last longer."},
    {"_id": "räder »2«", "text": "x", "more": 1},
]
QUERIES = [{"_id": "q1", "text": "Which brakes last?"}, {"_id": "q2", "text": "Wheels?"}, {"_id": "q3", "text": "?"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\tdocs/a.md#1\t2\nq2\träder »2«\t1\nq2\tdocs/a.md#1\t0\n"


def write(folder: Path, rows: object = ROWS, queries: object = QUERIES, qrels: str = QRELS, **more: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, values in (("corpus.jsonl", rows), ("queries.jsonl", queries)):
        text = values if isinstance(values, str) else "\n".join(json.dumps(value) for value in values)  # type: ignore[attr-defined]
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    for name, text in more.items():
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_a_set_holds_its_rows_and_the_questions_that_can_be_measured(tmp_path: Path) -> None:
    data = read_set(
        write(tmp_path / "bikes", answers='{"_id": "q1", "answer": "Discs."}\n{"_id": "q3", "answer": "x"}')
    )
    assert (data.name, data.size) == ("bikes", 2)
    assert [(row.row_id, row.title) for row in data.rows()] == [("docs/a.md#1", "Brakes"), ("räder »2«", "")]
    assert [(q.question_id, q.gains) for q in data.questions] == [("q1", {"docs/a.md#1": 2}), ("q2", {"räder »2«": 1})]
    assert data.answers() == {"q1": "Discs."}


def test_lines_of_other_systems_are_read_too(tmp_path: Path) -> None:
    data = read_set(write(tmp_path, qrels="\ufeff" + QRELS.replace("\n", "\r\n") + "\r\n"))
    assert len(data.questions) == 2


def test_the_halves_part_the_questions_and_stay_the_same(tmp_path: Path) -> None:
    queries = [{"_id": f"q{number}", "text": "?"} for number in range(200)]
    qrels = "".join(f"q{number}\tdocs/a.md#1\t1\n" for number in range(200))
    data = read_set(write(tmp_path, queries=queries, qrels="a\tb\tc\n" + qrels))
    first, second = (
        [question.question_id for question in data.part(half, None).questions] for half in (Half.FIRST, Half.SECOND)
    )
    assert sorted(first + second) == sorted(query["_id"] for query in queries)
    assert 80 < len(first) < 120
    assert first[:3] == ["q1", "q4", "q8"]
    assert [question.question_id for question in data.part(Half.FIRST, 2).questions] == first[:2]


BAD = [
    ({"rows": ""}, "corpus.jsonl: holds no row"),
    ({"rows": '{"_id": "a", "text": "x"}\n{"_id": "b"'}, "corpus.jsonl: line 2 is not JSON"),
    ({"rows": "[" * 100_000}, "corpus.jsonl: line 1 is not JSON"),
    ({"rows": "[1]"}, "corpus.jsonl: line 1 is not a JSON object"),
    ({"rows": [{"text": "x"}]}, "corpus.jsonl: line 1 has no _id"),
    ({"rows": [{"_id": 7, "text": "x"}]}, "corpus.jsonl: line 1 has no _id"),
    ({"rows": [{"_id": "a\tb", "text": "x"}]}, "line 1: the id 'a\\tb' holds tabs"),
    ({"rows": [{"_id": "a\x00", "text": "x"}]}, "line 1: the id 'a\\x00' holds tabs"),
    ({"rows": [{"_id": " a", "text": "x"}]}, "outer spaces"),
    ({"rows": [*ROWS, ROWS[0]]}, "line 3: the id 'docs/a.md#1' stands in line 1 too"),
    ({"rows": [{"_id": "a", "title": "x"}]}, "line 1: 'text' is missing"),
    ({"rows": [{"_id": "a", "text": "x", "title": 3}]}, "line 1: the title is not a text"),
    ({"rows": [{"_id": "a", "text": "\ud83d"}]}, "half of a character"),
    ({"queries": [{"_id": "q1", "text": " "}]}, "queries.jsonl: line 1: 'text' is missing"),
    ({"queries": [{"_id": "q1", "text": "a" * 4001}]}, "longer than 4,000 characters"),
    ({"queries": [QUERIES[0], QUERIES[0]]}, "queries.jsonl: line 2: the id 'q1' stands in line 1 too"),
    ({"qrels": ""}, "qrels.tsv: names no row"),
    ({"qrels": "query-id\tcorpus-id\tscore\nq1\tdocs/a.md#1\t0\n"}, "qrels.tsv: names no row"),
    ({"qrels": "q1 docs/a.md#1 1\n"}, "qrels.tsv: line 1 has 1 columns"),
    ({"qrels": QRELS + "q1\tnowhere\t1\n"}, "qrels.tsv: line 5: no row has the id 'nowhere'"),
    ({"qrels": QRELS + "q9\tdocs/a.md#1\t1\n"}, "qrels.tsv: line 5: no question has the id 'q9'"),
    ({"qrels": QRELS + "q1\tdocs/a.md#1\tmuch\n"}, "qrels.tsv: line 5: the score 'much' is not a number"),
    ({"qrels": QRELS + "q1\tdocs/a.md#1\tinf\n"}, "qrels.tsv: line 5: the score 'inf' is not a finite number"),
]


@pytest.mark.parametrize(("wrong", "says"), BAD, ids=[says for _, says in BAD])
def test_a_set_that_cannot_be_used_says_what_to_do(tmp_path: Path, wrong: dict[str, str], says: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_set(write(tmp_path, **wrong))
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_or_unreadable_file_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / name).write_bytes(b'{"_id": "\xff"}')
    with pytest.raises(ContentError, match=rf"{name}: is not UTF-8"):
        read_set(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ContentError, match=rf"{name}: is missing"):
        read_set(tmp_path)
    (tmp_path / name).mkdir()
    with pytest.raises(ContentError, match=rf"{name}: cannot be opened"):
        read_set(tmp_path)


def test_a_missing_folder_and_missing_answers_are_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="is not a folder"):
        read_set(tmp_path / "nowhere")
    with pytest.raises(ContentError, match=r"answers\.jsonl: is missing"):
        read_set(write(tmp_path)).answers()


def test_unrelated_questions_are_read_once_each(tmp_path: Path) -> None:
    path = tmp_path / "unrelated.jsonl"
    path.write_text('{"text": "spell umbrella"}\n\n{"text": "spell umbrella"}\n{"text": "call mum"}\n')
    assert read_unrelated(path) == ["spell umbrella", "call mum"]
    path.write_text("")
    with pytest.raises(ContentError, match="holds no question"):
        read_unrelated(path)
