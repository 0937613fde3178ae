"""The command `eval` as its user runs it, on a tiny set with the real model and engines."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from tests.evals import bench

pytestmark = pytest.mark.slow

ROWS = {
    "brakes/#1": ("Brakes", "Disc brakes stop well in the rain. Rim brakes are lighter and cheaper to repair."),
    "tyres": ("Tyres", "A tyre of the Roadster wants five bar of pressure. Check it every second week."),
    "light & bell": ("Lights", "The dynamo lights burn without a battery. A bell comes with every bicycle."),
    "räder": ("", "The wheels of the tandem have 36 spokes each."),
    "price": ("Prices", "The Roadster costs 890 euros.\n\nThe tandem costs 2,400 euros and takes six weeks to build."),
    "long": ("Care", " ".join(f"Oil the chain after ride number {number} in the wet." for number in range(60))),
    "empty": ("", ""),
}
QUESTIONS = {
    "q1": ("Which brakes are best when it rains?", "brakes/#1", "Disc brakes stop well in the rain."),
    "q2": ("How much pressure do the tyres need?", "tyres", "A tyre of the Roadster wants five bar of pressure."),
    "q3": ("Do the lights need a battery?", "light & bell", "The dynamo lights burn without a battery."),
    "q4": ("How many spokes are in a wheel of the tandem?", "räder", "36 spokes each"),
    "q5": ("How often should I oil the chain?", "long", "Oil the chain after ride number 3 in the wet."),
}
UNRELATED = ["what is the capital of france", "play some jazz music", "set an alarm for seven tomorrow"]
RETRIEVAL_KEYS = {
    "set", "ndcg10", "recall5", "recall10", "mrr10", "p50_ms", "p95_ms", "passages", "passages_per_s", "rss_mb",
}  # fmt: skip

HALF = ("--half", "second")

Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def bikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny set, with a file of unrelated questions beside its own."""
    folder = tmp_path_factory.mktemp("data") / "retrieval" / "bikes"
    folder.mkdir(parents=True)
    _lines(folder / "corpus.jsonl", [{"_id": k, "title": title, "text": text} for k, (title, text) in ROWS.items()])
    _lines(folder / "queries.jsonl", [{"_id": k, "text": text} for k, (text, _, _) in QUESTIONS.items()])
    _lines(folder / "answers.jsonl", [{"_id": k, "answer": answer} for k, (_, _, answer) in QUESTIONS.items()])
    _lines(folder / "unrelated.jsonl", [{"text": text} for text in UNRELATED])
    qrels = [f"{name}\t{row}\t1" for name, (_, row, _) in QUESTIONS.items()]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *qrels]), encoding="utf-8")
    return folder


def _lines(path: Path, values: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), encoding="utf-8")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(
    bikes: Path,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `eval` on the tiny set and read its JSON; nothing but the cache may be left behind."""
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def go(*arguments: str, times: int = 1) -> list[dict[str, Any]]:
        code = main(["eval", *[str(bikes)] * times, "--json", "--cache", str(cache), *arguments])
        said = capsys.readouterr()
        assert code == 0, said.err
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(("plumbline", "data"))]
        measured: list[dict[str, Any]] = json.loads(said.out)
        return measured

    return go


def test_retrieval_is_measured_and_a_second_run_embeds_nothing(run: Run, bikes: Path) -> None:
    (first,) = run("--unrelated", str(bikes / "unrelated.jsonl"))
    assert first.keys() >= RETRIEVAL_KEYS
    assert (first["set"], first["questions"]) == ("bikes", 5)
    # The long row is several passages and counts once; the empty one is none.
    assert 6 <= first["passages"] <= 10
    assert (first["ndcg10"], first["recall5"], first["recall10"], first["mrr10"]) == (1.0, 1.0, 1.0, 1.0)
    assert first["ndcg10_interval"] == [1.0, 1.0]
    assert first["passages_per_s"] > 0
    assert first["rss_mb"] > 100
    assert 0 < first["p50_search_ms"] < first["p50_ms"] <= first["p95_ms"]
    assert first["declining"]["yardstick"]["declined"] == 1.0
    assert [point["lost"] for point in first["declining"]["curve"]] == [0.01, 0.02, 0.05, 0.1]
    again, same = run(times=2)
    assert again["passages_per_s"] is None
    figures = ("ndcg10", "recall5", "recall10", "mrr10", "passages")
    assert [first[name] for name in figures] == [again[name] for name in figures] == [same[name] for name in figures]


def test_answers_are_measured(run: Run, bikes: Path) -> None:
    (measured,) = run("--answers", "--unrelated", str(bikes / "unrelated.jsonl"))
    assert measured["questions"] == 5
    assert measured["token_recall"] > 0.7
    assert 0.1 < measured["token_precision"] <= 1.0
    assert 1.0 <= measured["sentences"] <= 5.0
    assert measured["declined_answerable"] == 0.0
    assert measured["declined_unrelated"] == 1.0
    assert "ndcg10" not in measured


@pytest.mark.parametrize(
    ("off", "left", "chosen", "questions"),
    [("words", {"dense": 1.0, "words": 0.0}, ("--limit-queries", "3"), 3), ("dense", {"dense": 0.0}, HALF, 3)],
)
def test_a_part_of_the_ranking_can_be_switched_off_and_questions_chosen(
    run: Run, off: str, left: dict[str, float], chosen: tuple[str, str], questions: int
) -> None:
    (measured,) = run("--without", off, *chosen)
    assert measured["ranking"].items() >= left.items()
    assert measured["questions"] == questions
    assert measured["ndcg10"] > 0.5


def test_people_read_tables(
    bikes: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    assert main(["eval", str(bikes), "--cache", str(cache)]) == 0
    header, _, row = capsys.readouterr().out.splitlines()
    assert header.startswith("| set | questions | nDCG@10 |")
    assert row.startswith("| bikes | 5 | 1.000 (1.000–1.000) |")
    assert "| cached |" in row


def test_the_bench_measures_every_set_of_a_folder_and_writes_its_section(
    bikes: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    page = tmp_path / "quality.md"
    page.write_text("# Quality\n\n<!-- bench: begin -->\n<!-- bench: end -->\nBy hand.\n")
    assert bench.main([str(bikes.parents[1]), "--cache", str(cache), "--limit-queries", "4"], page) == 0
    text = page.read_text()
    assert "`make bench DATA=… LIMIT=4`, 20" in text
    assert text.count("| bikes | 4 |") == 2
    assert text.endswith("\n<!-- bench: end -->\nBy hand.\n")


def test_the_bench_needs_a_folder_with_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "quality.md"
    assert bench.main([str(tmp_path)], page) == 2
    assert "Name the folder above retrieval/." in capsys.readouterr().err
    assert bench.main([str(tmp_path), "--scale"], page) == 2
    assert not page.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "nowhere: is not a folder. Name one that holds"),
        (["{set}", "nowhere"], "nowhere: is not a folder"),
        (["{set}", "--without", "magic"], "magic: no such part of the ranking. Leave out one of: dense, words"),
        (["{set}", "--without", "words", "--without", "dense"], "Nothing is left that finds a passage"),
        (["{set}", "--unrelated", "nowhere.jsonl"], "nowhere.jsonl: is missing"),
        (["{set}", "--cache", "{set}/qrels.tsv"], "is not a folder"),
    ],
)
def test_what_cannot_be_measured_is_said_before_anything_is_embedded(
    bikes: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["eval", "--json", *(part.format(set=bikes) for part in arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert "Traceback" not in said.err


def test_a_cache_that_is_damaged_is_said(
    bikes: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in cache.glob("*.sqlite"):
        (tmp_path / path.name).write_bytes(b"no database " * 100)
    assert main(["eval", str(bikes), "--cache", str(tmp_path)]) == 2
    assert "The vector cache cannot be used (file is not a database). Name another folder." in capsys.readouterr().err


def test_a_set_without_any_text_is_said(tmp_path: Path, bikes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in bikes.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    _lines(tmp_path / "corpus.jsonl", [{"_id": name, "text": "\u200b"} for name in ROWS])
    assert main(["eval", str(tmp_path)]) == 2
    assert "holds no text in any row" in capsys.readouterr().err
