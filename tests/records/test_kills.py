"""A message that was told to be saved is saved, whenever the program dies."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_nothing_that_was_saved_is_lost_when_the_writer_is_killed() -> None:
    command = [sys.executable, "-m", "tests.records.kills", "--kills", "30"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
