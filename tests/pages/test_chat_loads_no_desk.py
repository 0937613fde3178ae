"""R1: after a first answer, the chat's process still knows nothing of the desk, the publisher and the readers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
VISIT = """
import sys
import chat
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("assistant/pages/chat/main.py", default_timeout=120).run()
page = page.chat_input[0].set_value("What is the difference between Watch Essential and Watch Assured?").run()
assert page.chat_message and not page.exception
print(*sys.modules)
"""


def test_the_chat_never_loads_the_desk_the_publisher_or_the_readers(published_environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT,
        env={**os.environ, **published_environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "assistant.wiring" in loaded
    forbidden = ("assistant.pages.desk", "assistant.library.publisher", "assistant.library.readers")
    assert not [name for name in loaded if name.startswith(forbidden)]
