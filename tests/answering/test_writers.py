"""What the extractive writer makes of what was found, and what it says when that is not enough."""

from dataclasses import dataclass, field

import pytest

from assistant.answering.followup import Asked
from assistant.answering.writers import ExtractiveWriter
from assistant.model import Clearance, Confidence, Document, Excerpt, Hit, Passage

TEXT = "A sensor costs €95."
DOCUMENT = Document("D-1", "prices.md", "Prices", Clearance.PUBLIC, "1", "markdown")
PASSAGE = Passage("p", DOCUMENT, (), TEXT, 0, len(TEXT))


@dataclass(frozen=True)
class Evidence:
    confidence: Confidence
    unknown: tuple[str, ...] = ()
    beyond: str | None = None
    sides: tuple[str, str] | None = None
    disagreements: tuple[tuple[Excerpt, Excerpt], ...] = ()
    hits: tuple[Hit, ...] = (Hit(PASSAGE, 0.6, 0.6),)
    excerpts: tuple[Excerpt, ...] = field(default=(Excerpt(PASSAGE, 0, len(TEXT), similarity=0.6),))


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence(Confidence.SURE), TEXT),
        (Evidence(Confidence.PROBABLY), f"This is the nearest that our documents say:\n{TEXT}"),
        (Evidence(Confidence.NOT_IN_DOCUMENTS), "Our documents do not say."),
        (
            Evidence(Confidence.NOT_IN_DOCUMENTS, unknown=("PoE",)),
            "Our documents do not say.\nOur documents do not mention PoE.",
        ),
        (
            Evidence(Confidence.NOT_IN_DOCUMENTS, beyond="legal"),
            "Our documents do not say.\nWhoever knows the law has to judge your case: please ask a lawyer.",
        ),
        (Evidence(Confidence.SURE, excerpts=()), "Our documents do not say."),
    ],
)
def test_an_answer_says_how_sure_it_is_and_names_a_way_on(evidence: Evidence, text: str) -> None:
    assert ExtractiveWriter()(Asked("What does it cost?"), evidence).text == text
