"""A limit that is met for a part only of what a customer has rules out that part, and nothing else."""

from __future__ import annotations

import pytest

from assistant.model import FitReading, FitVerdict, Speaker, Turn
from assistant.selling.fit import judge
from assistant.selling.profile import stated
from tests.evals.fit import playbook


def read(*said: str) -> FitReading:
    fields, rules = playbook()
    return judge(stated([Turn(Speaker.CUSTOMER, text) for text in said], fields), rules)


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        (("We have 40 freezers in Germany.", "Our plant in Texas needs it too."), "F7"),
        (("Most of our freezers are in Austria, but we also have a small lab in the United States.",), "F7"),
        (("We run 12 cold stores in France and one in Morocco.",), "F7"),
        (("Our headquarters are in Spain. A subsidiary in Brazil might join.",), "F7"),
        (("We're in Portugal with 30 fridges, plus two fridges in Angola.",), "F7"),
        (("Our labs are in France and Morocco.",), "F7"),
        (("We have 60 fridges in Italy.", "Two of them sit in an explosive zone."), "F3"),
        (("We have 60 fridges in Italy.", "Two sit in an explosive zone."), "F3"),
        (("One room is an ATEX zone, the rest is ordinary cold rooms.",), "F3"),
        (("One of our freezers goes down to -150.",), "F2"),
        (("Three of our 80 tanks are at -196.",), "F2"),
        (("Some of our data must not go to the cloud.",), "F4"),
        (("We have a couple of trucks on the road as well.",), "F1"),
        (("All our fridges are fixed, except for two in delivery vans.",), "F1"),
        (("One of the sites has no internet for a week at a time.",), "F10"),
    ],
)
def test_a_part_that_is_not_served_is_told_and_rules_out_nothing_else(said: tuple[str, ...], limit: str) -> None:
    reading = read(*said)
    assert (reading.verdict, [reason.rule for reason in reading.partly]) == (FitVerdict.UNKNOWN, [limit])
    assert all(reason.better_option for reason in reading.partly)


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        (("We have one lab in Canada, that's all there is.",), "F7"),
        (("One site, in Morocco, 30 fridges.",), "F7"),
        (("I am the owner of a bakery chain in Turkey.",), "F7"),
        (("We are in Germany.", "Sorry, I meant we are in Brazil."), "F7"),
        (("Two freezers, both at -150.",), "F2"),
        (("All three of our trucks are on the road every day.",), "F1"),
        (("All of our fridges are on trucks.",), "F1"),
        (("Some of our boxes travel in vans.", "All of our boxes travel in vans."), "F1"),
        (("One of our conditions is that no cloud is used.",), "F4"),
        (("Nothing may go to the cloud.",), "F4"),
        (("It is fine, except that our IT forbids the cloud.",), "F4"),
        (("We also want to switch the compressors on and off.",), "F5"),
        (("The dewars are at -196, the rest of the building has its own system.",), "F2"),
        (("Apart from the office everything is an ATEX zone.",), "F3"),
    ],
)
def test_what_is_said_of_all_rules_out_all(said: tuple[str, ...], limit: str) -> None:
    reading = read(*said)
    assert (reading.verdict, [reason.rule for reason in reading.limits]) == (FitVerdict.NOT_FIT, [limit])
    assert not reading.partly


@pytest.mark.parametrize(
    "said",
    [
        "We buy from suppliers in China.",
        "The parent company sits in Japan, we are in Denmark.",
        "We deliver to customers in the US from our plant in Germany.",
        "Our trucks are not part of this, only the depot.",
        "We used to have a site in Canada, it's closed.",
    ],
)
def test_what_is_no_part_of_what_they_have_rules_out_nothing(said: str) -> None:
    reading = read(said)
    assert not reading.limits
    assert not reading.partly


def test_the_number_of_a_part_is_not_how_many_there_are() -> None:
    fields, _ = playbook()
    facts = stated([Turn(Speaker.CUSTOMER, "We have 60 freezers. Three of our freezers are at -80.")], fields)
    assert [fact.value for fact in facts if fact.field == "points"] == [60]
    assert [fact.value for fact in facts if fact.part] == [-80]
