"""A content editor at work: a folder with documents, a data folder, and what readers then find."""

import shutil
from pathlib import Path

from assistant.library.embedder import Embedder
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS, read
from assistant.library.report import Report
from assistant.library.scope import unrelated_questions
from assistant.model import Clearance
from assistant.settings import Settings
from assistant.wiring import Library, open_library

# Enough for a yardstick; the whole list takes longer than all that is tested here.
FEW = unrelated_questions()[:12]
PUBLIC = "---\nid: {id}\ntitle: {id}\naudience: public\n---\n# {id}\n\n{text}\n"


class Desk:
    """A content editor's folder and the data folder it is published to."""

    def __init__(self, root: Path, embedder: Embedder) -> None:
        self.settings = Settings(data=root / "data", knowledge=root / "knowledge")
        self._embedder = embedder

    @classmethod
    def new(cls, root: Path, embedder: Embedder, published: Settings) -> "Desk":
        """An empty folder and an empty library; the vectors of the unrelated questions are known already."""
        desk = cls(root, embedder)
        desk.settings.knowledge.mkdir()
        shutil.copytree(published.data / "vectors", desk.settings.data / "vectors")
        return desk

    def copied_to(self, root: Path) -> "Desk":
        """The same editor with copies of both folders, which takes much less time than publishing again."""
        copy = Desk(root, self._embedder)
        shutil.copytree(self.settings.data, copy.settings.data)
        shutil.copytree(self.settings.knowledge, copy.settings.knowledge)
        return copy

    def write(self, name: str, text: str, identity: str | None = None) -> None:
        (self.settings.knowledge / name).write_text(PUBLIC.format(id=identity or name.split(".")[0], text=text))

    def remove(self, name: str) -> None:
        (self.settings.knowledge / name).unlink()

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.settings.data, self._embedder, read, tuple(READERS), lambda *_: None, everyday=FEW)

    def publish(self, **options: bool) -> Report:
        return self.publisher.publish(self.settings.knowledge, **options)

    def holds(self, word: str) -> list[Path]:
        """The files below the data folder in which a word stands, as `grep` would find it."""
        files = (path for path in self.settings.data.rglob("*") if path.is_file())
        return [path for path in files if word.encode() in path.read_bytes()]

    def library(self, clearance: Clearance = Clearance.PUBLIC) -> Library:
        return open_library(clearance, self.settings)

    def found(self, question: str, clearance: Clearance = Clearance.PUBLIC) -> list[str]:
        return [hit.passage.document_id for hit in self.library(clearance).search(question)]
