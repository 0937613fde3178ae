"""Somebody who speaks in one conversation."""

from __future__ import annotations

from itertools import count

from assistant.conversation import Conversations, Dialogue
from assistant.model import Actor, Speaker

ANNA = Actor("anna")


class Talker:
    """Says one thing after another, and knows what was replied."""

    def __init__(self, conversations: Conversations, actor: Actor = ANNA) -> None:
        self.conversations = conversations
        self.actor = actor
        self.handle = conversations.begin(actor)
        self._ids = count()

    def say(self, *words: str, speaker: Speaker = Speaker.CUSTOMER) -> Dialogue:
        for text in words:
            self.now = self.conversations.say(self.actor, self.handle, str(next(self._ids)), speaker, text)
        return self.now

    def note(self, text: str) -> Dialogue:
        """What the rep said to them."""
        self.now = self.conversations.note(self.actor, self.handle, str(next(self._ids)), Speaker.REP, text)
        return self.now

    @property
    def reply(self) -> str:
        return self.now.conversation.messages[-1].text

    @property
    def asked(self) -> str:
        question = self.now.conversation.messages[-1].question
        return question.field if question else ""

    def known(self) -> dict[str, object]:
        return {fact.field: fact.value for fact in self.now.understanding.current}
