"""What is told and asked in other words than the phrases, by what it means: with the real model."""

from pathlib import Path

import pytest

from assistant.errors import ContentError
from assistant.library.embedder import Embedder
from assistant.model import Field, FieldExample, Speaker, Turn
from assistant.selling.examples import read_field_examples
from assistant.selling.fields import read_fields, shipped_fields
from assistant.selling.meaning import Meaning
from assistant.selling.playbook import read_playbook
from assistant.selling.profile import stated

PLAYBOOK = read_playbook(Path(__file__).parents[2] / "knowledge")
SPEAKERS = {"R": Speaker.REP, "A": Speaker.ASSISTANT, "C": Speaker.CUSTOMER}
SOLAR = "fields:\n- {name: shade, kind: text, label: Shade, phrases: [in the shade]}"


@pytest.fixture(scope="module")
def meaning(embedder: Embedder) -> Meaning:
    """Larkfell's examples, learned once."""
    return Meaning(PLAYBOOK.told, PLAYBOOK.asked, embedder.embed)


def said(*texts: str) -> list[Turn]:
    """Turns that begin with who says them: "R: …", "A: …", "C: …"."""
    return [Turn(SPEAKERS[text[0]], text[3:]) for text in texts]


@pytest.mark.parametrize(
    ("turns", "fields"),
    [
        # No phrase of any field is in these words.
        (["C: Last winter a whole shelf of samples thawed and we noticed on Monday."], {"pain"}),
        (["R: Who else has a say in it?", "C: the head pharmacist and our accountant"], {"decision_maker"}),
        # Whoever replies with something else has not answered what was asked.
        (["R: How does buying work at your end?", "C: Our plant is in Texas."], {"country"}),
        # What ends without a question mark and is no question asks for nothing.
        (["R: Our documents do not say.", "C: Our plant is in Texas."], {"country"}),
        (["R: Delivery takes five days from the order.", "C: we sell cheese"], {"industry"}),
        (["R: and the coldest one", "C: -38"], {"temp_min"}),
        # "Is" and a place tell a country without its being asked for.
        (["C: We are based in Denmark."], {"country"}),
    ],
)
def test_what_is_told_by_its_meaning(meaning: Meaning, turns: list[str], fields: set[str]) -> None:
    assert {fact.field for fact in stated(said(*turns), PLAYBOOK.fields, meaning=meaning)} == fields


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (None, {"points"}),
        # Where it is known what the assistant asked, the rest of what it says asks for nothing.
        ({}, set()),
        ({1: "points"}, {"points"}),
    ],
)
def test_the_assistant_asks_what_is_known_that_it_asked(
    meaning: Meaning, asked: dict[int, str] | None, fields: set[str]
) -> None:
    turns = said("A: How many freezers do you have?", "C: six of them")
    assert {fact.field for fact in stated(turns, PLAYBOOK.fields, asked, meaning=meaning)} == fields


def test_of_a_reply_that_part_is_quoted_which_answers(meaning: Meaning) -> None:
    turns = said("R: How do you do it today?", "C: Good of you to ask. We write everything on paper lists.")
    (fact,) = stated(turns, PLAYBOOK.fields, meaning=meaning)
    assert (fact.field, fact.quote) == ("current_solution", "We write everything on paper lists")


@pytest.mark.parametrize("text", ["Hello there", "Thanks, that helps a lot.", "Could you say that again please"])
def test_small_talk_tells_nothing(meaning: Meaning, text: str) -> None:
    assert stated([Turn(Speaker.CUSTOMER, text)], PLAYBOOK.fields, meaning=meaning) == ()


def test_another_trade_is_understood_by_its_own_examples(embedder: Embedder) -> None:
    fields = read_fields("fields.yaml", SOLAR)
    told = (
        FieldExample("shade", ("The neighbour's trees darken our roof.", "A chimney throws its shadow on it.")),
        FieldExample("", ("Good morning.", "We would like to hear more.", "How long does it last?")),
    )
    turns = [Turn(Speaker.CUSTOMER, "Tall trees darken our roof after noon.")]
    assert stated(turns, fields) == ()
    (fact,) = stated(turns, fields, meaning=Meaning(told, (), embedder.embed))
    assert (fact.field, fact.quote) == ("shade", "Tall trees darken our roof after noon")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("told:\n- {field: colour, texts: [It is green.]}", "colour"),
        ("told:\n- {field: pain, value: red, texts: [It hurts.]}", "'red' is no value of 'pain'"),
        ("told:\n- {field: pain, texts: []}", "texts"),
        ("asked:\n- {field: pain, texts: [What hurts?], weight: 3}", "weight"),
        ("told: [", "examples.yaml"),
    ],
)
def test_an_example_of_something_unknown_is_refused_by_name(text: str, says: str) -> None:
    fields: tuple[Field, ...] = shipped_fields()
    with pytest.raises(ContentError, match=r"examples\.yaml") as refused:
        read_field_examples("examples.yaml", text, fields)
    assert says in str(refused.value)
