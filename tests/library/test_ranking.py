"""What a score is made of, part by part, on a tiny edition whose vectors were made by hand."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import SettingError
from assistant.library.building import Builder
from assistant.library.draft import Draft, DraftPassage
from assistant.library.edition import Edition
from assistant.library.manifest import Manifest
from assistant.library.ranking import RANKING, Ranking
from assistant.library.search import search
from assistant.library.splitter import Unit
from assistant.model import Clearance, Company, Document, ExcerptKind, Passage, PurchaseStage

# Text, vector of the passage, vectors of its sentences.
ROWS = {
    "b": ("Cold room doors stay shut.", (1, 0, 0), [(0, 1, 0)]),
    "a": ("Cold room doors stay shut.", (1, 0, 0), [(0, 1, 0)]),
    "c": ("The room is cold.", (0.8, 0.6, 0), [(1, 0, 0), (0, 1, 0)]),
    "d": ("Gateways.", (0.6, 0.8, 0), []),
    "e": ("The article LF-24 costs 12 euro.", (0, 0, 1), [(0, 0, 1)]),
}
QUESTION = np.array((1, 0, 0), np.float32)
DENSE = replace(RANKING, words=0.0, pairs=0.0, sentences=0.0)


def edition_of(
    folder: Path, rows: dict[str, tuple[str, tuple[float, ...], list[tuple[float, ...]]]], *, staged: bool = False
) -> Edition:
    drafts = []
    for name, (text, _, sentences) in rows.items():
        stages = (PurchaseStage(name),) if staged else ()
        document = Document(name, f"{name}.txt", "", Clearance.PUBLIC, "1", "txt", stages=stages)
        units = tuple(Unit(0, len(text), ExcerptKind.SENTENCE) for _ in sentences)
        drafts.append(
            Draft(document, "", "", text, (DraftPassage(Passage(name, document, (), text, 0, len(text)), units),))
        )
    passages = np.array([vector for _, vector, _ in rows.values()], np.float32).reshape(-1, 3)
    sentences = np.array([vector for _, _, found in rows.values() for vector in found], np.float32).reshape(-1, 3)
    manifest = Manifest(Clearance.PUBLIC, "", "model", "splitter", Company("", "", "", ()))
    Builder(Scripted(passages, sentences), ["everyday"]).build(folder, manifest, drafts, None)  # type: ignore[arg-type]
    return Edition(folder)


class Scripted:
    """A vector cache that gives vectors in the order in which they are asked for, then those of shipped questions."""

    def __init__(self, *vectors: np.ndarray) -> None:
        self._vectors = [part for part in vectors if len(part)]

    def embed(self, texts: list[str]) -> np.ndarray:
        return self._vectors.pop(0) if self._vectors else np.zeros((len(texts), 3), np.float32)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    with closing(edition_of(tmp_path_factory.mktemp("ranking") / "000001-0", ROWS)) as opened:
        yield opened


def scores(edition: Edition, question: str, ranking: Ranking = RANKING, limit: int = 10) -> dict[str, float]:
    """The scores of the passages that were found, best first."""
    return {hit.passage.passage_id: hit.score for hit in search(edition, question, QUESTION, limit, ranking)}


def test_meaning_alone_is_the_cosine(edition: Edition) -> None:
    found = scores(edition, "", DENSE)
    assert list(found) == ["a", "b", "c", "d", "e"]
    assert list(found.values()) == pytest.approx([1, 1, 0.8, 0.6, 0], abs=1e-3)


def test_the_best_sentence_has_its_share_and_a_passage_without_any_loses_nothing(edition: Edition) -> None:
    found = scores(edition, "", replace(DENSE, sentences=0.5))
    assert found["c"] == pytest.approx(0.9, abs=1e-3)
    assert found["d"] == pytest.approx(0.6, abs=1e-3)
    assert found["a"] == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("ranking", "best"),
    [
        (RANKING, "c"),
        # The nearest passage is as near as can be: words then count for nothing, unless the gate is off.
        (replace(RANKING, gate=0.0), "a"),
        (RANKING.without(["dense"]), "a"),
    ],
)
def test_words_count_the_less_the_nearer_the_best_passage_is(edition: Edition, ranking: Ranking, best: str) -> None:
    assert next(iter(scores(edition, "cold room doors", ranking))) == best


def test_words_and_pairs_are_shares_of_what_the_whole_question_tells(edition: Edition) -> None:
    words = Ranking(dense=0.0, words=1.0, pairs=0.0, sentences=0.0)
    index = edition.words
    whole = sum(map(index.inverse_frequency, ("cold", "room", "unheard")))
    found = scores(edition, "cold room unheard", words)
    assert found["a"] == pytest.approx(index.bm25(["cold", "room"])[0] / whole, rel=1e-5)
    paired = scores(edition, "cold room unheard", replace(words, pairs=1.0))
    assert paired["a"] - found["a"] == pytest.approx(index.inverse_frequency("cold") / whole, rel=1e-4)
    assert paired["c"] == pytest.approx(found["c"])


def test_what_only_words_find_has_its_cosine_too(edition: Edition) -> None:
    (hit,) = search(edition, "LF-24", np.array((0.6, 0, 0.8), np.float32), 10, RANKING.without(["dense"]))
    assert hit.passage.passage_id == "e"
    assert hit.similarity == pytest.approx(0.8, abs=1e-3)
    assert hit.words > 0


@pytest.mark.parametrize("question", ["", "?", "who are you", "a" * 4000, "Ünheard öf"])
@pytest.mark.parametrize("ranking", [RANKING, *(RANKING.without([part]) for part in ("words", "pairs", "gate"))])
def test_without_a_word_that_is_known_meaning_decides(edition: Edition, question: str, ranking: Ranking) -> None:
    found = scores(edition, question, replace(ranking, sentences=0.0))
    assert list(found)[:2] == ["a", "b"]
    assert list(found.values())[:3] == pytest.approx([1, 1, 0.8], abs=1e-3)


def test_no_order_decides_between_two_that_say_the_same(edition: Edition, tmp_path: Path) -> None:
    assert list(scores(edition, "cold room doors", limit=3)) == ["c", "a", "b"]
    with closing(edition_of(tmp_path / "000002-0", dict(reversed(ROWS.items())))) as reversed_rows:
        assert list(scores(reversed_rows, "cold room doors", limit=3)) == ["c", "a", "b"]


def test_an_edition_may_hold_no_passage(tmp_path: Path) -> None:
    with closing(edition_of(tmp_path / "000001-0", {})) as empty:
        assert search(empty, "anything", QUESTION, 10) == []


@pytest.mark.parametrize(
    ("off", "says"),
    [(["magic"], "magic: no such part .* dense, words, pairs"), (["dense", "words"], "Nothing is left")],
)
def test_what_cannot_be_switched_off_says_so(off: list[str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        RANKING.without(off)


STAGED = {name: ("Cold room doors stay shut.", (1.0, 0.0, 0.0), [(0.0, 1.0, 0.0)]) for name in ("explore", "use")}


@pytest.mark.parametrize(
    ("stage", "first"),
    [(PurchaseStage.UNKNOWN, "explore"), (PurchaseStage.EXPLORE, "explore"), (PurchaseStage.USE, "use")],
)
def test_of_passages_that_fit_alike_the_one_for_the_stage_comes_first_and_none_is_hidden(
    tmp_path: Path, stage: PurchaseStage, first: str
) -> None:
    with closing(edition_of(tmp_path / "000001-0", STAGED, staged=True)) as edition:
        hits = search(edition, "cold room doors", QUESTION, 10, stage=stage)
    assert (hits[0].passage.passage_id, len(hits)) == (first, 2)


def test_what_fits_better_comes_first_whatever_the_stage(tmp_path: Path) -> None:
    rows = {**STAGED, "use": ("Gateways.", (0.6, 0.8, 0.0), [(0.6, 0.8, 0.0)])}
    with closing(edition_of(tmp_path / "000001-0", rows, staged=True)) as edition:
        hits = search(edition, "cold room doors", QUESTION, 10, stage=PurchaseStage.USE)
    assert [hit.passage.passage_id for hit in hits] == ["explore", "use"]
