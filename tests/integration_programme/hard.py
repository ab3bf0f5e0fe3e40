"""Texts that would keep a careless reader busy: each grows to any length."""

from collections.abc import Callable


def of(pattern: str) -> Callable[[int], str]:
    """The same again and again, up to a number of characters."""
    return lambda length: (pattern * (length // len(pattern) + 1))[:length]


def between(before: str, pattern: str, after: str) -> Callable[[int], str]:
    return lambda length: before + of(pattern)(max(0, length - len(before) - len(after))) + after


HARD: dict[str, Callable[[int], str]] = {
    "a bracket and spaces": between("<", " ", ""),
    "brackets": of("<"),
    "ampersands": of("&"),
    "one huge number": between("&#", "1", ";"),
    "names that are none": of("&abcdefghijklmnopqrstuvwxyzabcdef "),
    "bold never closed": of("<b>"),
    "paragraphs never closed": of("<p>a"),
    "items never closed": of("<li>a"),
    "cells never closed": of("<td>a"),
    "lists in lists": of("<ul><li>a"),
    "many lists": of("<ul><li>a</li></ul>"),
    "many tables": of("<table><tr><td>a</table>"),
    "a table of many rows": between("<table>", "<tr><td>a", ""),
    "cells that span much": between("<table>", "<tr><td colspan=20 rowspan=20>a", ""),
    "attributes": between("<a ", "b=1 ", ">x</a>"),
    "quotation marks never closed": of('<a b="'),
    "quotation marks of both kinds": of("<a b='\""),
    "tags never closed": of("<a "),
    "an attribute without a value": between("<a b=", " ", ""),
    "comments never closed": of("<!--"),
    "scripts never closed": of("<script>"),
    "styles": of("<style></style>"),
    "what was never opened": between("<b>" * 90, "</i>", ""),
    "crossed marks": of("<b><i></b></i>"),
    "a style of lists": between("<p style='", "mso-list:", "'>a</p>"),
    "lists of Word": of("<p style='mso-list:l0 level9 lfo1'>a</p>"),
    "headings": of("<h1>a</h1><h2>b</h2>"),
    "the same paragraph": of("<p>a b c d e</p>"),
    "raised words": of("a<sup>1</sup>"),
    "spaces": between("a", " ", "b"),
    "line ends": of("\n "),
    "short lines": of("a\n\n"),
    "one word": of("x"),
    "links": of('<a href="https://x.fi">a</a>'),
    "stars": of("**a"),
    "single stars": of("*a "),
    "square brackets": of("[a"),
    "square and round brackets": of("[a]("),
    "curled brackets": of("^{a"),
    "tildes": of("~~"),
    "backslashes": of("\\"),
    "lines of a list": of("  - a\n"),
    "lines of a table": of("| a |\n"),
    "quoted lines": of("> a\n"),
    "lines that are headings": of("# a\n"),
}
