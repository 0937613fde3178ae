"""The story: what happens when someone speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.answering.chain import answer_chain
from assistant.answering.followup import Asked, understand
from assistant.answering.grounding import check
from assistant.answering.writers import Write
from assistant.library.reader import Library
from assistant.model import Answer, Turn


class Assistant:
    """Answers questions from one library; keeps nothing about the person who asks."""

    def __init__(self, library: Library, write: Write) -> None:
        self.library = library
        self._chain = answer_chain(self._understand, library.find, write, check)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question; raises `QuestionError` or `LibraryError`.

        `history` holds the earlier turns of the conversation, oldest first.
        """
        answer: Answer = self._chain.invoke({"question": question, "history": list(history)})["result"]
        return answer

    def _understand(self, question: str, history: Sequence[Turn]) -> Asked:
        asked = understand(question, history)
        return replace(asked, text=self.library.spelled(asked.text))

    def as_chain(self) -> Any:
        """The same way to an answer as a LangChain Runnable (see `answering.chain.answer_chain`)."""
        return self._chain

    def warm(self) -> None:
        """Load the model and the edition, so that the first question is answered as fast as the next."""
        self.library.warm()
