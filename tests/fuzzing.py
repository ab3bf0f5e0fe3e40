"""Requests as nobody means them: every address and form that the pages show, with values good, swapped and hostile.

`Fuzz(town, seed)` asks as many kinds of people as permissions.txt has. Its seed decides what is chosen; what it does
is undone after a few requests, so that the next ones meet the same town.
"""

import logging
import random
import re
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import quote, quote_plus, unquote_to_bytes, urlsplit

from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from programmes.forms import PAGES
from tests.programmes.every_kind import filled, form_of, pages
from tests.programmes.factories import fresh
from tests.test_permissions import PEOPLE, Town, named, visitor

LONG = 70_000
#: what the programme's texts say, and people who must never read it
SECRET, OUTSIDERS = "Confidential-91370", ("anonymous", "stranger", "adviser-far", "ended", "disabled")
#: those who together meet every form
WITH_FORMS = ("coordinator", "admin", "anonymous", "member", "adviser", "partner-w")
LONE = "\ud800"  # half a character
HOSTILE = [
    "",
    " ",
    "0",
    "-1",
    "00",
    "1e400",
    "NaN",
    "-Infinity",
    "0x10",
    "1_000",
    "٣",
    "²",
    "½",
    "1,5",
    "1.5.2027",
    "31.2.2027",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    str(2**31),
    str(2**63),
    str(2**64),
    "-" + str(2**63 + 1),
    "9" * 400,
    "9" * 5_000,
    "1" * 30 + "." + "1" * 30,
    "true",
    "None",
    "null",
    "undefined",
    "[]",
    "{}",
    '{"a": [1, {"b": null}]}',
    "[" * 2_000,
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\x7f\x80\x9f",
    "\r\nSet-Cookie: a=b",
    "a\r\n\r\nb",
    "\ufeff",
    "\ufffe\uffff",
    LONE,
    "a" + LONE + "b",
    "\U0010ffff",
    "\u202egnp.exe",
    "Z\u0351\u036b" * 200,
    "ﷺ" * 50,
    "İıſK",
    "👩‍👩‍👧‍👦" * 30,
    "' OR 1=1 --",
    '"; DROP TABLE stakeholders_user; --',
    "%s%n%d",
    "%(name)s",
    "{0.__class__}",
    "{{ 7|add:7 }}{% debug %}",
    "${7*7}",
    "<script>alert(1)</script>",
    "<p>" * 200,
    "<ul><li>" * 60,
    "<table>" + "<tr>" + "<td>x" * 80,
    '<td colspan="99999999">x',
    '<a href="javascript:alert(1)">x</a>',
    '<p data-paragraph="' + "x" * 300 + '">x</p>',
    "<!--" + "-" * 300,
    "<![CDATA[x]]>&#0;&#xD800;&bogus;",
    "[x](//host) [y](\\\\host) [z](javascript:1)",
    "*" * 3_000,
    "> " * 500,
    "|a|b|\n" * 300,
    "//host.example/x",
    "\\\\host\\x",
    "http://[::1",
    "http://\x00/",
    "https://" + "a" * 600 + ".example",
    "javascript:alert(1)",
    "mailto:a@b\r\nBcc: c@d",
    "a@b@c",
    '"a b"@example.org',
    "../../../../etc/passwd",
    "..%2f..%2f",
    "%00%ff%c0%af",
    "C:\\con",
    "word " * 3_000,
    "x" * LONG,
    "ä" * 300,
]
FILES = [
    b"",
    b"\x00" * 100,
    b"\xff\xfe{\x00}\x00",
    b"{",
    b"null",
    b"[]",
    b'{"schema": 1}',
    b'{"schema": 1e999, "programme": {}}',
    b'{"schema": "1", "a": "\\ud800"}',
    b"[" * 50_000,
    b'{"a":' * 20_000,
    b"\xef\xbb\xbf{}",
    b"PK\x03\x04",
    b"9" * 6_000,
    b"x" * 200_000,
]
FILE_NAMES = ["a.json", "", "../../etc/passwd", "x" * 300 + ".json", "a\x00.json", "ä👍.json", "con", '"\r\nX: y".json']
QUERIES = ["language", "q", "page", "from", "after", "next", "way", "number", "municipality", "question", "body_group"]


@dataclass(frozen=True)
class Sent:
    """A form as a page showed it: where it goes, and its fields with the values that they may have."""

    address: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    files: tuple[str, ...]


class Page(HTMLParser):
    """The forms of a page, and the names in the queries of its links."""

    def __init__(self, html: str, url: str):
        super().__init__()
        self.url, self.forms, self.select = url, [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            if given.get("method") == "post":
                self.forms.append((given.get("action") or self.url, {}, []))
        elif tag == "select":
            self.select = given.get("name", "")
        elif self.forms:
            self._field(tag, given, *self.forms[-1][1:])

    def _field(self, tag: str, given: dict, fields: dict, files: list) -> None:
        name = self.select if tag == "option" else given.get("name", "")
        if not name or tag not in ("input", "textarea", "option", "button"):
            return
        if given.get("type") == "file":
            files.append(name)
        else:
            fields.setdefault(name, []).append(given.get("value", "Words"))

    def sent(self) -> set[Sent]:
        return {
            Sent(address, tuple((name, tuple(values)) for name, values in fields.items()), tuple(files))
            for address, fields, files in self.forms
        }


class Fuzz:
    """`run(requests)` gives what failed, by where it failed: (the request, how often).

    A failure is an answer of 500 and above, and a text of the programme before the eyes of somebody outside.
    """

    def __init__(self, town: Town, seed: int, shown_to: Iterable[str] = WITH_FORMS):
        """`shown_to`: those of whose pages the forms are taken, which is what takes longest."""
        self.chance, self.town = random.Random(seed), town
        owner = visitor(town, "coordinator")
        for kind in PAGES:
            url, form = form_of(owner, fresh(town.programme), kind)
            owner.post(url, filled(form, kind, SECRET))
        self.people = {name: visitor(town, name) for name in PEOPLE}
        visitor(town, "admin")  # shares the draft with everybody again
        self.addresses = [town.address(name) for name in named()] + pages(fresh(town.programme))
        self.forms = sorted(self._forms(shown_to), key=repr)
        self.heights = [
            1 + len(form.fields) for form in self.forms
        ]  # whoever asks much is asked often, not the buttons
        self.seen: Counter = Counter()
        self.failed: dict[str, tuple[str, int]] = {}
        self.fault, self.told, self.asked = "", False, list[str]()

    def _forms(self, shown_to: Iterable[str]) -> set[Sent]:
        found = set()
        for name in shown_to:
            for url in self.addresses:
                response = self.people[name].get(url)
                if response.streaming:
                    b"".join(response)
                elif "html" in response.get("Content-Type", ""):
                    found |= Page(response.content.decode(), url).sent()
        return found

    def run(self, requests: int) -> dict[str, tuple[str, int]]:
        got_request_exception.connect(self._note)
        logging.disable(logging.CRITICAL)  # a line for each refusal would bury what failed
        done = 0
        while done < requests:
            many = self.chance.randint(1, 4)
            name = self.chance.choice([*self.people, *["coordinator"] * 8, "editor", "partner-w", "admin", "admin"])
            client = self.people[name]
            cookies = client.cookies.copy()
            self.told, self.asked = False, []
            with transaction.atomic():
                for _ in range(many):
                    self._ask(name, client)
                transaction.set_rollback(True)
            client.cookies = cookies
            done += many
        got_request_exception.disconnect(self._note)
        logging.disable(logging.NOTSET)
        return self.failed

    def _note(self, **signal) -> None:
        self.fault = traceback.format_exc(limit=-6)

    def _ask(self, name: str, client: Client) -> None:
        method, url, told, options = self._request()
        self.fault = ""
        url = url.replace("/en/", self.chance.choice(["/en/", "/en/", "/fi/", "/sv/"]), 1)
        response = client.generic(method, "/", **options, **_path(url))
        content = b"".join(response) if response.streaming else response.content
        self.seen[response.status_code] += 1
        self.told = self.told or SECRET in told or SECRET in url  # a form that comes back says what was sent
        self.asked.append(f"{name}: {method} {url[:300]} {told[:600]} → {response.status_code}")
        self.judge(name, "\n".join(self.asked), response.status_code, content)

    def judge(self, name: str, asked: str, status: int, content: bytes) -> None:
        """Note what must not be: `asked` by a person of that name after what had been asked, the status and what was answered."""
        where = ""
        if status >= 500:
            where = self.fault.strip() or f"{status} without a fault"
        elif name in OUTSIDERS and not self.told and not self._let_in and SECRET.encode() in content:
            where = "somebody outside reads a text of the programme"
        if where:
            first, times = self.failed.get(where, (asked, 0))
            self.failed[where] = (first, times + 1)

    @property
    def _let_in(self) -> bool:
        """Whether somebody from outside has just taken an invitation, and is inside, or came by the personal link of a round
        or the address of a calendar, which show to whoever has them what they are for."""
        joined = any("/invitation/" in asked and asked.endswith("→ 302") for asked in self.asked)
        return joined or "/answer/" in self.asked[-1] or bool(re.search(r"/calendar/[\w-]+\.ics", self.asked[-1]))

    # What is asked

    def _request(self) -> tuple[str, str, str, dict]:
        """Method, address, what was sent in words, further arguments of the client."""
        headers = self._headers()
        if self.chance.random() < 0.4:
            url = self._address(self.chance.choice(self.addresses))
            method = self.chance.choice(["GET", "GET", "HEAD", "POST", "PUT"])
            body, kind = (b"", "text/plain") if method in ("GET", "HEAD") else self._odd_body()
            return method, url, repr(body[:200]), {"data": body, "content_type": kind, **headers}
        (form,) = self.chance.choices(self.forms, self.heights)
        url = self._address(form.address) if self.chance.random() < 0.15 else form.address
        values = self._values(form)
        if form.files or self.chance.random() < 0.05:
            body, kind = self._multipart(values, form.files or ("file",))
        else:
            body, kind = _encoded(values).encode(), "application/x-www-form-urlencoded"
        return "POST", url, repr(values), {"data": body, "content_type": kind, **headers}

    def _values(self, form: Sent) -> list[tuple[str, str]]:
        spoiled, values = self.chance.choice([0.0, 0.1, 0.1, 0.4, 1.0]), []
        for name, offered in form.fields:
            if self.chance.random() < spoiled:
                values += [(name, self._odd_value()) for _ in range(self.chance.choice([0, 1, 1, 1, 3]))]
            else:
                values.append((name, self.chance.choice(offered)))
        if self.chance.random() < 0.1:
            values.append((self._odd_value()[:200], self._odd_value()))
        return values

    def _odd_value(self) -> str:
        if self.chance.random() < 0.2:  # what another form would say
            _name, offered = self.chance.choice(self.chance.choice(self.forms).fields or [("", ("",))])
            return self.chance.choice(offered)
        return self.chance.choice(HOSTILE)

    def _address(self, url: str) -> str:
        """An address as it is, or with a part of it spoiled, or with a query."""
        path, _, query = url.partition("?")
        chance = self.chance.random()
        if chance < 0.3:
            parts = path.split("/")
            at = self.chance.randrange(len(parts))
            parts[at] = quote(self._odd_value()[:2_000], errors="surrogatepass")
            path = "/".join(parts)
        elif chance < 0.4:
            known = self.chance.choice(self.addresses)
            path = urlsplit(known).path
            if "objective" in path:
                path = path.replace("objective", self.chance.choice(list(PAGES)), 1)
        elif chance < 0.7:
            names = self.chance.sample(QUERIES, 2)
            query = "&".join(f"{name}={quote(self._odd_value()[:3_000], errors='surrogatepass')}" for name in names)
        return f"{path}?{query}" if query else path

    def _headers(self) -> dict:
        if self.chance.random() > 0.2:
            return {}
        odd = "".join(letter for letter in self._odd_value()[:500] if "\x1f" < letter < "\x7f")
        name = self.chance.choice(
            ["REFERER", "ACCEPT_LANGUAGE", "ORIGIN", "X_FORWARDED_FOR", "IF_MODIFIED_SINCE", "RANGE"]
        )
        return {f"HTTP_{name}": odd}

    def _odd_body(self) -> tuple[bytes, str]:
        kinds = [
            "application/json",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "",
            "x/y; charset=no",
        ]
        kinds += ["application/x-www-form-urlencoded; charset=utf-7", "application/csp-report"]
        return self.chance.choice([*FILES, b"--x\r\n", b"a=%ff&%00=1&=&&"]), self.chance.choice(kinds)

    def _multipart(self, values: list[tuple[str, str]], files: tuple[str, ...]) -> tuple[bytes, str]:
        parts = [(f'name="{_plain(name)}"', value.encode(errors="surrogatepass")) for name, value in values]
        for name in files:
            file_name = _plain(self.chance.choice(FILE_NAMES))
            parts.append((f'name="{name}"; filename="{file_name}"', self.chance.choice(FILES)))
        body = b"".join(
            b"--edge\r\nContent-Disposition: form-data; "
            + head.encode(errors="surrogatepass")
            + b"\r\n\r\n"
            + content
            + b"\r\n"
            for head, content in parts
        )
        return body + b"--edge--\r\n", "multipart/form-data; boundary=edge"


def _plain(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "").replace("\n", "")[:300]


def _encoded(values: list[tuple[str, str]]) -> str:
    def part(text: str) -> str:
        return quote_plus(text, errors="surrogatepass")

    return "&".join(f"{part(name)}={part(value)}" for name, value in values)


def _path(url: str) -> dict:
    """What a server makes of an address: the path decoded to bytes, which Django reads as Latin-1."""
    path, _, query = url.partition("?")
    return {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
