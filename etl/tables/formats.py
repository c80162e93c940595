"""What a table file is, told by its first bytes: a file called `.xls` may be a workbook, a web page or plain text."""

from enum import StrEnum
from pathlib import Path

from etl.errors import FileRefused

_WEB_PAGE_TAGS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div", b"<tr")
_BYTES_THAT_TELL = 4096
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class TableFormat(StrEnum):
    """The formats that can be opened."""

    TEXT = "TEXT"
    XLSX = "XLSX"
    XLS = "XLS"
    BIFF2 = "BIFF2"
    HTML = "HTML"


def format_of(path: Path) -> TableFormat:
    """Raises `FileRefused` UNKNOWN_FORMAT for containers that hold no table we can open."""
    with path.open("rb") as file:
        head = file.read(_BYTES_THAT_TELL)
    if head.startswith(b"PK\x03\x04"):
        return TableFormat.XLSX
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return TableFormat.XLS
    if head.startswith(b"\x09\x00\x04\x00"):
        return TableFormat.BIFF2
    return _format_of_text(head)


def _format_of_text(head: bytes) -> TableFormat:
    start = _plain(head).lstrip().lower()
    if not start.startswith(b"<"):
        return TableFormat.TEXT
    if any(tag in start for tag in _WEB_PAGE_TAGS):
        return TableFormat.HTML
    raise FileRefused(
        "UNKNOWN_FORMAT",
        expected="CSV, XLSX, XLS or an HTML table",
        found="markup without a table, such as XML",
        todo="Open it in a spreadsheet program and save it as XLSX or CSV.",
    )


def _plain(head: bytes) -> bytes:
    if head.startswith(_UTF_16_MARKS):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
