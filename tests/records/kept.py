"""Who speaks in the tests of the records, and what is answered."""

from __future__ import annotations

from datetime import datetime

from assistant.model import Actor, Answer, Citation, Clearance, Confidence, Document, Note, Passage, Quote

ANNA, BERT = Actor("anna"), Actor("bert")
BEGAN = datetime(2026, 11, 2, 9, 0)


class Clock:
    """Stands where it is set."""

    def __init__(self) -> None:
        self.at = BEGAN

    def __call__(self) -> datetime:
        return self.at


def passage(document_id: str = "LF-07", text: str = "Records are kept for 10 years.") -> Passage:
    document = Document(document_id, f"{document_id}.md", "Plans", Clearance.PUBLIC, "2.1", "md")
    return Passage(f"{document_id}#1", document, ("Records",), text, 5, 5 + len(text))


def answer(question: str = "How long are records kept?", *, found: bool = True, against: str = "") -> Answer:
    if not found:
        return Answer(question, (Note("not-found", "Our documents do not say."),), Confidence.NOT_IN_DOCUMENTS)
    cited = Citation(passage(), "Records are kept for 10 years.")
    other = Citation(passage("LF-09", against), against) if against else None
    pair = (cited, other) if other else ()
    return Answer(question, (Quote(cited.quote, (cited,)),), Confidence.SURE, contradiction=pair)
