"""The tags of a PDF that WeasyPrint 70 does not write, or writes wrongly: languages of passages, headings of tables.

These patches touch private names, so they are made only on the releases they were written for (docs/adr/0010). On
others `writes_headings()` is False, and tables are printed with one row of headings, which every release can tag.
"""

from importlib.metadata import version

from integration_programme.richtext import tables

PATCHED_FOR = {"weasyprint": "70.", "pydyf": "0.13."}
SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def writes_headings() -> bool:
    """Whether the engine is one whose tags we complete."""
    return all(version(package).startswith(release) for package, release in PATCHED_FOR.items())


def complete_tags() -> None:
    """Complete the tags of everything printed from now on, once a process."""
    # WeasyPrint takes 1-2 s to load, which only the process that prints should spend.
    import pydyf  # noqa: PLC0415
    from weasyprint import pdf as writing  # noqa: PLC0415
    from weasyprint.pdf import tags  # noqa: PLC0415

    build, add = tags._build_box_tree, writing.add_tags
    if getattr(build, "is_complete", False):
        return

    def build_box_tree(box, parent, pdf, *rest):
        box = getattr(box, "_box", box)  # what stands apart from the flow is wrapped
        for made in build(box, parent, pdf, *rest):
            write_language(made, box, pydyf)
            if made["S"] == "/Table" and getattr(box.element, "tag", "") == "table":
                write_headings(box, pdf, pydyf)
            yield made

    def add_tags(pdf, *rest):
        add(pdf, *rest)
        write_names(pdf, pydyf)

    build_box_tree.is_complete = True
    tags._build_box_tree = build_box_tree
    writing.add_tags = add_tags


def write_language(made, box, pydyf) -> None:
    """Tell the language of a passage in another language: WCAG 3.1.2 wants it."""
    element = getattr(box, "element", None)
    language = element.get("lang") if element is not None and hasattr(element, "get") else None
    if language and "Lang" not in made:
        made["Lang"] = pydyf.String(language)


def write_headings(box, pdf, pydyf) -> None:
    """Tie every cell of a table, or of its part on one page, to the headings it stands under, and give headings a scope.

    The engine takes any heading for one of the whole column, and loses count after cells that span rows. A table over
    several pages is a table each, with its heading rows again: a cell is tied to those on its own page.
    """
    over = _headings_over(box.element, pdf)
    cells = list(_cells(box))
    for cell in cells:
        if cell.element.tag == "th":
            name = pydyf.String(f"heading-{len(pdf.named_elements)}")
            cell.mark["ID"] = name
            pdf.named_elements.append((name, cell.mark))
            pdf.names_of_headings[cell.element] = name
            cell.mark["A"]["Scope"] = SCOPES.get(cell.element.get("scope", ""), "/Column")
    for cell in cells:
        names = [pdf.names_of_headings[each] for each in over.get(cell.element, ()) if each in pdf.names_of_headings]
        cell.mark["A"].pop("Headers", None)
        if names:
            cell.mark["A"]["Headers"] = pydyf.Array(names)


def _headings_over(table, pdf) -> dict:
    """The headings of each cell of a whole table, kept for its parts on further pages."""
    if not hasattr(pdf, "headings_of_tables"):
        pdf.headings_of_tables, pdf.names_of_headings, pdf.named_elements = {}, {}, []
    if table not in pdf.headings_of_tables:
        try:
            pdf.headings_of_tables[table] = tables.headings_over(tables.grid_of(tables.rows_of(table)))
        except tables.TooBroad:
            pdf.headings_of_tables[table] = {}
    return pdf.headings_of_tables[table]


def _cells(box):
    for child in getattr(box, "children", ()):
        if getattr(child, "element_tag", None) in ("td", "th") and hasattr(child, "mark"):
            yield child
        else:
            yield from _cells(child)


def write_names(pdf, pydyf) -> None:
    """The list of all named elements, which a reader of the tags finds headings by."""
    named = getattr(pdf, "named_elements", [])
    if not named:
        return
    named = sorted(named, key=lambda pair: pair[0].string)
    root = next(each for each in pdf.objects if each.reference == pdf.catalog["StructTreeRoot"])
    limits = pydyf.Array([named[0][0], named[-1][0]])
    pairs = pydyf.Array([part for name, element in named for part in (name, element.reference)])
    leaf = pydyf.Dictionary({"Limits": limits, "Names": pairs})
    pdf.add_object(leaf)
    tree = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
    pdf.add_object(tree)
    root["IDTree"] = tree.reference
