"""Mails: who wrote what to whom, quoted mails aside, attachments only named."""

from email.message import EmailMessage

import pytest
from shown import shorten

from assistant.errors import ContentError
from assistant.library.readers import read

PEOPLE = "p From: Ana <ana@larkfell.example>; To: Per <per@larkfell.example>; Date: 2026-03-01 14:30"


def mail(body: str = "", html: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Your question"
    message["From"] = "Ana <ana@larkfell.example>"
    message["To"] = "Per <per@larkfell.example>"
    message["Date"] = "Sun, 01 Mar 2026 14:30:00 +0100"
    for name, value in headers.items():
        message[name] = value
    if body:
        message.set_content(body)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def shown(message: EmailMessage | bytes) -> list[str]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    placed = read("a.eml", data).blocks
    return [
        f"{'aside ' * block.block.aside}{line}"
        for block, line in zip(placed, shorten(b.block for b in placed), strict=True)
    ]


def test_a_mail_is_its_subject_its_people_and_its_text() -> None:
    assert shown(mail("Hello Per,\n\n- one\n- two\n\nGröße: 3")) == [
        "h1 Your question",
        PEOPLE,
        "p Hello Per,",
        "item one",
        "item two",
        "p Größe: 3",
    ]


def test_plain_text_is_preferred_and_html_is_read_where_there_is_none() -> None:
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td>1<td>2</table>"
    page = f"<html><body><h1>Hi</h1><p>By <b>page</b>.</p>{table}</body></html>"
    assert shown(mail("By text.", page))[2:] == ["p By text."]
    assert shown(mail("", page))[2:] == ["h2 Hi", "p By page.", "row a: 1; b: 2"]
    assert shown(mail("  \n", page))[2:] == ["h2 Hi", "p By page.", "row a: 1; b: 2"]


def test_what_a_mail_quotes_is_aside() -> None:
    body = "Yes.\n\nOn 1 March 2026, Per <per@larkfell.example>\nwrote:\n> Is it so?\n> > Really?\n\nBest, Ana\n"
    assert shown(mail(body))[2:] == [
        "p Yes.",
        "aside p On 1 March 2026, Per <per@larkfell.example>",
        "aside p wrote:",
        "aside p Is it so?",
        "aside p Really?",
        "p Best, Ana",
    ]


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Per <per@larkfell.example>",
        "---------- Forwarded message ---------\nFrom: Per",
        "From: Per <per@larkfell.example>\nSent: Sunday, 1 March 2026 14:30\nTo: Ana",
        "Von: Per\nGesendet: Sonntag, 1. März 2026 14:30",
    ],
)
def test_a_mail_that_is_passed_on_whole_is_aside(head: str) -> None:
    lines = shown(mail(f"As agreed.\n\n{head}\n\nIs it so?\n"))[2:]
    assert lines[0] == "p As agreed."
    assert lines[-1] == "aside p Is it so?"
    assert all(line.startswith("aside") for line in lines[1:])


def test_a_sender_named_in_a_sentence_begins_no_other_mail() -> None:
    assert shown(mail("From: Oslo\nTo: Bergen\n\nTwo days."))[2:] == ["p From: Oslo", "p To: Bergen", "p Two days."]


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote type=cite><p>Is it so?</p></blockquote>Tail.",
        "<div class='gmail_quote gmail_quote_container'><blockquote><p>Is it so?</p></blockquote></div>Tail.",
        "<p>Tail.</p><hr><div id=divRplyFwdMsg></div><div><p>Is it so?</p></div>",
    ],
)
def test_what_a_mail_of_html_quotes_is_aside(quote: str) -> None:
    page = f"<html><body><p>Yes.</p><blockquote>My own.</blockquote>{quote}</body></html>"
    assert shown(mail("", page))[2:] == ["p Yes.", "p My own.", "p Tail.", "aside p Is it so?"]


def test_attachments_are_named_and_not_read() -> None:
    message = mail("See there.")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="prices.pdf")
    message.add_attachment(mail("inner words", Comments="x"), filename="inner.eml")
    text = "\n".join(shown(message))
    assert text.endswith("p Attachments, not read: prices.pdf, inner.eml.")
    assert "inner words" not in text


@pytest.mark.parametrize(
    ("charset", "words"),
    [("iso-8859-1", "Größe 5 °C"), ("windows-1252", "Größe „5“ °C"), ("iso-2022-jp", "佐藤太郎"), ("utf-8", "大阪")],
)
def test_the_declared_encoding_is_used(charset: str, words: str) -> None:
    head = f"From: a@b.example\nSubject: s\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert shown(head + words.encode(charset))[-1] == f"p {words}"


@pytest.mark.parametrize(
    "header", ["Date: not a date", "From: <<>>@@,,;", "To: =?utf-8?b?!!!?=", "Subject: =?x?q?=", "Cc: :;"]
)
def test_broken_headers_do_not_stop_the_text(header: str) -> None:
    assert "p Words." in shown(f"From: a@b.example\n{header}\n\nWords.\n".encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"just words\n", "is not a mail"),
        (b"  \n \n", "no text in it"),
        (b"From: a@b.example\nSubject: s\n\n", "no text in it"),
        (b"From: a@b.example\nContent-Type: application/pkcs7-mime\n\nMIIB", "encrypted mail"),
        (b"From: a@b.example\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B\xff\xff", "encoding"),
    ],
)
def test_what_is_no_readable_mail_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        read("a.eml", data)
