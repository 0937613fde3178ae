"""A conversation on screen: what was said and answered, what is being answered, the box for what comes next."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.errors import AssistantError, QuestionError
from assistant.model import LONGEST_QUESTION, Company, QuestionOutcome, Speaker
from assistant.pages import opened, parts
from assistant.pages.replies import draw_reply
from assistant.pages.texts import text
from assistant.pages.trouble import numbered
from assistant.pages.understood import content_line, leave_question
from assistant.pages.visit import QUESTIONS_A_MINUTE, Exchange, Said, Visit
from assistant.wiring import Conversations

# Long enough for a browser to draw the page without the answers before.
SECONDS_TO_CLEAR = 0.15
SPEAKERS = ("ask", "customer", "aside")


def converse(conversations: Conversations, company: Company, visit: Visit, *, staff: bool) -> None:
    """Draw the conversation of this visit and answer what waits for an answer."""
    room = "desk" if staff else "chat"
    # In a place that we give it, the box does not make the page scroll to the end of every answer.
    with st.bottom:
        if staff:
            st.segmented_control(
                text("desk.speaker"),
                SPEAKERS,
                format_func=lambda name: text(f"speaker.{name}"),
                default=SPEAKERS[0],
                key="speaker",
                label_visibility="collapsed",
            )
        st.chat_input(text(f"{room}.box"), key="box", max_chars=LONGEST_QUESTION, on_submit=_typed, args=(visit, staff))
    with _stage(visit):
        folded = visit.exchanges if visit.waiting else visit.exchanges[:-1]
        _earlier(conversations, company, folded, staff=staff)
        for exchange in visit.exchanges[len(folded) :]:
            _exchange(conversations, company, exchange, staff=staff)
        while visit.waiting:
            _answer_next(conversations, company, visit, staff=staff)
        if visit.exchanges:
            if not staff:
                _suggestion(conversations, visit)
                if visit.now and visit.now.understanding.content:
                    content_line(conversations, visit.now.understanding.content, key="content", staff=False)
            st.button(text("answer.again"), type="tertiary", icon=":material/restart_alt:", on_click=visit.leave)
        else:
            _starters(company, visit, text(f"{room}.starters"), staff=staff)


def _typed(visit: Visit, staff: bool) -> None:
    if words := st.session_state.get("box"):
        visit.waiting.append(_said(words, staff=staff))


def _said(words: str, *, staff: bool) -> Said:
    if not staff:
        return Said(words)
    speaker = st.session_state.get("speaker") or SPEAKERS[0]
    return Said(words, Speaker.CUSTOMER if speaker == "customer" else Speaker.REP, aside=speaker == "aside")


def _stage(visit: Visit) -> DeltaGenerator:
    """The place of the conversation, emptied for a question that follows others.

    The browser then stands at the top again, and the reader sees a long answer from its beginning.
    """
    if not (visit.waiting and visit.exchanges):
        return st.container()
    place = st.empty()
    time.sleep(SECONDS_TO_CLEAR)
    return place.container()


def _earlier(conversations: Conversations, company: Company, exchanges: Sequence[Exchange], *, staff: bool) -> None:
    """What was said before, folded: the newest answer stands alone, the others are one press away."""
    if not exchanges:
        return
    with st.expander(parts.fill(text("answer.earlier"), count=len(exchanges)), icon=":material/history:"):
        for exchange in exchanges:
            _exchange(conversations, company, exchange, staff=staff)


def _exchange(conversations: Conversations, company: Company, exchange: Exchange, *, staff: bool) -> None:
    _words(exchange.said, staff=staff)
    if exchange.reply is None and not exchange.excuse:
        return
    with st.chat_message("assistant"):
        _reply(conversations, company, exchange, staff=staff)


def _answer_next(conversations: Conversations, company: Company, visit: Visit, *, staff: bool) -> None:
    said = visit.waiting[0]
    _words(said, staff=staff)
    if said.aside:
        visit.keep(_taken_up(conversations, company, said, visit, staff=staff))
        return
    with st.chat_message("assistant"):
        is_ready = opened.is_ready("internal" if staff else "public")
        with st.spinner(text("answer.working")) if is_ready else st.spinner(text("answer.ready")):
            exchange = _taken_up(conversations, company, said, visit, staff=staff)
            visit.keep(exchange)
        _reply(conversations, company, exchange, staff=staff)


def _starters(company: Company, visit: Visit, invitation: str, *, staff: bool) -> None:
    if company.starter_questions:
        parts.remark(invitation)
    speaker = Speaker.REP if staff else Speaker.CUSTOMER
    with st.container(gap="xsmall"):
        for place, question in enumerate(company.starter_questions[:3]):
            key = f"starter-{place}"
            st.button(parts.escape(question), key=key, on_click=visit.waiting.append, args=(Said(question, speaker),))


def _words(said: Said, *, staff: bool) -> None:
    with st.chat_message("user"):
        if staff and (said.aside or said.speaker is Speaker.CUSTOMER):
            parts.remark(text("speaker.aside" if said.aside else "speaker.customer"))
        parts.plain(said.text)


def _taken_up(conversations: Conversations, company: Company, said: Said, visit: Visit, *, staff: bool) -> Exchange:
    place = visit.exchanges[-1].place + 1 if visit.exchanges else 0
    if _too_fast(visit):
        return Exchange(place, said, excuse=text("answer.too_fast"))
    try:
        visit.handle = visit.handle or conversations.begin(visit.actor)
        speak = conversations.note if said.aside else conversations.say
        visit.now = speak(visit.actor, visit.handle, said.client_id, said.speaker, said.text)
        return Exchange(place, said, None if said.aside else visit.now.conversation.messages[-1])
    except QuestionError as error:
        return Exchange(place, said, excuse=str(error))
    except AssistantError as error:
        if staff:
            return Exchange(place, said, excuse=str(error))
        numbered(error)
        return Exchange(place, said, excuse=text("chat.unavailable").format(contact=company.contact))
    except Exception as error:
        return Exchange(place, said, excuse=text("answer.failed").format(number=numbered(error)))


def _too_fast(visit: Visit) -> bool:
    now = time.monotonic()
    if len(visit.times) == QUESTIONS_A_MINUTE and now - visit.times[0] < 60:
        return True
    visit.times.append(now)
    return False


def _reply(conversations: Conversations, company: Company, exchange: Exchange, *, staff: bool) -> None:
    if exchange.reply is None:
        st.warning(parts.escape(exchange.excuse))
        return
    key = f"source-{exchange.place}"
    draw_reply(conversations.assistant, company, exchange.reply, key=key, staff=staff)


def _suggestion(conversations: Conversations, visit: Visit) -> None:
    """The one question that is asked after the last answer, quietly, and a way to leave it."""
    reply = visit.exchanges[-1].reply
    if reply is None or reply.question is None or visit.now is None:
        return
    question = reply.question
    if not any(
        one.question == question.question and one.outcome is QuestionOutcome.OPEN
        for one in visit.now.conversation.asked
    ):
        return
    with st.container(border=True, gap="xsmall"):
        parts.paragraph(question.text)
        parts.remark(parts.fill(text("suggest.why"), reason=question.reason))
        st.button(
            text("suggest.skip"),
            key="skip",
            type="tertiary",
            on_click=leave_question,
            args=(conversations, visit, question),
        )
