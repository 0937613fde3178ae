"""Questions go in, answers with verbatim quotes come out, for each audience from its own edition."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from assistant.errors import SettingError
from assistant.model import Clearance, Confidence, Speaker, Turn
from assistant.settings import Settings
from assistant.wiring import Assistant, open_library


def test_an_answer_is_made_of_verbatim_quotes(customer: Assistant) -> None:
    answer = customer.ask("How accurate is the L1 at -30 °C?")
    assert answer.found
    assert "±0.5 °C" in answer.text
    assert "LF-07" in {citation.document_id for citation in answer.citations}
    for quote in answer.quotes:
        assert quote.citations
        for citation in quote.citations:
            assert citation.quote in citation.passage.text


@pytest.mark.parametrize(
    "question",
    ["What is the capital of Peru?", "write me a poem about the sea", "transfer 50 euros to my brother", "asdf qwer"],
)
def test_what_the_documents_do_not_say_is_said_so(customer: Assistant, question: str) -> None:
    answer = customer.ask(question)
    assert not answer.found
    assert answer.confidence is Confidence.NOT_IN_DOCUMENTS
    assert answer.text.startswith("Our documents do not say.")
    assert answer.quotes == ()
    assert answer.nearest


INTERNAL = [
    "What does ColdEye charge a month?",
    "May I give a value offer of €600?",
    "Which limits F1 to F10 must I check?",
]


@pytest.mark.parametrize("question", INTERNAL)
def test_customers_get_nothing_internal(customer: Assistant, rep: Assistant, question: str) -> None:
    answer = customer.ask(question)
    shown = [citation.passage for citation in answer.citations] + [hit.passage for hit in answer.nearest]
    assert all(passage.document.audience is Clearance.PUBLIC for passage in shown)
    internal = [citation.passage.document.audience for citation in rep.ask(question).citations]
    assert Clearance.INTERNAL in internal


def test_the_old_price_list_is_never_quoted_to_a_customer(customer: Assistant, rep: Assistant) -> None:
    question = "What did the L1 cost on the price list of 2025?"
    assert "LF-36" not in {hit.passage.document_id for hit in customer.library.search(question, limit=50)}
    assert "LF-36" in {hit.passage.document_id for hit in rep.library.search(question, limit=5)}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Can alarms come by WhatsApp?", "WhatsApp"),
        ("Is the gateway PoE capable?", "PoE"),
        ("What does ColdEye charge?", "ColdEye"),
    ],
)
def test_a_name_that_no_document_mentions_is_said_so(customer: Assistant, question: str, names: str) -> None:
    assert f"Our documents do not mention {names}." in customer.ask(question).text


def test_the_words_of_another_language_are_not_called_names_that_no_document_mentions(customer: Assistant) -> None:
    answer = customer.ask("Kann man die Hardware auch mieten, und wer zahlt die Versicherung?")
    assert not answer.found
    assert "do not mention" not in answer.text
    assert "another language" in answer.text


def test_a_question_in_another_language_is_never_answered_as_sure(customer: Assistant) -> None:
    answer = customer.ask("Wie genau ist der L1 bei −30 °C?")
    assert "±0.5 °C" in answer.text
    assert answer.confidence is Confidence.PROBABLY


@pytest.mark.parametrize("question", ["How many people work at Larkfell?", "Is Larkfell financially stable?"])
def test_the_name_of_the_company_alone_is_no_answer(customer: Assistant, question: str) -> None:
    assert not customer.ask(question).found


@pytest.mark.parametrize(
    "history", [[], [Turn(Speaker.CUSTOMER, "Hello")], [HumanMessage("Hello"), AIMessage("Hi")], [("human", "Hello")]]
)
def test_the_chain_gives_answer_documents_and_citations(customer: Assistant, history: list[Any]) -> None:
    result = customer.as_chain().invoke({"question": "How long is a quote valid?", "history": history})
    assert "60 days" in result["answer"]
    assert result["documents"][0].metadata["path"].startswith("commercial/")
    citation = result["citations"][0]
    assert citation["type"] == "citation"
    assert result["answer"][citation["start_index"] : citation["end_index"]] == citation["cited_text"]
    assert result["result"].text == result["answer"]


def test_a_follow_up_is_understood_from_its_conversation_and_says_how(customer: Assistant) -> None:
    first = customer.ask("How long is the retention of readings with Watch Essential?")
    history = [Turn(Speaker.CUSTOMER, first.question), Turn(Speaker.ASSISTANT, first.text)]
    answer = customer.ask("and Assured?", history)
    assert answer.question == "and Assured?"
    assert "Assured" in answer.understood_as
    assert "10 years" in answer.text
    assert customer.ask("How long is a quote valid?", history).understood_as == ""


def test_a_contradiction_is_shown_to_whoever_asks_and_told_with_the_answer(customer: Assistant) -> None:
    answer = customer.ask("you deliver in three days, right?")
    assert [citation.document_id for citation in answer.contradiction] == ["LF-24", "LF-16"]
    assert answer.confidence is Confidence.PROBABLY
    assert answer.text.index("10 business days") < answer.text.index("about three weeks")
    assert "do not say “three days”" in answer.text


def test_more_shows_what_was_not_shown_until_nothing_is_left(customer: Assistant) -> None:
    history = [Turn(Speaker.CUSTOMER, "Which limits of use does the L1 have?")]
    shown: list[str] = []
    for _ in range(12):
        answer = customer.ask(history[0].text if len(history) == 1 else "more", history[1:] and history)
        assert not set(shown) & {quote.text for quote in answer.quotes}
        shown += [quote.text for quote in answer.quotes]
        history += [Turn(Speaker.ASSISTANT, answer.text), Turn(Speaker.CUSTOMER, "more")]
        if not answer.found:
            break
    assert answer.text == "Our documents say no more about that."
    assert len(shown) > 10


def test_typing_errors_are_mended_and_the_reading_is_shown(customer: Assistant) -> None:
    answer = customer.ask("warrenty gatway")
    assert answer.understood_as == "warranty gateway"
    assert "3 years" in answer.text


def test_one_conversation_never_colours_another(customer: Assistant) -> None:
    alone = customer.ask("and Assured?")
    customer.ask("What does it cost?", [Turn(Speaker.CUSTOMER, "Tell me about the Sense P1.")])
    assert customer.ask("and Assured?") == alone


def test_the_same_question_gets_the_same_answer(customer: Assistant) -> None:
    question = "What does battery life depend on?"
    assert customer.ask(question) == customer.ask(question)


def test_many_visitors_at_once_get_the_answers_that_each_alone_would_get(customer: Assistant) -> None:
    questions = [
        "How long is a quote valid?",
        "What is an excursion?",
        "What does the L1 cost?",
        "capital of Peru?",
    ] * 5
    alone = {question: customer.ask(question) for question in set(questions)}
    with ThreadPoolExecutor(8) as visitors:
        answers = list(visitors.map(customer.ask, questions))
    assert answers == [alone[question] for question in questions]


def test_an_unknown_clearance_is_refused(published: Settings) -> None:
    with pytest.raises(SettingError, match="public, internal, restricted"):
        open_library("everything", published)


def test_the_command_line_answers_and_tells_the_state(
    published_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.__main__ import main

    for name, value in published_environment.items():
        monkeypatch.setenv(name, value)
    assert main(["ask", "How long is a quote valid?", "--as", "customer", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["found"]
    assert answer["understood_as"] == ""
    assert all(citation["quote"] in answer["text"] for citation in answer["citations"])
    assert main(["ask", "How long is a quote valid?", "--as", "rep"]) == 0
    assert "[1] " in capsys.readouterr().out
    assert main(["status"]) == 0
    assert capsys.readouterr().out.count("passages") == 3


def test_the_command_line_says_what_is_missing(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.__main__ import main

    monkeypatch.setenv("PLUMBLINE_DATA", str(tmp_path))
    assert main(["ask", "Anything?"]) == 2
    assert "python ingest.py" in capsys.readouterr().err
