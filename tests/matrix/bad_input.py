"""What nobody should send, and somebody will: values for a field, bodies for a request, files for an import."""

import io
import zipfile
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

KEPT = "Zamba typed words"  # what a person wrote into the other fields

LONG = 1_000_000
# Bytes as they would arrive: some are no text at all.
VALUES = {
    "nothing": b"",
    "spaces": b"   \t ",
    "NUL": b"a\0b",
    "lone surrogate": b"\xed\xa0\x80",
    "not UTF-8": b"\xff\xfe\x80",
    "half a character": b"abc\xc3",
    "override": "‮txet".encode(),
    "isolate": "a⁦b".encode(),
    "zero width": "a​‍﻿b".encode(),
    "combining": ("a" + "́" * 500).encode(),
    "decomposed": "é".encode(),
    "no character": "￾￿".encode(),
    "private use": "\U00100000".encode(),
    "emoji": "👩‍👩‍👧".encode(),
    "other digits": "١٢٣".encode(),
    "full width": "＝１＋１".encode(),
    "CRLF": b"a\r\nSet-Cookie: desk=1",
    "a million": b"a" * LONG,
    "long word": b"a" * 5_001,
    "many lines": b"\n" * 10_000,
    "minus one": b"-1",
    "zero": b"0",
    "past 2^31": b"2147483648",
    "past 2^63": b"9223372036854775808",
    "past 2^200": b"9" * 61,
    "past floats": b"1e999999",
    "NaN": b"NaN",
    "infinite": b"-Infinity",
    "decimal comma": b"1,5",
    "hexadecimal": b"0x1F",
    "underscored": b"1_000",
    "true": b"true",
    "null": b"null",
    "JSON list": b"[1, 2]",
    "JSON deep": b"[" * 2_000,
    "31 February": b"2026-02-31",
    "29 February": b"2001-02-29",
    "year 0": b"0000-01-01",
    "year 1": b"0001-01-01",
    "year 9999": b"9999-12-31",
    "year 10000": b"10000-01-01",
    "a Buddhist year": b"2567-05-05",
    "backwards": b"31/12/2026",
    "a day in words": b"yesterday",
    "no such hour": b"2026-01-01T25:61",
    "a year alone": b"1994",
    "formula": b"=HYPERLINK(\"http://x\")",
    "formula, tab": b"\t+1+1",
    "DDE": b"@SUM(1)|cmd",
    "SQL": b"'; DROP TABLE referral_case; --",
    "SQL, a wild card": b"%_\\",
    "a look-up": b"user__password__startswith",
    "an order": b"-organisation__members__user__password",
    "percent": b"%s %(x)d {0} {x!r}",
    "template": b"{{ 7*7 }}{% debug %}",
    "script": b"<script>alert(1)</script>",
    "SVG": b"<svg/onload=alert(1)>",
    "attribute": b"\" autofocus onfocus=alert(1) x=\"",
    "comment": b"<!--</textarea>",
    "a path": b"../../../etc/passwd",
    "an address": b"javascript:alert(1)",
    "another site": b"//example.org/x",
    "a UUID of nobody": b"00000000-0000-4000-8000-000000000000",
    "half a UUID": b"0000-",
    "a code of nobody": b"zz_no_such_code",
    "e-mail": b"a@b@c..d",
    "e-mail with a line": b"a@example.org\nBcc: b@example.org",
    "telephone": b"+" + b"9" * 40,
    "regular expression": b"(a+)+$",
}  # fmt: skip

QUERIES = [
    "page=-1", "page=0", "page=99999999999999999999", "page=x", "page=1e9", "page=", "page=1&page=2", "page=%00",
    "before=x", "before=9999-99-99,zz", "after=%ED%A0%80", "q=%00", "q=%FF%FE", "q=" + "a" * 10_000, "q=%27%22%3C", "q=(a%2B)%2B%24", "q=%25_%5C",
    "order_by=user__password", "sort=-password", "o=9", "status=zz", "stage=99", "country=ZZZ", "country=%00", "kind=zz", "language=xx",
    "year=0", "year=99999", "year=NaN", "from=2026-02-31", "to=0000-00-00", "month=13", "week=60", "day=x", "part=zz", "part=%00", "next=//example.org",
    "next=javascript:alert(1)", "organisation=x", "receiver=x", "receiver=00000000-0000-4000-8000-000000000000", "kind[]=1", "a[b][c]=1",
    "order=zz", "name=%ED%A0%80", "paper=zz&language=zz", "services=%00", "to=zz", "tool=zz", "&&&=&=", "=", "%", "%zz=%zz", "partial=1", "draft=x",
    "draft=00000000-0000-4000-8000-000000000000", "replaces=x", "gate=G99", "consent=x", "reference=TRM-000-000-0", "case=x", "back=//x", "edition=x", "at=x",
]  # fmt: skip

PATHS = ["%00", "%FF", "%ED%A0%80", "..%2F..", "%2e%2e", "a" * 3_000, "‮", "'", "%25", "-", "0", "TRM-AAA-AAA-A", "TRM%0d%0aX", ";", "{}", "null"]  # fmt: skip

METHODS = ["PUT", "PATCH", "DELETE", "TRACE", "HEAD", "OPTIONS", "SPAM"]

BODIES = {
    "JSON": ("application/json", b'{"a": [1, {"b": null}]}'),
    "broken JSON": ("application/json", b'{"a": '),
    "no type": ("", b"a=1"),
    "no such type": ("x/y; charset=zz", b"a=1"),
    "no such charset": ("application/x-www-form-urlencoded; charset=zz", b"a=1"),
    "UTF-16": ("application/x-www-form-urlencoded; charset=utf-16", "a=1".encode("utf-16")),
    "multipart without a boundary": ("multipart/form-data", b"--x\r\n"),
    "multipart, a bad boundary": ("multipart/form-data; boundary=" + "=" * 300, b"--x\r\n"),
    "multipart cut off": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc'),
    "multipart without a name": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n"),
    "multipart, bad base64": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--\r\n'),
    "1,001 fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(1_001))),
    "101 files": ("multipart/form-data; boundary=x", b"".join(b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\r\n' for _n in range(101)) + b"--x--\r\n"),
    "three megabytes": ("application/x-www-form-urlencoded", b"a=" + b"b" * 3_000_000),
    "XML": ("text/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
}  # fmt: skip


def zipped(**members):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return body.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]><worksheet>&j;</worksheet>"  # fmt: skip
BOOK = {"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<workbook/>"}
# name → (file name, content)
FILES = {
    "empty": ("a.csv", b""),
    "NUL": ("a.csv", b"a,b\n1,\0\n"),
    "not UTF-8": ("a.csv", b"a,b\n\xff\xfe,1\n"),
    "UTF-16": ("a.csv", "a,b\n1,2\n".encode("utf-16")),
    "UTF-16 cut off": ("a.csv", b"\xff\xfea"),
    "a mark alone": ("a.csv", b"\xef\xbb\xbf"),
    "one quote": ("a.csv", b'a,b\n"1,2\n'),
    "ragged": ("a.csv", b"a,b\n1\n1,2,3,4\n"),
    "the same heading twice": ("a.csv", b"a,a\n1,2\n"),
    "headings of script": ("a.csv", b"<script>,=1+1\n1,2\n"),
    "a huge cell": ("a.csv", b"a,b\n" + b"x" * 200_000 + b",1\n"),
    "many columns": ("a.csv", b",".join(b"c%d" % n for n in range(20_000)) + b"\n"),
    "many rows": ("a.csv", b"a\n" * 60_000),
    "formulas": ("a.csv", b"a,b\n=1+1,@SUM(1)\n"),
    "half a book": ("a.xlsx", zipped(**BOOK)[:60]),
    "a book without sheets": ("a.xlsx", zipped(**BOOK)),
    "a book of laughs": ("a.xlsx", zipped(**BOOK, xl__worksheets__sheet1=LAUGHS)),
    "a bomb": ("a.xlsx", zipped(**BOOK, xl__sharedStrings=b"0" * 30_000_000)),
    "climbs out": ("a.xlsx", zipped(**{"..__..__x": b"1"})),
    "no book": ("a.xlsx", b"PK\x03\x04nothing"),
    "JSON": ("a.json", b'{"a": '),
    "JSON, deep": ("a.json", b"[" * 100_000),
    "JSON, numbers": ("a.json", b'{"a": 1e999, "b": NaN}'),
    "XML of laughs": ("a.xml", LAUGHS),
    "a page": ("a.html", b"<html><script>alert(1)</script>"),
    "SVG": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
    "PDF, the head alone": ("a.pdf", b"%PDF-1.7\n"),
    "PDF, broken": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 9 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
    "PNG cut off": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x02"),
    "JPEG cut off": ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "HEIC": ("a.heic", b"\0\0\0\x18ftypheic"),
    "a name that climbs": ("../../etc/passwd", b"a,b\n1,2\n"),
    "a name that turns": ("a‮fdp.csv", b"a,b\n1,2\n"),
    "a name without end": ("a" * 300 + ".csv", b"a,b\n1,2\n"),
    "a name of nothing": (" ", b"a,b\n1,2\n"),
    "a reserved name": ("con.csv", b"a,b\n1,2\n"),
    "two endings": ("a.pdf.exe", b"MZ\x90\0"),
}  # fmt: skip


class Form:
    """One button is pressed, the first, as by Enter. The kind of the others is "button"."""

    def __init__(self, action, kind):
        self.action, self.kind, self.has_button = action, kind, False
        self.fields = []  # (name, type, value as the page gives it)

    def named(self, *kinds):
        return [name for name, kind, _value in self.fields if kind in kinds]

    @property
    def files(self):
        return self.named("file")

    def filled(self, value, hidden=False):
        """(name, bytes): every field that somebody fills in with this value, and hidden ones too where it is said so."""
        for name, kind, given in self.fields:
            if kind != "file" and (kind != "button" or hidden):
                keeps = kind in ("hidden", "submit") and not hidden
                yield name, given.encode() if keeps else value

    def but_one(self, one, value):
        """As a person would fill it in, with one field wrong."""
        for name, kind, given in self.fields:
            if name == one:
                yield name, value
            elif kind in ("text", "textarea", "search"):
                yield name, KEPT.encode()
            elif kind not in ("file", "button") and (given or kind not in ("checkbox", "radio")):
                yield name, given.encode()


class FormsOfPage(HTMLParser):
    """All posted forms of a page, with every field and the value that stands in it."""

    def __init__(self, address):
        super().__init__()
        self.address, self.found, self.form, self.choice = address, [], None, None

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action") or self.address, given.get("enctype", ""))
            self.found.append(self.form)
        elif self.form is None:
            return
        elif tag == "option" and self.choice is not None:
            if given.get("value") and (not self.choice[2] or "selected" in given):
                self.choice[2] = given["value"]
        elif tag in ("input", "select", "textarea", "button"):
            self.add_field(self.kind_of(tag, given), given)

    def kind_of(self, tag, given):
        kind = given.get("type", {"input": "text", "button": "submit"}.get(tag, tag))
        if kind == "submit" and self.form.has_button:
            return "button"
        self.form.has_button |= kind == "submit"
        return kind

    def add_field(self, kind, given):
        field = [given.get("name"), kind, given.get("value", "")]
        if field[0]:
            self.form.fields.append(field)
            self.choice = field if kind == "select" else None

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "select":
            self.choice = None


def forms_on(address, html):
    page = FormsOfPage(address)
    page.feed(html)
    return page.found


def encoded(pairs):
    return b"&".join(
        quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(value).encode()
        for name, value in pairs
    )


def multipart(pairs, field, name, content):
    """A form with one file, as a browser sends it: also a name that no honest browser would give."""
    lines = [
        b'--zz\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), value)
        for n, value in pairs
    ]
    head = f'--zz\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    lines += [
        head.encode(),
        b"Content-Type: application/octet-stream\r\n\r\n",
        content,
        b"\r\n--zz--\r\n",
    ]
    return b"".join(lines), "multipart/form-data; boundary=zz"
