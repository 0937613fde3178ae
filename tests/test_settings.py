"""Settings come from the environment that is passed in; a wrong one is named."""

from pathlib import Path

import pytest

from assistant.errors import SettingError
from assistant.settings import Settings


def test_defaults_need_no_environment() -> None:
    assert Settings.from_environment({"HOME": "/nowhere"}) == Settings()


def test_variables_set_what_they_name() -> None:
    settings = Settings.from_environment({"PLUMBLINE_DATA": "/tmp/x", "PLUMBLINE_CHAT_PORT": "9000"})
    assert (settings.data, settings.chat_port) == (Path("/tmp/x"), 9000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLUMBLINE_DESK_PORT", "eighty"),
        ("PLUMBLINE_DESK_PORT", "80"),
        ("PLUMBLINE_CHAT_PORT", "99999"),
        ("PLUMBLINE_DATE", "x"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})
