"""Where a buyer stands is read from their words, may go back, and is "unknown" where they say too little."""

import time

import numpy as np
import pytest

from assistant.errors import ContentError
from assistant.library.embedder import Embedder
from assistant.model import Alike, PurchaseStage, Speaker, StageReading, Turn
from assistant.selling.cues import read_cues, read_examples, shipped_cues, shipped_examples
from assistant.selling.likeness import StageLikeness
from assistant.selling.stage import read_stage
from tests.evals import stage as rows

ORDER = "We've decided, please go ahead with the order."


def read(*texts: str, **options: object) -> StageReading:
    turns = [Turn(Speaker.CUSTOMER, text) for text in texts]
    return read_stage(turns, shipped_cues(), **options)  # type: ignore[arg-type]  # each test passes its own


CASES: list[tuple[list[str], str]] = [
    (["Why do cold rooms drift above 5 degrees at night?"], "problem"),
    (["We keep losing stock when the freezer trips on weekends."], "problem"),
    (["What are our options for keeping an eye on eleven pharmacy fridges?"], "explore"),
    (["Do we really need sensors or are manual rounds enough for four fridges?"], "explore"),
    (["Roughly how much does this kind of monitoring cost?"], "explore"),
    (["How many sensors would we need for a 300 m2 cold room, and where should we place them?"], "requirements"),
    (["We are writing a tender; what should we ask suppliers about accuracy?"], "requirements"),
    (["What is the difference between Essential and Assured?"], "compare"),
    (["How do you compare with ColdEye on alarms?"], "compare"),
    (["Can we try it on one site first, and do you have references in food distribution?"], "validate"),
    (["Our IT wants to know about ISO 27001 and where data is stored."], "validate"),
    (["Please send a quote for 40 sensors, delivery in March."], "decide"),
    (["What is the notice period and can we return the hardware?"], "decide"),
    (["How do I pair a replacement sensor?"], "use"),
    (["Hello"], "unknown"),
    (
        [
            "Please send a quote for 40 sensors.",
            "Actually we are not ready to buy, just researching for next year.",
        ],
        "explore",
    ),
    ([ORDER, "Why did the alarm take 12 minutes in the case study?"], "decide"),
    (["Is the price cheaper than ColdEye if we take 100 sensors?"], "compare"),
]


def of_domain() -> pytest.MarkDecorator:
    """The cases of the domain, ST01 to ST18."""
    return pytest.mark.parametrize(("turns", "stage"), CASES, ids=[f"ST{number:02}" for number in range(1, 19)])


@of_domain()
def test_the_stages_of_the_domain(turns: list[str], stage: str) -> None:
    reading = read(*turns)
    assert reading.stage == stage
    assert all(one.quote in turns[one.turn] and one.rule for one in reading.evidence)
    assert bool(reading.evidence) is (stage != "unknown")


@pytest.fixture(scope="module")
def likeness(embedder: Embedder) -> StageLikeness:
    return StageLikeness(shipped_examples(), embedder.embed)


@of_domain()
def test_examples_change_no_stage_of_the_domain(likeness: StageLikeness, turns: list[str], stage: str) -> None:
    reading = read(*turns, alike=dict(enumerate(likeness.of_each(turns))))
    assert reading.stage == stage
    assert all(one.quote in turns[one.turn] for one in reading.evidence)


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("Our neighbours use something for that, would such a thing make sense here at all?", "explore"),
        ("The screen went black after I pressed the green key.", "use"),
        ("Somebody ought to vouch for you before we commit.", "validate"),
        ("", "unknown"),
        ("Good morning to you", "unknown"),
    ],
)
def test_what_no_phrase_knows_is_read_by_what_it_is_like(likeness: StageLikeness, words: str, stage: str) -> None:
    assert likeness.of(words).stage == stage


def test_without_examples_a_turn_is_like_nothing() -> None:
    assert StageLikeness((), lambda texts: np.zeros((len(texts), 3), np.float32)).of("How much?") == Alike()


def test_an_example_file_is_checked() -> None:
    with pytest.raises(ContentError, match="stage"):
        read_examples("stages.yaml", "examples: [{stage: closing, texts: [Sign here]}]")
    assert read_examples("stages.yaml", "examples: [{stage: use, texts: [It beeps]}]")[0].texts == ("It beeps",)


def test_st19_opened_documents_tell_the_stage_where_words_do_not() -> None:
    assert read("Thanks, that helps.", opened=[PurchaseStage.VALIDATE] * 3).stage is PurchaseStage.VALIDATE


def test_small_talk_leaves_the_stage_as_it_was() -> None:
    question = "Please send a quote for 40 sensors."
    assert read(question, "Thanks a lot!").scores == read(question).scores


def test_a_decision_that_is_taken_back_does_not_hold() -> None:
    taken_back = "Actually, before that: what is the difference between Essential and Assured?"
    assert read(ORDER, taken_back).stage is PurchaseStage.COMPARE


def test_only_turns_in_scope_and_of_the_customer_count() -> None:
    quote = "Please send a quote for 40 sensors."
    assert read(quote, in_scope=()).stage is PurchaseStage.UNKNOWN
    assert read_stage([Turn(Speaker.REP, quote)], shipped_cues()).stage is PurchaseStage.UNKNOWN


def test_somebody_else_who_must_agree_is_noticed() -> None:
    assert read("Our IT wants to know about ISO 27001.").consensus
    assert not read("What is ISO 27001?").consensus


def test_a_business_adds_cues_of_its_trade() -> None:
    cues = read_cues("stages.yaml", "cues: [{stage: validate, phrases: [roof walk*]}]")
    turns = [Turn(Speaker.CUSTOMER, "When is the next roof walk?")]
    assert read_stage(turns, cues).stage is PurchaseStage.VALIDATE


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("cues: [{stage: closing, phrases: [sign]}]", "stage"),
        ("cues: [{stage: unknown, phrases: [hello]}]", "unknown"),
        ("cues: [{stage: decide, phrases: ['...']}]", "decide"),
        ("cues: [{stage: decide, phrases: []}]", "phrases"),
        ("cues: [{stage: decide, phrases: [sign], weight: 40}]", "weight"),
        ("cues: [{stage: decide, phrases: [sign], colour: red}]", "colour"),
    ],
)
def test_cues_that_cannot_be_used_are_refused_by_file_and_stage(text: str, problem: str) -> None:
    with pytest.raises(ContentError, match=problem) as refused:
        read_cues("stages.yaml", text)
    assert refused.value.path == "stages.yaml"


@pytest.mark.slow
def test_the_stage_is_read_as_well_as_before() -> None:
    # docs/quality.md tells the figures of both halves.
    assert rows.macro(rows.rows()) >= 0.85


@pytest.mark.parametrize("piece", ["how many sensors do we need and ", "we ", "what would 40 ", "a "])
def test_the_longest_question_takes_no_time(piece: str) -> None:
    begun = time.perf_counter()
    read((piece * 4_000)[:4_000])
    assert time.perf_counter() - begun < 3
