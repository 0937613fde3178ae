"""What somebody writes in a fact's place is read like a short answer to what was asked, or refused with what to do."""

from pathlib import Path

import pytest

from assistant.errors import QuestionError
from assistant.model import Value
from assistant.selling.corrections import corrected
from assistant.selling.playbook import read_playbook

FIELDS = {field.name: field for field in read_playbook(Path(__file__).parents[2] / "knowledge").fields}


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("points", "60 fridges", 60),
        ("points", "4", 4),
        ("temp_min", "-25.5", -25.5),
        ("country", "Austria", "Austria"),
        ("audit_duty", "yes", True),
        ("audit_duty", "No.", False),
        ("cloud_ok", "no cloud please", False),
        ("fixed_or_mobile", "mobile", "mobile"),
        ("fixed_or_mobile", "fixed", "fixed"),
        ("need", "quieter nights", None),
    ],
)
def test_what_is_written_is_read(field: str, words: str, value: Value) -> None:
    assert corrected(FIELDS[field], words) == value


@pytest.mark.parametrize(
    ("field", "words"),
    [("points", "some"), ("audit_duty", "no idea"), ("cloud_ok", "no problem"), ("fixed_or_mobile", "perhaps")],
)
def test_what_tells_nothing_is_refused(field: str, words: str) -> None:
    with pytest.raises(QuestionError, match=FIELDS[field].label):
        corrected(FIELDS[field], words)
