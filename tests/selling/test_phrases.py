"""Phrases of a playbook find what people write, and nothing else."""

import time

import pytest

from assistant.selling.phrases import PhraseError, pattern


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("how much|many", "How many sensors?", "How many"),
        ("don't want the? cloud", "we dont want cloud", "dont want cloud"),
        ("don't want the? cloud", "we don’t want the cloud", "don’t want the cloud"),
        ("quot*", "a quotation", "quotation"),
        ("quot*", "a misquote", None),
        ("at #", "it runs at -80 degrees", "at -80"),
        ("at #", "at forty of them", "at forty"),
        ("at #", "at minus", None),
        ("we ... decided", "we have finally decided", "we have finally decided"),
        ("we ... decided", "we waited. They decided", None),
        ("go-ahead", "the go ahead", "go ahead"),
        ("c++ machine", "a C++ machine", "C++ machine"),
    ],
)
def test_a_phrase_finds_its_words(phrase: str, text: str, found: str | None) -> None:
    match = pattern([phrase]).search(text)
    assert (match and match.group()) == found


@pytest.mark.parametrize("phrase", ["", "   ", "...", "we ...", "... we", "maybe?", "a*b", "*"])
def test_a_phrase_that_could_find_anything_or_nothing_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        pattern([phrase])


def test_no_phrases_find_nothing() -> None:
    assert pattern([]).search("anything") is None


def test_a_long_text_takes_no_time() -> None:
    begun = time.perf_counter()
    list(pattern(["we ... have decided", "how much|many ... cost"]).finditer("we how much " * 20_000))
    assert time.perf_counter() - begun < 2
