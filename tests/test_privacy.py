"""What must not be kept is found and masked; what only looks like it is left alone."""

import time

import pytest

from assistant.privacy import Kind, findings, masked

PERSONAL = [
    ("My card is 4111 1111 1111 1111, thanks", "card"),
    ("5500-0000-0000-0004", "card"),
    ("Amex 378282246310005 please", "card"),
    ("6011111111111117", "card"),
    ("pay from DE89 3704 0044 0532 0130 00 today", "IBAN"),
    ("GB29NWBK60161331926819", "IBAN"),
    ("iban: FR14 2004 1010 0505 0001 3M02 606", "IBAN"),
    ("NL91ABNA0417164300.", "IBAN"),
    ("ch93 0076 2011 6238 5295 7", "IBAN"),
    ("Write to anna.b+x@example.co.uk.", "e-mail address"),
    ("jörg@müller-gmbh.example", "e-mail address"),
    ("mailto:x_y@a-b.example", "e-mail address"),
    ("+49 30 12345678", "phone number"),
    ("Ring +44 (0)20 7946 0958 after five", "phone number"),
    ("0049-30-1234567", "phone number"),
    ("+1-202-555-0143", "phone number"),
    ("(202) 555-0143", "phone number"),
    ("202-555-0143", "phone number"),
    ("my number is 07700 900123", "phone number"),
    ("Tel. 030/1234567", "phone number"),
    ("call me at 6505550123", "phone number"),
    ("mobile: 0171 2345678", "phone number"),
    ("(030) 123 45 67", "phone number"),
    ("+33 1 23 45 67 89", "phone number"),
    ("+91 98765 43210", "phone number"),
    ("my ssn is 123-45-6789", "identity number"),
    ("NI number AB 12 34 56 C", "identity number"),
    ("passport no. C01X00T47", "identity number"),
    ("Steuer-ID: 86095742719", "identity number"),
    ("sk-proj-abcdEFGH1234567890abcd", "secret"),
    ("AKIAIOSFODNN7EXAMPLE", "secret"),
    ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "secret"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123", "secret"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "secret"),
    ("password: hunter2!", "secret"),
    ("the api key is a1b2c3d4e5", "secret"),
]
HARMLESS = [
    "The L1 costs €79 and the P1 €149, so 12 of them come to €1,788.",
    "Order number 4500012345, position 000120.",
    "Serial 4111 1111 1111 1112 is on the label.",
    "Part 123-456-78901 fits the M12 thread.",
    "EAN 4006381333931 and GTIN 00012345600012",
    "ISO 13485:2016, EN 12830, 21 CFR Part 11",
    "within −20…+40 °C, accuracy ±0.5 °C",
    "Version 2.14.1 of 2026-11-25 at 10:30",
    "From 2024-01-01 to 2026-12-31",
    "It takes 10 000 000 readings a year.",
    "1,234,567.89 euros and 0.000123 V",
    "0.5 to 10 V, 4-20 mA, 868 MHz",
    "DIN EN 60068-2-6, IEC 61000-4-2",
    "See page 100-102 and chapters 3, 4, 5.",
    "IP 192.168.100.100 port 8080",
    "UUID 550e8400-e29b-41d4-a716-446655440000",
    "The token is refreshed every hour.",
    "What is the password policy?",
    "A password is required, and the PIN is four digits long.",
    "We ship on Tuesdays @ noon.",
    "Sensor L1-0042-7731 was calibrated.",
    "Coordinates 52.520008, 13.404954",
    "Tolerance class A 10.000 +0.005/-0.000",
    "ABC1234567890 is a batch.",
    "2026/11/25 08:15:00 UTC",
    "It holds 16000 points and 365 days.",
    "Model 2025-555-01",
    "SKU 0815-4711-23",
    "Call us when you are ready.",
    "EUR 1 500 000 a year",
    "No 12 34 56 is a setting.",
    "Fax is not offered.",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_what_must_not_be_kept_is_found(text: str, kind: str) -> None:
    (finding,) = findings(text)
    assert finding.kind == kind
    placeholder = "[card ending" if kind == Kind.CARD else f"[{kind}]"
    assert placeholder in masked(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_it_survives(text: str) -> None:
    assert masked(text) == text


def test_of_a_card_the_last_four_digits_stay() -> None:
    assert masked("4111 1111 1111 1111") == "[card ending 1111]"


def test_several_things_in_one_text_are_masked_once_each() -> None:
    text = "I am a@b.example, +49 30 12345678, card 4111111111111111."
    assert masked(text) == "I am [e-mail address], [phone number], card [card ending 1111]."
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("piece", ["1 ", "+49 ", "a@", "AB12 ", "password: ", "eyJ.", "-----BEGIN ", "0-", "(", "é"])
def test_no_text_takes_long(piece: str) -> None:
    started = time.perf_counter()
    masked(piece * 20_000)
    assert time.perf_counter() - started < 2
