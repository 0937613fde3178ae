"""Both themes can be read by everybody: WCAG AA contrast for text on every background it stands on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
PAIRS = [
    ("textColor", "backgroundColor"),
    ("textColor", "secondaryBackgroundColor"),
    ("textColor", "orangeBackgroundColor"),
    ("linkColor", "backgroundColor"),
    ("linkColor", "secondaryBackgroundColor"),
    ("primaryColor", "backgroundColor"),
    ("grayTextColor", "backgroundColor"),
    ("grayTextColor", "secondaryBackgroundColor"),
    ("codeTextColor", "secondaryBackgroundColor"),
    ("codeTextColor", "yellowBackgroundColor"),
    ("orangeTextColor", "orangeBackgroundColor"),
    ("redTextColor", "redBackgroundColor"),
    ("yellowTextColor", "yellowBackgroundColor"),
    ("blueTextColor", "blueBackgroundColor"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme: str, ink: str, paper: str) -> None:
    colours = CONFIG["theme"][theme]
    lighter, darker = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_programs_listen_on_this_machine_and_tell_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert set(CONFIG["server"]["allowedHosts"]) == {"127.0.0.1", "localhost", "::1"}
    assert CONFIG["server"]["enableAgentApi"] is False
    assert CONFIG["server"]["fileWatcherType"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["client"]["toolbarMode"] == "viewer"
