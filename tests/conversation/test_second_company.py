"""A company of quite another trade, described in a folder: six documents and a playbook, and not a line of code."""

from __future__ import annotations

from pathlib import Path

import pytest
from talking import Talker

from assistant.conversation import Assistant, Conversations
from assistant.library.embedder import Embedder
from assistant.library.publisher import Publisher
from assistant.library.readers import READERS, read
from assistant.library.scope import unrelated_questions
from assistant.model import Clearance, FitVerdict, PurchaseStage
from assistant.records.erasure import Erasure
from assistant.records.opening import open_records
from assistant.records.store import Records
from assistant.selling.playbook import compiled
from assistant.settings import Settings
from assistant.wiring import open_assistant

pytestmark = pytest.mark.slow

DOCUMENTS = {
    "roofs": """
# Which roofs we work on

We put solar panels on the roofs of farms: barns, stables and machine halls. A roof must carry 15 kg per square metre.
We do not work on roofs with asbestos cement, often called eternit. A firm that is licensed to remove asbestos has to
renew such a roof first.
""",
    "yields": """
# What a roof yields

A barn roof of 400 square metres in our region yields about 70,000 kWh a year. The yield logs of eleven farms are open
to every visitor; the oldest roof has run since 2014. A roof that faces north yields a third less.
""",
    "prices": """
# Prices

A roof of 400 square metres costs €52,000, scaffolding and connection to the grid included, VAT not included. The
yearly check costs €380.
""",
    "building": """
# How we build

Work on one roof takes nine working days. Animals can stay in the stable meanwhile. With more than three roofs we
build in two seasons.
""",
    "storage": """
# Batteries

A battery of 30 kWh carries the milking through the evening. Without a battery about 35 % of the power is used on
the farm.
""",
    "about": """
# Who we are

Sonnhof was founded in 2009 by two farmers. Nineteen people work at Sonnhof, three of them in the office.
""",
    "margins": """
# Margins

Our margin on a roof is 11 %. Nobody outside hears of it.
""",
}
PLAYBOOK = {
    "fields.yaml": """
fields:
  - {name: roofs, label: Roofs, kind: count, nouns: [roof*, barn*, stable*], asked: ["how many roofs"]}
  - name: asbestos
    label: Asbestos in the roof
    kind: yes_no
    asked: [asbestos]
    choices:
      - {value: false, phrases: ["no asbestos", "tin roofs|roof"]}
      - {value: true, phrases: [asbestos, eternit]}
""",
    "fit.yaml": """
critical: [roofs, asbestos]
limits:
  - id: A1
    when: [{asbestos: {is: true}}]
    text: we do not work on roofs with asbestos
    document: roofs
    better_option: A firm that is licensed to remove asbestos, before anything else.
    audience: public
conditions:
  - {id: B1, when: [{roofs: {above: 3}}], text: it takes two seasons, document: building, audience: public}
""",
    "questions.yaml": """
questions:
  - id: asbestos
    type: constraint
    field: asbestos
    text: Is there asbestos cement in any of the roofs?
    reason: We may not work on such a roof, so I can tell you at once.
    impact: 3
    audience: public
  - id: roofs
    type: situation
    field: roofs
    text: How many roofs would it be?
    reason: The work is planned by roofs.
    impact: 3
    audience: public
""",
    "stages.yaml": "cues: [{stage: validate, weight: 3, phrases: [yield log*]}]",
    "message.yaml": "plumb_line: Power from your own roof.\npillars: [{name: Open yields, documents: [yields]}]",
    "personas.yaml": "personas: [{id: dairy, name: Dairy farmer, cares_about: [milking times]}]",
}
COMPANY = """name: Sonnhof
plumb_line: Power from your own roof.
contact: hello@sonnhof.example
starter_questions: ["What does my roof yield?", "How long does it take?", "Which roofs do you not take?"]
"""


@pytest.fixture(scope="module")
def sonnhof(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Settings:
    root = tmp_path_factory.mktemp("sonnhof")
    settings = Settings(data=root / "data", knowledge=root / "knowledge")
    (settings.knowledge / "playbook").mkdir(parents=True)
    (settings.knowledge / "company.yaml").write_text(COMPANY, encoding="utf-8")
    for name, text in DOCUMENTS.items():
        head = (
            f"---\nid: {name}\ntitle: {name.title()}\naudience: {'internal' if name == 'margins' else 'public'}\n---\n"
        )
        (settings.knowledge / f"{name}.md").write_text(head + text, encoding="utf-8")
    for name, text in PLAYBOOK.items():
        (settings.knowledge / "playbook" / name).write_text(text, encoding="utf-8")
    publisher = Publisher(
        settings.data,
        embedder,
        read,
        tuple(READERS),
        lambda *_: None,
        everyday=unrelated_questions()[:40],
        playbooks=lambda folder, documents: compiled(folder, {name: one.audience for name, one in documents.items()}),
    )
    report = publisher.publish(settings.knowledge)
    assert (len(report.added), report.refused) == (len(DOCUMENTS), ())
    return settings


@pytest.fixture
def farmer(sonnhof: Settings, tmp_path: Path) -> Talker:
    engine = open_records(tmp_path / "chat.sqlite")
    assistant: Assistant = open_assistant(Clearance.PUBLIC, sonnhof)
    return Talker(Conversations(assistant, Records(engine), Erasure(engine), asks=True))


def test_its_limit_is_told_from_its_own_document(farmer: Talker) -> None:
    farmer.say("We have two barn roofs, both eternit from the seventies.")
    assert farmer.now.understanding.fit.verdict is FitVerdict.NOT_FIT
    assert "not a fit" in farmer.reply
    assert "licensed to remove asbestos" in farmer.reply
    reply = farmer.now.conversation.messages[-1]
    assert reply.answer is not None
    assert [citation.document_id for citation in reply.answer.citations] == ["roofs"]
    assert reply.question is None


def test_its_questions_lead_to_its_verdict(farmer: Talker) -> None:
    farmer.say("We own five barns. How long does the work take?")
    assert "nine working days" in farmer.reply
    assert farmer.asked == "asbestos"
    farmer.say("no")
    fit = farmer.now.understanding.fit
    assert (fit.verdict, [reason.rule for reason in fit.conditions]) == (FitVerdict.FIT_WITH_CONDITIONS, ["B1"])


def test_its_own_signs_of_a_stage_are_heard(farmer: Talker) -> None:
    farmer.say("Can I see the yield logs of the farms?")
    assert farmer.now.understanding.stage.stage is PurchaseStage.VALIDATE


def test_its_customers_see_nothing_internal(farmer: Talker) -> None:
    farmer.say("What is your margin on a roof?")
    assert "11 %" not in str(farmer.now)
    assert farmer.conversations.playbook.plumb_line == "Power from your own roof."
    assert farmer.conversations.playbook.personas == ()


@pytest.mark.parametrize(
    ("clearance", "question", "told"),
    [
        (Clearance.PUBLIC, "When was Sonnhof founded?", "founded in 2009"),
        (Clearance.PUBLIC, "How many people work at Sonnhof?", "Nineteen people"),
        (Clearance.PUBLIC, "How many customers do you have?", "Our documents do not say."),
        (Clearance.PUBLIC, "What is your margin?", "Our documents do not say."),
        (Clearance.INTERNAL, "What is your margin on a roof?", "Our margin on a roof is 11 %."),
    ],
)
def test_what_its_documents_say_of_the_company_itself_is_told_to_those_who_may_see_it(
    sonnhof: Settings, clearance: Clearance, question: str, told: str
) -> None:
    assert told in open_assistant(clearance, sonnhof).ask(question).text
