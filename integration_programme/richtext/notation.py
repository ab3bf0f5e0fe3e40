"""A rich text as people can write it without the editor: words, empty lines, and a few signs for the rest.

    # Heading            ## Subheading
    - item               1. item              items within an item stand two spaces in
    > quotation
    ![caption](picture:key)                   a picture of the programme
    |= Head |= Head |    | cell | cell |      "<" belongs to the cell on its left, "^" to the one above it
    **bold**  *italic*  ~~struck~~  __underlined__  ^{raised}  _{lowered}  [words](https://…)  [words]{sv}

What a reader did not touch comes back as it was: paragraphs that still read the same keep what they are. A backslash
takes a sign's meaning away.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from integration_programme.richtext import grammar, markup, tables
from integration_programme.richtext.cleaning import tree
from integration_programme.richtext.limits import without_ids

SIGNS = {"strong": ("**", "**"), "em": ("*", "*"), "s": ("~~", "~~"), "u": ("__", "__")}
CURLED = {"sup": "^{", "sub": "_{"}
MOST_WAITING = 12  # open signs of one kind: nobody writes more inside one another
LINE_IN_CELL = " \u23ce "
EMPTY_LINE = re.compile(r"\n[ \t\f\v]*(?:\n[ \t\f\v]*)+")
ITEM = re.compile(r"( *)(-|\u2022|([0-9]{1,4})[.)]) +(.*)")
HEADING = re.compile(r"(#{1,2}) +(\S.*)")
FIGURE = re.compile(r"!\[(.*)\]\(picture:([0-9a-f-]{36})\)", re.DOTALL)
QUOTED = re.compile(r">(?: (.*))?")
SPOKEN = re.compile(r"\{([a-z]{2})?(?: ?(ltr|rtl|auto))?\} ")
TOKEN = re.compile(
    r"\\([!-/:-@\[-`{-~])|(\*\*|~~|__)|(\*)|(\^\{|_\{)|(\})|(\[)"
    r"|\]\(((?:https?://|mailto:)[^\s()]*)\)|\]\{([a-z]{2})?(?: ?(ltr|rtl|auto))?\}|\n"
)
SPECIAL = re.compile(r"([\\*~_^{}\[\]|])")
AT_START = re.compile(r"^( *)([-#>|\u2022]|[0-9]{1,4}[.)])", re.MULTILINE)


def plain_form(html: str) -> str:
    """A cleaned rich text in this notation."""
    return "\n\n".join(form for _block, form in _forms(html))


def from_plain(text: str, stored: str = "") -> str:
    """What somebody wrote in this notation as HTML; blocks that read as in `stored` are those of `stored`."""
    known: dict[str, list[Element]] = {}
    for block, form in _forms(stored):
        known.setdefault(form, []).append(block)
    body = Element("body")
    for part in EMPTY_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n \t")):
        part = part.strip("\n")
        if known.get(part):
            body.append(known[part].pop(0))
        elif part.strip():
            body.extend(_blocks(part))
    return markup.serialised(body)


def _forms(html: str) -> list[tuple[Element, str]]:
    """The blocks of a text with how they are written: with as few backslashes as tell them from one another."""
    found = []
    for block in tree(html):
        form = _form(block, str)
        if not _comes_back(block, form):
            form = _form(block, _escaped)
        found.append((block, form))
    return found


def _comes_back(block: Element, form: str) -> bool:
    if markup.is_markup(form) or EMPTY_LINE.search(form):
        return False
    return _normal(_blocks(form)) == _normal([block])


def _normal(blocks: list[Element]) -> str:
    body = Element("body")
    body.extend(blocks)
    return without_ids(markup.serialised(body)).replace(f' rel="{grammar.RELATION}"', "")


def _escaped(words: str) -> str:
    words = SPECIAL.sub(r"\\\1", words)
    return words.replace("<", "\\<") if markup.is_markup(words) or words.strip() == "<" else words


# Writing


def _form(block: Element, said) -> str:
    spoken = _spoken(block)
    match block.tag:
        case "figure":
            return f"![{_words(block, said)}](picture:{block.get(grammar.PICTURE, '')})"
        case "ul" | "ol":
            return "\n".join(_lines_of_list(block, said))
        case "blockquote":
            inner = "\n\n".join(_form(child, said) for child in block)
            return "\n".join(f"> {line}" if line else ">" for line in inner.split("\n"))
        case "table":
            return "\n".join(_lines_of_table(block, said))
        case "h3" | "h4":
            return "#" * (grammar.HEADINGS.index(block.tag) + 1) + " " + spoken + _words(block, said).replace("\n", " ")
    words = _words(block, said)
    return spoken + (AT_START.sub(r"\1\\\2", words) if said is _escaped and not spoken else words)


def _lines_of_list(block: Element, said, indent: str = "") -> list[str]:
    lines = []
    for number, item in enumerate(block, int(block.get("start", "1"))):
        mark = f"{number}." if block.tag == "ol" else "-"
        own, inner = [_words_before_blocks(item, said)], []
        for child in item:
            if child.tag == "p":
                own.append(_words(child, said))
            elif child.tag in grammar.LISTS:
                inner += _lines_of_list(child, said, indent + "  ")
        words = "\n".join(part for part in own if part)
        lines.append(f"{indent}{mark} {_spoken(item)}" + words.replace("\n", f"\n{indent}  "))
        lines += inner
    return [line for entry in lines for line in entry.split("\n")]


def _lines_of_table(block: Element, said) -> list[str]:
    grid = tables.grid_of(tables.rows_of(block))
    places = [[""] * grid.width for _row in grid.rows]
    for placed in grid.cells:
        for row in placed.rows:
            for column in placed.columns:
                places[row][column] = " ^ " if row > placed.row else " < "
        places[placed.row][placed.column] = (
            ("= " if placed.is_heading else " ") + _words_of_cell(placed.cell, said) + " "
        )
    return ["|" + "|".join(row) + "|" for row in places]


def _words_of_cell(cell: Element, said) -> str:
    lines = [_words_before_blocks(cell, said)]
    for child in cell:
        if child.tag in grammar.LISTS:
            lines += _lines_of_list(child, said)
        elif child.tag == "p":
            lines.append(_words(child, said))
    return LINE_IN_CELL.join(line for entry in lines for line in entry.split("\n") if line)


def _spoken(block: Element) -> str:
    said = " ".join(block.get(name, "") for name in grammar.SPOKEN if block.get(name))
    return f"{{{said}}} " if said else ""


def _words_before_blocks(holder: Element, said) -> str:
    bare = Element("p")
    bare.text = holder.text
    for child in holder:
        if child.tag in grammar.BLOCKS:
            break
        bare.append(child)
    return _words(bare, said).strip()


def _words(block: Element, said) -> str:
    return said(block.text or "") + "".join(_passage(child, said) + said(child.tail or "") for child in block)


def _passage(child: Element, said) -> str:
    inner = _words(child, said)
    match child.tag:
        case "br":
            return "\n"
        case "a":
            return f"[{inner}]({child.get('href', '').replace('(', '%28').replace(')', '%29')})"
        case "span":
            return f"[{inner}]{_spoken(child).strip()}" if _spoken(child) else inner
        case "sup" | "sub":
            return CURLED[child.tag] + inner + "}"
    before, after = SIGNS.get(child.tag, ("", ""))
    return before + inner + after


# Reading


def _blocks(part: str, *, within: bool = False) -> list[Element]:
    """The blocks of one part between empty lines; `within` a quotation or under a heading only words and lists."""
    lines = part.split("\n")
    if not within and all(
        line.lstrip().startswith("|") and line.rstrip().endswith("|") and len(line.strip()) > 1 for line in lines
    ):
        return [_table(lines)]
    if not within and all(QUOTED.fullmatch(line) for line in lines):
        quotation = Element("blockquote")
        inner = "\n".join(QUOTED.fullmatch(line)[1] or "" for line in lines)  # type: ignore[index]
        for piece in EMPTY_LINE.split(inner):
            quotation.extend(_blocks(piece, within=True))
        return [quotation]
    if not within and (shown := FIGURE.fullmatch(part.strip())):
        made = _block("figure", shown[1])
        made.set(grammar.PICTURE, shown[2])
        return [made]
    if not within and HEADING.fullmatch(lines[0]):
        return _with_headings(lines)
    if items := _items(lines):
        return _lists(items)
    return [_block("p", part)]


def _with_headings(lines: list[str]) -> list[Element]:
    """Lines that begin with a heading: every heading line is one, what stands between is a paragraph or a list."""
    found: list[Element] = []
    rest: list[str] = []
    for line in [*lines, "# "]:
        heading = HEADING.fullmatch(line)
        if rest and (heading or line == "# "):
            found += _blocks("\n".join(rest), within=True)
            rest = []
        if heading:
            found.append(_block(grammar.HEADINGS[len(heading[1]) - 1], heading[2]))
        else:
            rest.append(line)
    return found


def _items(lines: list[str]) -> list[tuple[int, str, str]]:
    """(depth, number or "", words) of each item; none when the lines are no list."""
    items: list[tuple[int, str, str]] = []
    for line in lines:
        found = ITEM.fullmatch(line)
        if found and (items or not found[1]):
            items.append((min(len(found[1]) // 2, grammar.DEEPEST), found[3] or "", found[4]))
        elif items and line.startswith("  "):
            depth, number, words = items[-1]
            items[-1] = (depth, number, f"{words}\n{line.strip()}")
        else:
            return []
    return items if len(items) > 1 or not items[0][1] else []  # "15. May" alone is a day


def _lists(items: list[tuple[int, str, str]]) -> list[Element]:
    body = Element("body")
    opened: list[Element] = []
    for depth, number, words in items:
        del opened[depth + 1 :]
        tag = "ol" if number else "ul"
        if opened and len(opened) == depth + 1 and opened[-1].tag != tag:
            opened.pop()
        if len(opened) <= depth:
            made = SubElement(opened[-1][-1] if opened else body, tag)
            if number and int(number) > 1:
                made.set("start", str(int(number)))
            opened.append(made)
        opened[-1].append(_block("li", words))
    return list(body)


def _table(lines: list[str]) -> Element:
    rows = [re.split(r"(?<!\\)\|", line.strip()[1:-1]) for line in lines]
    width = max(map(len, rows))
    owners: list[list[Element]] = []
    made = Element("table")
    body = SubElement(made, "tbody")
    for number, row in enumerate(rows):
        line, above = SubElement(body, "tr"), owners[-1] if owners else []
        owners.append([])
        for column in range(width):
            words = row[column] if column < len(row) else ""
            if words.strip() == "<" and column:
                owner = owners[-1][column - 1]
                if owner in list(line):
                    owner.set("colspan", str(max(int(owner.get("colspan", "1")), column - owners[-1].index(owner) + 1)))
            elif words.strip() == "^" and number and column < len(above):
                owner = above[column]
                owner.set("rowspan", str(number - int(owner.get("row", "0")) + 1))
            else:
                owner = _cell(words)
                owner.set("row", str(number))
                line.append(owner)
            owners[-1].append(owner)
    for cell in made.iter():
        cell.attrib.pop("row", None)
        for name in ("colspan", "rowspan"):
            if cell.get(name) == "1":
                del cell.attrib[name]
    return made


def _cell(words: str) -> Element:
    is_heading = words.startswith("=")
    lines = [line.strip() for line in (words[1:] if is_heading else words).split(LINE_IN_CELL.strip())]
    cell = _block("th" if is_heading else "td", lines[0] if len(lines) == 1 else "")
    if len(lines) > 1:
        items = _items(lines)
        cell.extend(_lists(items) if items else [_block("p", line) for line in lines])
    return cell


def _block(tag: str, written: str) -> Element:
    made = Element(tag)
    if tag not in (*grammar.CELLS, "figure") and (spoken := SPOKEN.match(written)) and any(spoken.groups()):
        made.attrib.update({name: said for name, said in zip(grammar.SPOKEN, spoken.groups(), strict=True) if said})
        written = written[spoken.end() :]
    _read(written.strip(), made)
    return made


class _Open:
    """A sign that waits for the one that closes it."""

    def __init__(self, sign: str, at: int):
        self.sign, self.at = sign, at


def _read(written: str, into: Element) -> None:
    """Words with their signs: each closing sign takes all since the last open one of its kind."""
    pieces: list[str | Element | _Open] = []
    waiting: dict[str, list[int]] = {}
    at = 0
    for token in TOKEN.finditer(written):
        pieces.append(written[at : token.start()])
        at = token.end()
        _take(token, written, pieces, waiting)
    pieces.append(written[at:])
    _fill(into, pieces)


def _take(token: re.Match, written: str, pieces: list, waiting: dict[str, list[int]]) -> None:
    escaped, double, single, curled, closing, bracket, address, language, direction = token.groups()
    sign = double or single
    before, after = written[token.start() - 1 : token.start()], written[token.end() : token.end() + 1]
    if escaped:
        pieces.append(escaped)
    elif token[0] == "\n":
        pieces.append(Element(grammar.BREAK))
    elif sign:
        name = next(name for name, signs in SIGNS.items() if signs[0] == sign)
        closes = before.strip() and (double or not after.isalnum())
        opens = after.strip() and (double or not before.isalnum())
        if not (closes and _close(sign, Element(name), pieces, waiting)):
            _wait(sign if opens else "", token[0], pieces, waiting)
    elif curled or bracket:
        _wait("{" if curled else "[", token[0], pieces, waiting)
    elif closing:
        if not _close("{", None, pieces, waiting):
            pieces.append(token[0])
    else:
        attributes = {"href": address} if address else dict(zip(grammar.SPOKEN, (language, direction), strict=True))
        known = {name: value for name, value in attributes.items() if value}
        if not (known and _close("[", Element("a" if address else "span", known), pieces, waiting)):
            pieces.append(token[0])


def _wait(kind: str, sign: str, pieces: list, waiting: dict[str, list[int]]) -> None:
    if kind and len(waiting.get(kind, ())) < MOST_WAITING:
        waiting.setdefault(kind, []).append(len(pieces))
        pieces.append(_Open(sign, len(pieces)))
    else:
        pieces.append(sign)


def _close(kind: str, element: Element | None, pieces: list, waiting: dict[str, list[int]]) -> bool:
    """Put everything since the sign that opened into the element; False where none is open, or nothing stands between."""
    if not waiting.get(kind):
        return False
    start = waiting[kind][-1]
    inner = pieces[start + 1 :]
    if not any(not isinstance(piece, str) or piece for piece in inner):
        return False
    if element is None:
        element = Element(next(name for name, sign in CURLED.items() if sign == pieces[start].sign))
    for others in waiting.values():
        while others and others[-1] >= start:
            others.pop()
    del pieces[start:]
    _fill(element, inner)
    pieces.append(element)
    return True


def _fill(into: Element, pieces: list) -> None:
    for piece in pieces:
        if isinstance(piece, Element):
            into.append(piece)
            continue
        words = piece.sign if isinstance(piece, _Open) else piece
        if len(into):
            into[-1].tail = (into[-1].tail or "") + words
        else:
            into.text = (into.text or "") + words
