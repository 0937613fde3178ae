"""A conversation on screen: what was asked and answered, the question being answered, the box for the next."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.errors import AssistantError, QuestionError
from assistant.model import LONGEST_QUESTION, Answer, Clearance, Company, Note, Speaker, Turn
from assistant.pages import opened, parts
from assistant.pages.blocks import Table, Words, blocks
from assistant.pages.sources import nearest_list, source_list
from assistant.pages.texts import text
from assistant.pages.trouble import numbered
from assistant.wiring import Assistant

QUESTIONS_A_MINUTE = 20
# What a follow-up question may refer to, and what a visit may keep in memory.
TURNS_PASSED_ON = 12
EXCHANGES_KEPT = 100
WAITING_KEPT = 20
# Long enough for a browser to draw the page without the answers before.
SECONDS_TO_CLEAR = 0.15


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or with the sentence that says why there is none."""

    place: int
    question: str
    answer: Answer | None = None
    excuse: str = ""


@dataclass(slots=True)
class Visit:
    """What one visit keeps: what was said, what waits for an answer, and when questions were asked.

    Its fields are changed in place: every assignment to Streamlit's own session state is a moment at
    which a click can end the run, and the answer just found would be lost.
    """

    exchanges: tuple[Exchange, ...] = ()
    waiting: deque[str] = field(default_factory=lambda: deque(maxlen=WAITING_KEPT))
    times: deque[float] = field(default_factory=lambda: deque(maxlen=QUESTIONS_A_MINUTE))

    def keep(self, exchange: Exchange) -> None:
        """Add an exchange, unless another run of the same visit has done so already."""
        if self.waiting and self.waiting[0] == exchange.question:
            self.waiting.popleft()
            self.exchanges = (*self.exchanges, exchange)[-EXCHANGES_KEPT:]


def has_begun() -> bool:
    """Whether anything has been asked in this visit."""
    visit: Visit = st.session_state.setdefault("visit", Visit())
    return bool(visit.exchanges or visit.waiting)


def converse(assistant: Assistant, company: Company, *, staff: bool) -> None:
    """Draw the conversation of this visit and answer what waits for an answer."""
    visit: Visit = st.session_state.setdefault("visit", Visit())
    room = "desk" if staff else "chat"
    # In a place that we give it, the box does not make the page scroll to the end of every answer.
    with st.bottom:
        st.chat_input(text(f"{room}.box"), key="box", max_chars=LONGEST_QUESTION, on_submit=_typed, args=(visit,))
    with _stage(visit):
        folded = visit.exchanges if visit.waiting else visit.exchanges[:-1]
        _earlier(assistant, company, folded, staff=staff)
        for exchange in visit.exchanges[len(folded) :]:
            _exchange(assistant, company, exchange, staff=staff)
        while visit.waiting:
            _answer_next(assistant, company, visit, staff=staff)
        if visit.exchanges:
            st.button(
                text("answer.again"), type="tertiary", icon=":material/restart_alt:", on_click=_forget, args=(visit,)
            )
        else:
            _starters(company, visit, text(f"{room}.starters"))


def _typed(visit: Visit) -> None:
    if question := st.session_state.get("box"):
        visit.waiting.append(question)


def _stage(visit: Visit) -> DeltaGenerator:
    """The place of the conversation, emptied for a question that follows others.

    The browser then stands at the top again, and the reader sees a long answer from its beginning.
    """
    if not (visit.waiting and visit.exchanges):
        return st.container()
    place = st.empty()
    time.sleep(SECONDS_TO_CLEAR)
    return place.container()


def _earlier(assistant: Assistant, company: Company, exchanges: Sequence[Exchange], *, staff: bool) -> None:
    """What was said before, folded: the newest answer stands alone, the others are one press away."""
    if not exchanges:
        return
    with st.expander(parts.fill(text("answer.earlier"), count=len(exchanges)), icon=":material/history:"):
        for exchange in exchanges:
            _exchange(assistant, company, exchange, staff=staff)


def _exchange(assistant: Assistant, company: Company, exchange: Exchange, *, staff: bool) -> None:
    _question(exchange.question)
    with st.chat_message("assistant"):
        _reply(assistant, company, exchange, staff=staff)


def _answer_next(assistant: Assistant, company: Company, visit: Visit, *, staff: bool) -> None:
    question = visit.waiting[0]
    _question(question)
    with st.chat_message("assistant"):
        is_ready = opened.is_ready("internal" if staff else "public")
        with st.spinner(text("answer.working")) if is_ready else st.spinner(text("answer.ready")):
            exchange = _asked(assistant, company, question, visit, staff=staff)
            visit.keep(exchange)
        _reply(assistant, company, exchange, staff=staff)


def _forget(visit: Visit) -> None:
    visit.exchanges = ()
    visit.waiting.clear()


def _starters(company: Company, visit: Visit, invitation: str) -> None:
    if company.starter_questions:
        parts.remark(invitation)
    with st.container(gap="xsmall"):
        for place, question in enumerate(company.starter_questions[:3]):
            st.button(parts.escape(question), key=f"starter-{place}", on_click=visit.waiting.append, args=(question,))


def _question(question: str) -> None:
    with st.chat_message("user"):
        parts.plain(question)


def _asked(assistant: Assistant, company: Company, question: str, visit: Visit, *, staff: bool) -> Exchange:
    place = visit.exchanges[-1].place + 1 if visit.exchanges else 0
    if _too_fast(visit):
        return Exchange(place, question, excuse=text("answer.too_fast"))
    try:
        return Exchange(place, question, assistant.ask(question, _turns(visit.exchanges, staff=staff)))
    except QuestionError as error:
        return Exchange(place, question, excuse=str(error))
    except AssistantError as error:
        if staff:
            return Exchange(place, question, excuse=str(error))
        numbered(error)
        return Exchange(place, question, excuse=text("chat.unavailable").format(contact=company.contact))
    except Exception as error:
        return Exchange(place, question, excuse=text("answer.failed").format(number=numbered(error)))


def _turns(earlier: Sequence[Exchange], *, staff: bool) -> tuple[Turn, ...]:
    speaker = Speaker.REP if staff else Speaker.CUSTOMER
    turns: list[Turn] = []
    for exchange in earlier:
        if exchange.answer is not None:
            turns += [Turn(speaker, exchange.question), Turn(Speaker.ASSISTANT, exchange.answer.text)]
    return tuple(turns[-TURNS_PASSED_ON:])


def _too_fast(visit: Visit) -> bool:
    now = time.monotonic()
    if len(visit.times) == QUESTIONS_A_MINUTE and now - visit.times[0] < 60:
        return True
    visit.times.append(now)
    return False


def _reply(assistant: Assistant, company: Company, exchange: Exchange, *, staff: bool) -> None:
    answer = exchange.answer
    key = f"source-{exchange.place}"
    if answer is None:
        st.warning(parts.escape(exchange.excuse))
        return
    if answer.understood_as:
        parts.remark(parts.fill(text("answer.understood"), question=answer.understood_as))
    if answer.found:
        _blocks(answer, staff=staff)
        parts.remark(text(f"answer.{answer.confidence.name.lower()}"))
        source_list(assistant, answer, key=key, staff=staff)
    else:
        _not_found(company, answer, staff=staff)
        nearest_list(assistant, answer.nearest, key=key, staff=staff)


def _blocks(answer: Answer, *, staff: bool) -> None:
    for audience, run in groupby(blocks(answer), key=_audience):
        if staff and audience is not Clearance.PUBLIC:
            with st.container(border=True):
                parts.audience_badge(audience)
                _draw(run)
        else:
            _draw(run)


def _audience(block: Note | Words | Table) -> Clearance:
    return Clearance.PUBLIC if isinstance(block, Note) else block.audience


def _draw(run: Iterable[Note | Words | Table]) -> None:
    for block in run:
        match block:
            case Note(key="side" | "reading"):
                parts.label(block.text)
            case Note():
                parts.paragraph(block.text)
            case Words():
                parts.paragraph(block.text, block.numbers, item=block.item)
            case Table():
                parts.table(block.headers, block.rows, block.numbers)


def _not_found(company: Company, answer: Answer, *, staff: bool) -> None:
    if answer.parts:
        _blocks(answer, staff=staff)
    else:
        st.markdown(text("answer.none_found"))
    if staff:
        st.markdown(text("desk.none_found"))
    else:
        st.markdown(parts.fill(text("chat.none_found"), contact=company.contact))
