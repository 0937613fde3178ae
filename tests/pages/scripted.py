"""A scripted assistant for the pages: it answers as told, from documents made up here; and how to read a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from assistant.model import (
    Answer,
    Citation,
    Clearance,
    Company,
    Confidence,
    Document,
    DocumentSummary,
    ExcerptKind,
    Passage,
    PurchaseStage,
    Quote,
    SourceView,
    Turn,
)

PAGES = Path(__file__).parents[2] / "assistant" / "pages"


def document(document_id: str = "LF-07", title: str = "Plans compared", **changes: object) -> Document:
    values: dict[str, object] = {
        "path": f"product/{document_id}.md",
        "audience": Clearance.PUBLIC,
        "version": "2.1",
        "source_format": "md",
        "stages": (PurchaseStage.COMPARE,),
        "personas": ("quality",),
        "owner": "Product team",
        "approved_on": date(2026, 3, 3),
        "review_by": date(2099, 3, 1),
    }
    return Document(document_id, title=title, **{**values, **changes})  # type: ignore[arg-type]


def passage(of: Document, text: str, heading: str = "What is in them", page: str | None = None) -> Passage:
    return Passage(f"{of.document_id}#{heading}", of, (heading,), text, 10, 10 + len(text), page)


def quote(of: Passage, words: str) -> Quote:
    return Quote(words, (Citation(of, words),))


def row(of: Passage, **cells: str) -> Quote:
    words = "; ".join(f"{name}: {value}" for name, value in cells.items())
    return Quote(words, (Citation(of, words),), ExcerptKind.ROW, tuple(cells.items()))


def answer(*parts: object, confidence: Confidence = Confidence.SURE, question: str = "?", **more: object) -> Answer:
    return Answer(question, tuple(parts), confidence, **more)  # type: ignore[arg-type]


@dataclass
class ScriptedLibrary:
    shelf: tuple[DocumentSummary, ...] = ()
    trouble: Exception | None = None
    edition: str = "000007-cafe"
    current: bool = True
    held: tuple[Passage, ...] = ()
    company: Company = field(
        default=Company("Larkfell", "Proof, not promises.", "hello@larkfell.example", ("What drifts?", "Why *us*?"))
    )

    def documents(self) -> tuple[DocumentSummary, ...]:
        if self.trouble:
            raise self.trouble
        return self.shelf

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        return tuple(one for one in self.held if one.document_id == document_id)

    def source(self, citation: Citation) -> SourceView:
        if self.trouble:
            raise self.trouble
        text = citation.passage.text
        before, after = text[: citation.start], text[citation.start + len(citation.quote) :]
        return SourceView(citation, "The section begins. " + before, after + " It ends.", self.current)


@dataclass
class ScriptedAssistant:
    """Answers every question with `reply`, or raises it; remembers what it was asked."""

    reply: Answer | Exception
    library: ScriptedLibrary = field(default_factory=ScriptedLibrary)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


Open = Callable[[str, ScriptedAssistant], AppTest]


def shown(page: AppTest) -> str:
    """Everything a page shows as Markdown or text, one element a line."""
    elements = [*page.title, *page.markdown, *page.text, *page.warning, *page.error, *page.info]
    return "\n".join(str(element.value) for element in elements)


def press(page: AppTest, words: str) -> AppTest:
    """Press the first button whose label contains `words`."""
    return next(button for button in page.button if words in button.label).click().run()
