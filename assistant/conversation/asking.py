"""A question and its answer, without anything that is known of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answering.chain import answer_chain
from assistant.answering.followup import Asked, understand
from assistant.answering.grounding import check
from assistant.answering.writers import Write
from assistant.library.reader import Library
from assistant.model import Answer, PurchaseStage, Turn


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking something up brought; `matter` tells how clearly the words are about our matter at all."""

    answer: Answer
    matter: float


class Assistant:
    """Answers questions from one library; keeps nothing about the person who asks."""

    def __init__(self, library: Library, write: Write) -> None:
        self.library = library
        self._chain = answer_chain(self._understand, library.find, write, check)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question; raises `QuestionError` or `LibraryError`.

        `history` holds the earlier turns of the conversation, oldest first.
        """
        return self.look_up(question, history).answer

    def look_up(self, words: str, history: Sequence[Turn] = (), stage: PurchaseStage = PurchaseStage.UNKNOWN) -> Looked:
        """What the documents say to somebody's words, as it suits the stage at which they stand."""
        told = self._chain.invoke({"question": words, "history": list(history), "stage": stage})
        return Looked(told["result"], told["matter"])

    def _understand(self, question: str, history: Sequence[Turn]) -> Asked:
        asked = understand(question, history)
        return replace(asked, text=self.library.spelled(asked.text))

    def as_chain(self) -> Any:
        """The same way to an answer as a LangChain Runnable (see `answering.chain.answer_chain`)."""
        return self._chain

    def warm(self) -> None:
        """Load the model and the edition, so that the first question is answered as fast as the next."""
        self.library.warm()
