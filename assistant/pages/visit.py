"""What one visit keeps while its page is open; the conversation itself is in the records."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field

import streamlit as st

from assistant.model import Actor, Message, Speaker
from assistant.wiring import Dialogue

QUESTIONS_A_MINUTE = 20
EXCHANGES_KEPT = 100
WAITING_KEPT = 20


@dataclass(frozen=True, slots=True)
class Said:
    """Something that waits to be taken up; `aside` is what a rep said to the customer, which nobody answers.

    `client_id` is its own, so that it is taken up once, however often the page runs.
    """

    text: str
    speaker: Speaker = Speaker.CUSTOMER
    aside: bool = False
    client_id: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Exchange:
    """What somebody said with the reply to it, or with the sentence that says why there is none."""

    place: int
    said: Said
    reply: Message | None = None
    excuse: str = ""


@dataclass(slots=True)
class Visit:
    """What was said, what waits for an answer, when something was said, and the conversation that it goes into.

    Its fields are changed in place: every assignment to Streamlit's own session state is a moment at
    which a click can end the run, and the answer just found would be lost.
    """

    actor: Actor
    handle: str = ""
    now: Dialogue | None = None
    exchanges: tuple[Exchange, ...] = ()
    waiting: deque[Said] = field(default_factory=lambda: deque(maxlen=WAITING_KEPT))
    times: deque[float] = field(default_factory=lambda: deque(maxlen=QUESTIONS_A_MINUTE))
    trouble: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything has been said."""
        return bool(self.exchanges or self.waiting)

    def keep(self, exchange: Exchange) -> None:
        """Add an exchange, unless another run of the same visit has done so already."""
        if self.waiting and self.waiting[0] == exchange.said:
            self.waiting.popleft()
            self.exchanges = (*self.exchanges, exchange)[-EXCHANGES_KEPT:]

    def leave(self) -> None:
        """Begin anew; what was said stays in the records."""
        self.handle, self.now, self.exchanges, self.trouble = "", None, (), ""
        self.waiting.clear()

    def resume(self, dialogue: Dialogue) -> None:
        """Go on with a conversation from the records."""
        self.leave()
        self.handle, self.now = dialogue.conversation.conversation_id, dialogue
        self.exchanges = _exchanges(dialogue)[-EXCHANGES_KEPT:]


def this_visit(owner: str = "") -> Visit:
    """The visit of this page's session, owned by `owner`, or else by a name that ends with the page."""
    visit: Visit = st.session_state.setdefault("visit", Visit(Actor(owner or secrets.token_hex(32))))
    return visit


def _exchanges(dialogue: Dialogue) -> tuple[Exchange, ...]:
    conversation = dialogue.conversation
    spoken = [message for message in conversation.messages if message.speaker is not Speaker.ASSISTANT]
    exchanges = []
    for place, message in enumerate(spoken):
        reply = conversation.reply_to(message.place)
        said = Said(message.text, message.speaker, aside=reply is None)
        exchanges.append(Exchange(place, said, reply))
    return tuple(exchanges)
