"""Bytes to text, whatever program wrote them."""

import codecs

import pytest

from assistant.errors import ContentError
from assistant.library.readers.encoding import decode

GERMAN = "Größe: 20 m³ – „kalt“, 5 €"
RUSSIAN = "Датчик измеряет температуру воздуха в холодильной камере."
JAPANESE = "センサーは冷蔵室の空気温度を測定し、無線でデータを送信します。"
CHINESE = "传感器测量冷藏室的空气温度，并通过无线电发送数据。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "utf-8", None),
        (GERMAN, "utf-8-sig", None),
        (GERMAN, "utf-8", "windows-1252"),  # a wrong declaration does not beat bytes that are UTF-8
        (GERMAN, "utf-16", None),
        (GERMAN, "utf-32", None),
        (GERMAN, "cp1252", None),
        (GERMAN, "cp1252", "iso-8859-1"),  # what the web calls Latin-1 is Windows-1252
        ("Größe", "cp1252", "no-such-charset"),
        ("Größe", "cp1252", "base64"),
        ("Łódź, temperatura", "iso-8859-2", "iso-8859-2"),
        (RUSSIAN, "cp1251", None),
        (JAPANESE, "cp932", None),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (CHINESE, "gb18030", None),
        ("Plain words of a file\r\nwithout a mark", "utf-16-le", None),
        ("Plain words of a file\r\nwithout a mark", "utf-16-be", None),
        ("", "utf-8", None),
    ],
)
def test_text_comes_out_as_it_was_written(text: str, encoding: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), "a.md", declared) == text


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"word\x00word" * 20,
        codecs.BOM_UTF16_LE + b"\x00\xd8a",
        b"\x81\x8d\x8f\x90\x9d some text in no encoding " * 3,
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(ContentError, match=r"a\.csv.*save it as UTF-8"):
        decode(data, "a.csv")
