"""The retrieval chain as a LangChain Runnable, and a library as a LangChain retriever: the one door to LangChain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.messages import BaseMessage
from langchain_core.messages.content import create_citation
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from assistant.answering.followup import Asked
from assistant.answering.writers import Evidence, Write
from assistant.model import Answer, Citation, Hit, Passage, PurchaseStage, Speaker, Turn

Understand = Callable[[str, Sequence[Turn]], Asked]
Find = Callable[[str, int, PurchaseStage], Evidence]
Check = Callable[[Answer, Sequence[Hit]], Answer]
# How many passages an answer is made from, and one that goes on where another ended.
_PASSAGES, _MORE_PASSAGES = 10, 20


def answer_chain(
    understand: Understand, find: Find, write: Write, check: Check
) -> Runnable[dict[str, Any], dict[str, Any]]:
    """The chain {"question", "history", "stage"} → {"answer", "documents", "citations", "result", "matter"}.

    `answer` is the text, `documents` are LangChain documents best first, `citations` standard LangChain
    citation annotations, `result` is the `Answer` that all of them were taken from, and `matter` tells how clearly the
    words are about our matter at all (0 and more is clear). `history` and `stage` may be left out.
    """

    def meaning(given: dict[str, Any]) -> Asked:
        asked = understand(given["question"], turns(given.get("history") or ()))
        return replace(asked, stage=PurchaseStage(given.get("stage") or PurchaseStage.UNKNOWN))

    def retrieve(given: dict[str, Any]) -> Evidence:
        asked: Asked = given["meaning"]
        return find(asked.sought, _MORE_PASSAGES if asked.shown else _PASSAGES, asked.stage)

    def compose(given: dict[str, Any]) -> Answer:
        asked: Asked = given["meaning"]
        answer = check(write(asked, given["evidence"]), given["evidence"].hits)
        if asked.text == given["question"]:
            return answer
        return replace(answer, question=given["question"], understood_as=asked.text)

    def shape(given: dict[str, Any]) -> dict[str, Any]:
        answer: Answer = given["result"]
        return {
            "answer": answer.text,
            "documents": [as_langchain_document(hit.passage, hit.score) for hit in given["evidence"].hits],
            "citations": [annotation(citation, answer) for citation in answer.citations],
            "result": answer,
            "matter": given["evidence"].matter,
        }

    return (
        RunnablePassthrough.assign(meaning=RunnableLambda(meaning))
        | RunnablePassthrough.assign(evidence=RunnableLambda(retrieve))
        | RunnablePassthrough.assign(result=RunnableLambda(compose))
        | RunnableLambda(shape)
    )


def turns(history: Sequence[Any]) -> tuple[Turn, ...]:
    """A conversation as `Turn`s, from our own turns, LangChain messages or (role, text) pairs."""
    return tuple(_turn(item) for item in history)


def _turn(item: Any) -> Turn:
    if isinstance(item, Turn):
        return item
    role, text = (item.type, item.text) if isinstance(item, BaseMessage) else item
    speaker = Speaker.ASSISTANT if role in ("ai", "assistant") else Speaker.CUSTOMER
    return Turn(speaker, str(text))


def as_langchain_document(passage: Passage, score: float) -> LangChainDocument:
    """A passage as a LangChain document; everything that a citation needs is in its metadata."""
    return LangChainDocument(
        id=passage.passage_id,
        page_content=passage.text,
        metadata={
            "document_id": passage.document_id,
            "title": passage.document.title,
            "path": passage.path,
            "heading": passage.heading,
            "page": passage.page,
            "version": passage.document.version,
            "audience": passage.audience.value,
            "start": passage.start,
            "end": passage.end,
            "score": score,
        },
    )


def annotation(citation: Citation, answer: Answer) -> dict[str, Any]:
    """A citation as LangChain's standard annotation; indexes are offsets into the answer's text."""
    start = answer.text.find(citation.quote)
    made = create_citation(
        title=f"{citation.passage.document.title} › {citation.heading}",
        cited_text=citation.quote,
        start_index=start if start >= 0 else None,
        end_index=start + len(citation.quote) if start >= 0 else None,
        document_id=citation.document_id,
        path=citation.passage.path,
        page=citation.page,
        version=citation.version,
    )
    return dict(made)


class LibraryRetriever(BaseRetriever):
    """A library as LangChain knows retrievers; `search` is the library's own."""

    search: Callable[[str, int], list[Hit]]
    limit: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [as_langchain_document(hit.passage, hit.score) for hit in self.search(query, self.limit)]
