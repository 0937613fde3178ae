"""Typing errors are mended by the words of the documents, and nothing else is touched."""

import pytest

from assistant.library.spelling import mended

WORDS = ("sense", "sensor", "warranty", "gateway", "temperature", "accuracy", "least", "opening", "calibration", "of")
LANGUAGE = {"lease", "siren", "culprit"}


def spelled(question: str) -> str:
    return mended(
        question,
        held=lambda word: int(word.casefold() in WORDS),
        vocabulary=lambda: WORDS,
        count_tokens=lambda texts: [1 if text in LANGUAGE else 2 for text in texts],
    )


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("warrenty of gatway", "warranty of gateway"),
        ("Acuracy of the senser?", "accuracy of the sensor?"),
        ("ACURACY", "accuracy"),
        ("calibartion", "calibration"),
        ("the temprature's range", "the temperature's range"),
        # words of the language, names, short words, and words that are too far from any
        ("Do you lease it?", "Do you lease it?"),
        ("Is there a siren?", "Is there a siren?"),
        ("A tender from Sensort, please", "A tender from Sensort, please"),
        ("teh gateway", "teh gateway"),
        ("ripening cellars", "ripening cellars"),
        ("accuracy of the gateway", "accuracy of the gateway"),
        ("", ""),
    ],
)
def test_only_typing_errors_are_mended(question: str, meant: str) -> None:
    assert spelled(question) == meant
