"""A scripted assistant for the pages: it answers as told, from documents made up here; and how to read a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from assistant.errors import QuestionError, RecordsError
from assistant.model import (
    Actor,
    Answer,
    AskedQuestion,
    Citation,
    Clearance,
    Company,
    Confidence,
    Conversation,
    ConversationSummary,
    Document,
    DocumentSummary,
    ExcerptKind,
    Fact,
    FitReading,
    FitReason,
    Judged,
    Message,
    NextQuestion,
    Note,
    Passage,
    Playbook,
    PurchaseStage,
    QuestionOutcome,
    Quote,
    SourceView,
    Speaker,
    StageReading,
    Turn,
    Understanding,
)
from assistant.wiring import Dialogue

NOTHING = Understanding((), StageReading(), FitReading())
NO_PLAYBOOK = Playbook()
WHEN = datetime(2026, 11, 2, 9, 0)
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
    """An assistant and its conversations in one: replies with `reply` to everything, or raises it.

    It remembers what it was asked; `now` is what it has understood, `question` what it asks next. Deleting raises
    `erasing`, and leaves the conversation where `keeps`.
    """

    reply: Answer | Note | Exception
    library: ScriptedLibrary = field(default_factory=ScriptedLibrary)
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    now: Understanding = NOTHING
    question: NextQuestion | None = None
    playbook: Playbook = NO_PLAYBOOK
    days: int = 30
    done: list[tuple[object, ...]] = field(default_factory=list)
    kept: dict[str, Conversation] = field(default_factory=dict)
    keeps: bool = False
    erasing: Exception | None = None

    @property
    def assistant(self) -> ScriptedAssistant:
        return self

    @property
    def labels(self) -> dict[str, str]:
        return {one.name: one.label for one in self.playbook.fields}

    def proof(self, reason: FitReason) -> None:
        return None

    def begin(self, actor: Actor, title: str = "") -> str:
        handle = f"{len(self.kept):032}"
        self.kept[handle] = Conversation(handle, title, WHEN)
        return handle

    def say(self, actor: Actor, handle: str, client_id: str, speaker: Speaker, text: str) -> Dialogue:
        held = self.kept[handle]
        self.asked.append((text, held.turns))
        if isinstance(self.reply, Exception):
            raise self.reply
        place = len(held.messages)
        answered = self.reply if isinstance(self.reply, Answer) else None
        words = self.reply.text
        said = Message(
            place + 1, Speaker.ASSISTANT, words, WHEN, answer=answered, reply_to=place, question=self.question
        )
        asked = (*held.asked, AskedQuestion(self.question.question, self.question.field)) if self.question else ()
        heard = Message(place, speaker, text, WHEN)
        self.kept[handle] = replace(
            held, title=held.title or text, messages=(*held.messages, heard, said), asked=tuple(asked)
        )
        return self.open(actor, handle)

    def note(self, actor: Actor, handle: str, client_id: str, speaker: Speaker, text: str) -> Dialogue:
        held = self.kept[handle]
        self.kept[handle] = replace(held, messages=(*held.messages, Message(len(held.messages), speaker, text, WHEN)))
        return self.open(actor, handle)

    def open(self, actor: Actor, handle: str) -> Dialogue:
        if handle not in self.kept:
            raise RecordsError("There is no such conversation.")
        return Dialogue(self.kept[handle], self.now)

    def listed(self, actor: Actor) -> tuple[ConversationSummary, ...]:
        return tuple(
            ConversationSummary(one.conversation_id, one.title, WHEN, WHEN, len(one.messages))
            for one in self.kept.values()
        )

    def skip(self, actor: Actor, handle: str, question: NextQuestion) -> Dialogue:
        held = self.kept[handle]
        declined = AskedQuestion(question.question, question.field, QuestionOutcome.DECLINED)
        self.kept[handle] = replace(held, asked=(declined,))
        return self._did(handle, "skip", question.question)

    def put_right(self, actor: Actor, handle: str, fact: Fact, words: str) -> Dialogue:
        if not words:
            raise QuestionError("Write what is right.")
        return self._did(handle, "put right", fact.field, words)

    def tell(self, actor: Actor, handle: str, field: str, words: str) -> Dialogue:
        return self._did(handle, "tell", field, words)

    def take_away(self, actor: Actor, handle: str, fact: Fact) -> Dialogue:
        return self._did(handle, "take away", fact.field)

    def overrule(self, actor: Actor, handle: str, judged: Judged, outcome: str, reason: str) -> Dialogue:
        if not reason:
            raise QuestionError("Give your reason.")
        return self._did(handle, "overrule", judged, outcome, reason)

    def erase(self, actor: Actor, handle: str) -> dict[str, int]:
        if not self.keeps:
            del self.kept[handle]
        self.done.append(("erase",))
        if self.erasing:
            raise self.erasing
        return {"conversations": 1}

    def rename(self, actor: Actor, handle: str, title: str) -> None:
        self.kept[handle] = replace(self.kept[handle], title=title)

    def _did(self, handle: str, *what: object) -> Dialogue:
        self.done.append(what)
        return Dialogue(self.kept[handle], self.now)


Open = Callable[[str, ScriptedAssistant], AppTest]


def shown(page: AppTest) -> str:
    """Everything a page shows as Markdown or text, one element a line."""
    elements = [*page.title, *page.markdown, *page.text, *page.warning, *page.error, *page.info]
    return "\n".join(str(element.value) for element in elements)


def press(page: AppTest, words: str) -> AppTest:
    """Press the first button whose label contains `words`."""
    return next(button for button in page.button if words in button.label).click().run()
