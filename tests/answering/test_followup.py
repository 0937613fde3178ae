"""What a question means after what was said before."""

import pytest

from assistant.answering.followup import Asked, understand
from assistant.model import Speaker, Turn

ANSWER = (
    "The P1 fits. Sense P1 measures down to −90 °C. Sense L1 ends at −40 °C. Watch Assured keeps readings for 10 years."
)


def conversation(*questions: str) -> list[Turn]:
    turns = []
    for question in questions:
        turns += [Turn(Speaker.CUSTOMER, question), Turn(Speaker.ASSISTANT, ANSWER)]
    return turns


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        # another name or number in the place of the first
        ("What does the Essential plan cost?", "and the Assured plan?", "What does the Assured plan cost?"),
        ("How accurate is the L1 at −30 °C?", "and the P1?", "How accurate is the P1 at −30 °C?"),
        ("How accurate is the L1 at −30 °C?", "what about P1", "How accurate is the P1 at −30 °C?"),
        ("How accurate is the L1 at −30 °C?", "P1?", "How accurate is the P1 at −30 °C?"),
        ("What does Assured cost for 40 sensors?", "and for 66 sensors?", "What does Assured cost for 66 sensors?"),
        # a new side of the same thing
        ("How far does the radio reach?", "and through concrete?", "How far does the radio reach: through concrete?"),
        # corrections
        ("How accurate is the L1?", "no, I meant the P1", "How accurate is the P1?"),
        ("How accurate is the L1?", "no, the other one", "How accurate is the P1?"),
        ("What does the L1 cost?", "Sorry, how long does delivery take?", "how long does delivery take?"),
        ("What does the L1 cost?", "No. of sensors per gateway?", "No. of sensors per gateway?"),
        ("What does the L1 cost?", "Wait time on the support line?", "Wait time on the support line?"),
        # why
        ("Do you give discounts?", "why?", "Why? Do you give discounts?"),
        ("Do you give discounts?", "But why not?", "Why? Do you give discounts?"),
        # a pronoun takes the name that was spoken of
        ("What is the Sense P1?", "How long does its battery last?", "How long does its battery last (P1 Sense)?"),
        # a new topic stands for itself
        ("What does the L1 cost?", "How long is a quote valid?", "How long is a quote valid?"),
        ("What does the L1 cost?", "Where is my data stored?", "Where is my data stored?"),
        ("What does the L1 cost?", "How do I pair the P1?", "How do I pair the P1?"),
        ("What does the L1 cost?", "And how long does delivery take?", "And how long does delivery take?"),
        ("What does the L1 cost?", "thanks", "thanks"),
        ("What does the L1 cost?", "L1 or P1?", "L1 or P1?"),
        # what "it" is, or was before
        (
            "What does the P1 cost?",
            "And the site survey that you offer, what is it for?",
            "And the site survey that you offer, what is it for?",
        ),
        ("How long are readings kept?", "Would that be enough?", "Would that be enough – How long are readings kept?"),
        ("Which sensor fits a freezer?", "how much is it?", "how much is it (P1)?"),
        (
            "How long does a mapping last?",
            "no no, not how long. How many points!",
            "How many points – How long does a mapping last?",
        ),
        ("Which uptime has Essential?", "Sorry, Assured. We chose it last week.", "Which uptime has Assured?"),
        ("Do you give discounts?", "why not, others do", "Why? Do you give discounts?"),
        ("", "and the Assured plan?", "and the Assured plan?"),
    ],
)
def test_a_question_means_what_it_says_after_the_one_before(before: str, question: str, understood: str) -> None:
    assert understand(question, conversation(before) if before else []).text == understood


def test_follow_ups_build_on_each_other() -> None:
    history = conversation("How accurate is the L1 at −30 °C?", "and the P1?")
    assert understand("and at −80 °C?", history).text == "How accurate is the P1 at −80 °C?"


def test_a_question_without_a_conversation_is_itself() -> None:
    assert understand("why?", []) == Asked("why?")


@pytest.mark.parametrize(
    "question",
    ["more", "More please.", "tell me more", "Go on", "ok, what else?", "anything else?", "more details please",
     "can you tell me more about it?", "What else is there to say?", "Thanks! And what more?"],
)  # fmt: skip
def test_more_means_the_same_question_again_without_what_was_shown(question: str) -> None:
    history = conversation("How accurate is the L1?", "tell me more")
    assert understand(question, history) == Asked("How accurate is the L1?", f"{ANSWER}\n{ANSWER}")


@pytest.mark.parametrize(
    "question", ["How many more sensors?", "What else does Assured keep?", "more than 100 sensors?"]
)
def test_more_of_something_is_a_question_of_its_own(question: str) -> None:
    assert understand(question, conversation("How accurate is the L1?")).shown == ""
