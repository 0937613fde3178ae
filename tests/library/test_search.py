"""Search, sources and the current edition over Larkfell's published library, with the real model and engines."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import LibraryError, QuestionError
from assistant.library.current import CurrentEdition
from assistant.library.edition import Edition
from assistant.library.embedder import Embedder, model_folder
from assistant.library.scope import unrelated_questions
from assistant.library.shelf import Shelf
from assistant.library.words import held, names, parts, rarity, share, stem, stems, terms, without_name
from assistant.model import Citation, Clearance, Passage
from assistant.settings import Settings
from assistant.wiring import Library, open_library


@pytest.fixture(scope="module")
def library(published: Settings) -> Library:
    return open_library("public", published)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("How accurate is the L1 at -30 °C?", "LF-07"),
        ("868 MHz", "LF-09"),
        ("how long is a quote valid", "LF-12"),
        ("HOW LONG IS A QUOTE VALID???", "LF-12"),
        ("escalation chains", "LF-26"),
        ('what does "audit trail" mean', "LF-04"),
    ],
)
def test_the_right_document_is_among_the_first_five(library: Library, question: str, document: str) -> None:
    assert document in [hit.passage.document_id for hit in library.search(question, limit=5)]


def test_hits_come_best_first_and_know_where_they_stand(library: Library) -> None:
    hits = library.search("How accurate is the L1 at -30 °C?", limit=10)
    assert len(hits) == 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    (sheet, *_) = [hit.passage for hit in hits if hit.passage.document_id == "LF-07"]
    assert (sheet.path, sheet.document.source_format) == ("product/datasheet-sense-l1.pdf", "pdf")
    assert sheet.page in ("1", "2")
    assert sheet.heading


@pytest.mark.parametrize(
    "question", ['"', "OR", "NEAR(a b)", "text:*", "'; DROP TABLE words; --", "°", "a" * 4000, "€"]
)
def test_no_question_is_a_command(library: Library, question: str) -> None:
    assert isinstance(library.search(question), list)


@pytest.mark.parametrize(("question", "says"), [("", "empty"), ("  \n", "empty"), ("a" * 4001, "4,000")])
def test_a_question_that_cannot_be_asked_says_what_to_do(library: Library, question: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        library.search(question)


def test_a_source_opens_with_the_quote_in_its_surroundings(library: Library) -> None:
    (hit, *_) = library.search("How long is a quote valid?", limit=1)
    quote = hit.passage.text.split(".")[0]
    view = library.source(Citation(hit.passage, quote))
    assert view.current
    assert hit.passage.text in view.before + quote + view.after


def test_a_source_that_has_changed_since_says_so_and_stays_readable(library: Library) -> None:
    (hit, *_) = library.search("How long is a quote valid?", limit=1)
    old = hit.passage
    changed = Passage("gone", old.document, old.heading_path, "We said something else.", 0, 23)
    view = library.source(Citation(changed, "something else"))
    assert not view.current
    assert (view.before, view.after) == ("We said ", ".")


def test_the_published_model_is_the_real_one() -> None:
    import hashlib

    weights = (model_folder("bundled") / "model.safetensors").read_bytes()
    expected = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert hashlib.sha256(weights).hexdigest() == expected


def test_vectors_are_unit_vectors_whatever_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["A short one.", "A much longer text about cold rooms and their doors. " * 5, "°C"]
    vectors = embedder.embed(texts)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors, embedder.embed(texts[::-1])[::-1], atol=1e-5)


def test_words_that_tell_nothing_are_not_looked_for() -> None:
    assert terms("How do I pair the new L1 with our gateway?") == ["pair", "new", "l1", "gateway"]
    assert terms("what is it") == ["what", "is", "it"]


def test_rare_words_count_more_and_forms_of_a_word_are_one() -> None:
    weights = rarity({"sensors": 90, "excursion": 2}, 100)
    assert weights["excursion"] > 10 * weights["sensors"]
    assert share(weights, held(weights, stems("An excursion of one sensor"))) == pytest.approx(1.0)
    assert share(weights, held(weights, stems("One sensor"))) < 0.1


def test_threads_never_disturb_each_others_stems() -> None:
    words = ["excursions", "calibrated", "temperatures", "monitoring", "batteries", "ran"] * 400
    alone = [stem(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        assert all(each == alone for each in threads.map(lambda _: [stem(word) for word in words], range(16)))


def test_the_shipped_list_of_unrelated_questions_is_long_and_has_no_doubles() -> None:
    questions = unrelated_questions()
    assert len(questions) > 200
    assert len(questions) == len(set(questions))


class SlowShelf:
    """A shelf of two editions whose second one takes its time to open."""

    def __init__(self, published: Settings) -> None:
        self.real = Shelf(published.data, Clearance.PUBLIC)
        self.audience = Clearance.PUBLIC
        self.name = self.real.current() or ""
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.gate = threading.Event()

    def current(self) -> str:
        return self.name

    def open(self, shelf: object, name: str) -> Edition:
        if self.opened:
            self.gate.wait(10)
        if name == "damaged":
            raise LibraryError("damaged")
        self.opened.append(name)
        edition = Edition(self.real.path(self.real.current() or ""))
        edition.name = name
        close = edition.close

        def closing() -> None:
            self.closed.append(name)
            close()

        edition.close = closing  # type: ignore[method-assign]
        return edition


def wait_for(condition: object) -> None:
    assert callable(condition)
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_new_edition_is_swapped_in_while_the_old_one_goes_on_answering(published: Settings) -> None:
    shelf = SlowShelf(published)
    current = CurrentEdition(shelf, shelf.open)  # type: ignore[arg-type]
    first = shelf.name
    with current.lease() as held:
        shelf.name = "next"
        with current.lease() as meanwhile:
            assert meanwhile.name == first
        shelf.gate.set()
        wait_for(lambda: shelf.opened == [first, "next"])
        wait_for(lambda: _name(current) == "next")
        assert shelf.closed == []
        assert held.catalogue.documents()
    assert shelf.closed == [first]


def test_a_new_edition_that_cannot_be_opened_leaves_the_old_one_serving(published: Settings) -> None:
    shelf = SlowShelf(published)
    shelf.gate.set()
    current = CurrentEdition(shelf, shelf.open)  # type: ignore[arg-type]
    first = _name(current)
    shelf.name = "damaged"
    for _ in range(20):
        assert _name(current) == first
        time.sleep(0.01)


def _name(current: CurrentEdition) -> str:
    with current.lease() as edition:
        return edition.name


def test_nothing_published_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"python ingest\.py"):
        open_library("public", Settings(data=tmp_path)).search("anything")


def test_a_pointer_that_leads_outside_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "editions" / "public"
    folder.mkdir(parents=True)
    (folder / "current").write_text("../internal/000001-000000000000")
    with pytest.raises(LibraryError, match="pointer"):
        open_library("public", Settings(data=tmp_path)).documents()


@pytest.mark.parametrize("query", ["gateway range", "price"])
def test_a_library_is_a_langchain_retriever(library: Library, query: str) -> None:
    documents = library.as_retriever(limit=3).invoke(query)
    assert [document.id for document in documents] == [hit.passage.passage_id for hit in library.search(query, limit=3)]
    assert {"document_id", "path", "heading", "page", "version", "audience"} <= documents[0].metadata.keys()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long is a quote valid?", []),
        (
            "Does a chain our size use it, and what failed there?",
            ["Does a chain our size use it", "what failed there?"],
        ),
        ("We have 40 fridges. How many gateways?", []),
        ("Which plans are there, and why?", ["Which plans are there", "Which plans are there why?"]),
        ("How long in Essential resp. Assured?", []),
        ("mapping: how many days, how many points", ["mapping: how many days", "how many points"]),
        ("What is the difference between Essential and Assured?", []),
        ("x?" * 2000, []),
    ],
)
def test_a_question_for_several_things_is_looked_up_part_by_part(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Can alarms come by WhatsApp?", ["WhatsApp"]),
        ("Is it ISO 17025 accredited, or PoE?", ["ISO", "17025", "PoE"]),
        ("Does the L1 work in Norway?", ["L1", "Norway"]),
        ("How long is a quote valid? Please tell.", []),
        ("What about 40 sensors", []),
    ],
)
def test_names_are_told_from_other_words(question: str, expected: list[str]) -> None:
    assert names(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people work at Larkfell?", "How many people work ?"),
        ("Is LARKFELL's service stable?", "Is service stable?"),
        ("Larkfell", "Larkfell"),
        ("How accurate is the L1?", "How accurate is the L1?"),
    ],
)
def test_the_company_name_can_be_left_out_of_a_question(question: str, expected: str) -> None:
    assert without_name(question, "Larkfell") == expected


def test_each_part_of_a_question_knows_its_own_sentences(library: Library) -> None:
    found = library.find("How long is a quote valid, and what does the L1 cost?")
    assert {excerpt.part for excerpt in found.excerpts} == {0, 1}
    assert {excerpt.part for excerpt in library.find("How long is a quote valid?").excerpts} == {0}
