"""What the tests of publishing share."""

from pathlib import Path

import pytest
from editing import Desk

from assistant.library.embedder import Embedder
from assistant.settings import Settings


@pytest.fixture
def desk(tmp_path: Path, embedder: Embedder, published: Settings) -> Desk:
    return Desk.new(tmp_path, embedder, published)
