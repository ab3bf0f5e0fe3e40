"""What other programs put on the clipboard, and what becomes of it: for the cleaner and for the editor alike.

Shortened from what Word, Writer, a browser and Google Docs give; the words are ours.
"""

from integration_programme.richtext import grammar

SPOKEN = 'lang="ar" dir="rtl"'
#: A text with every element, mark and attribute of the grammar, as the cleaner writes it but for ids.
EVERYTHING = (
    f"<h3 {SPOKEN}>a</h3><h4 {SPOKEN}>b</h4><p {SPOKEN}>c<br>"
    + " ".join(f"<{name}>{name}</{name}>" for name in grammar.MARKS if name not in ("a", "span"))
    + f' <a href="https://x.fi/" rel="noopener noreferrer">d</a> <span {SPOKEN}>e</span></p><blockquote><p>f</p></blockquote>'
    f'<ul><li {SPOKEN}>g<ol start="4"><li>h</li></ol></li></ul>'
    '<table><tbody><tr><th colspan="2">i</th></tr><tr><td rowspan="2">j</td><td>k</td></tr><tr><td>l</td></tr></tbody></table>'
    '<figure data-picture="3f0c4b1e-6a52-4c07-9d0e-1b7f2f6f3a01">m <em>n</em></figure><p>o</p>'
)

IGNORED = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>"


def item(level: int, mark: str, words: str) -> str:
    style = f"margin-left:{level * 36}.0pt;text-indent:-18.0pt;mso-list:l0 level{level} lfo1"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{IGNORED.format(mark)}{words}<o:p></o:p></p>"


def online(level: int, number: int | None, words: str) -> str:
    """An item as Word Online writes it: a list of its own."""
    kind, start = ("ol", f' start="{number}"') if number else ("ul", "")
    return (
        f'<div class="ListContainerWrapper SCXW1 BCX0"><{kind} class="NumberListStyle1 SCXW1" role="list"{start}>'
        f'<li data-leveltext="%1." data-listid="1" data-aria-posinset="{number or 1}" data-aria-level="{level}" role="listitem"'
        f' class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1">{run(words)}</p></li></{kind}></div>'
    )


def run(words: str) -> str:
    """Words as Word Online writes them, with the sign that ends a paragraph."""
    return (
        f'<span data-contrast="auto" xml:lang="FI-FI" lang="FI-FI" class="TextRun SCXW1"><span class="NormalTextRun SCXW1">'
        f'{words}</span></span><span class="EOP SCXW1" data-ccp-props="{{}}">&nbsp;</span>'
    )


#: name: (pasted, cleaned, what is told to be left out)
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "lists of Word": (
        "<html><head><style>p {color: red}</style></head><body><!--StartFragment-->"
        "<p class=MsoNormal>Palvelut:</p>"
        + item(1, "1.", "Ohjaus")
        + item(2, "a)", "kirjastossa")
        + item(2, "b)", "verkossa")
        + item(1, "2.", "Kurssit")
        + item(2, "·", "illalla")
        + "<p class=MsoNormal>Muuta.</p><!--EndFragment--></body></html>",
        "<p>Palvelut:</p><ol><li>Ohjaus<ol><li>kirjastossa</li><li>verkossa</li></ol></li>"
        "<li>Kurssit<ul><li>illalla</li></ul></li></ol><p>Muuta.</p>",
        (),
    ),
    "a list of Word that goes on": (
        item(1, "1.", "Yksi") + item(1, "2.", "Kaksi") + "<p class=MsoNormal>Väli.</p>" + item(1, "3.", "Kolme"),
        '<ol><li>Yksi</li><li>Kaksi</li></ol><p>Väli.</p><ol start="3"><li>Kolme</li></ol>',
        (),
    ),
    "numbers of several levels, and a mark of words": (
        item(1, "1.", "Palvelut")
        + item(2, "1.1", "Ohjaus")
        + item(2, "1.2", "Kurssit")
        + item(1, "2.", "Seuranta")
        + "<p class=MsoNormal>a</p>"
        + item(1, "Tavoite 1:", "Työ"),
        "<ol><li>Palvelut<ol><li>Ohjaus</li><li>Kurssit</li></ol></li><li>Seuranta</li></ol><p>a</p>"
        "<ul><li>Tavoite 1: Työ</li></ul>",
        (),
    ),
    "two lists of Word with nothing between": (
        item(1, "1.", "a") + item(1, "2.", "b") + item(1, "1.", "c") + item(1, "·", "d"),
        "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol><ul><li>d</li></ul>",
        (),
    ),
    "numbered headings of Word": (
        "<h1 style='mso-list:l1 level1 lfo2'>" + IGNORED.format("2") + "Palvelut</h1><p class=MsoNormal>a</p>"
        "<h2 style='mso-list:l1 level2 lfo2'>" + IGNORED.format("2.1") + "Ohjaus</h2>",
        "<h3>2 Palvelut</h3><p>a</p><h4>2.1 Ohjaus</h4>",
        (),
    ),
    "comments and footnotes of Word": (
        "<p class=MsoNormal><a style='mso-comment-reference:A_1'>Ohjaus</a><span class=MsoCommentReference><a"
        " class=msocomanchor id='_anchor_1' href='#_msocom_1'>[A1]</a></span> jatkuu<a href='#_ftn1'><span"
        " class=MsoFootnoteReference>[1]</span></a>.</p><div style='mso-element:comment-list'><p>Lähde?</p></div>"
        "<div style='mso-element:footnote-list'><p class=MsoFootnoteText>[1] Kunta.</p></div>",
        "<p>Ohjaus jatkuu[1].</p><p>[1] Kunta.</p>",
        ("comments",),
    ),
    "hidden words of a table of contents": (
        "<p class=MsoToc1><a href='#_Toc1'>Palvelut<span style='color:windowtext;display:none;mso-hide:screen'>. </span><span"
        " style='display: none'>PAGEREF _Toc1 \\h 3</span></a></p>",
        "<p>Palvelut</p>",
        (),
    ),
    "lists of Word Online": (
        f'<div class="OutlineElement Ltr SCXW1"><p class="Paragraph" role="heading" aria-level="2">{run("Palvelut")}</p></div>'
        + online(1, 1, "Ohjaus")
        + online(2, None, "kirjastossa")
        + online(2, None, "verkossa")
        + online(1, 2, "Kurssit")
        + f'<div class="OutlineElement Ltr SCXW1"><p class="Paragraph">{run("Väli.")}</p></div>'
        + online(1, 3, "Opisto")
        + online(2, 1, "illalla")
        + online(3, None, "ma")
        + online(1, 4, "Koulu")
        + online(1, None, "muut"),
        "<h3>Palvelut</h3><ol><li>Ohjaus<ul><li>kirjastossa</li><li>verkossa</li></ul></li><li>Kurssit</li></ol><p>Väli.</p>"
        '<ol start="3"><li>Opisto<ol><li>illalla<ul><li>ma</li></ul></li></ol></li><li>Koulu</li></ol><ul><li>muut</li></ul>',
        (),
    ),
    "tracked changes of Word Online": (
        '<p class="Paragraph"><span class="TrackedChange TrackChangeTextDeletion SCXW1">50</span><span class="TrackedChange'
        ' TrackChangeTextInsertion SCXW1">30</span> kurssia</p>',
        "<p>30 kurssia</p>",
        ("deletions",),
    ),
    "lists of Google Docs": (
        '<b style="font-weight:normal;" id="docs-internal-guid-2"><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr"'
        ' role="presentation"><span style="font-weight:400;vertical-align:baseline">a</span></p></li><ul><li dir="ltr" aria-level="2">'
        '<p dir="ltr" role="presentation"><span>b</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr">c</p></li></ul></b>'
        '<br class="Apple-interchange-newline">',
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        (),
    ),
    "a table and a list of Writer": (
        '<table width="100%" cellpadding="4"><col width="128*"/><col width="128*"/><thead><tr valign="top"><th><p align="left">'
        '<font face="Arial"><b>Kunta</b></font></p></th><th><p>2025</p></th></tr></thead><tbody><tr valign="top"><td><p>a</p></td>'
        '<td><p>12 345<sup>1</sup></p></td></tr></tbody></table><ol start="3"><li><p style="margin-bottom:0cm">b</p></li></ol>',
        "<table><tbody><tr><th><strong>Kunta</strong></th><th>2025</th></tr><tr><td>a</td><td>12 345<sup>1</sup></td></tr></tbody>"
        '</table><ol start="3"><li>b</li></ol>',
        (),
    ),
    "cells of Excel": (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><style><!--table {mso-displayed-decimal-separator:'\\,';} .xl65"
        " {font-weight:700;}--></style></head><body><table border=0 width=192 style='border-collapse:collapse;width:144pt'>"
        "<!--StartFragment--><col width=64 span=3 style='width:48pt'><tr height=20><td height=20 class=xl65 width=64>Kunta</td><td"
        " colspan=2 class=xl65>2025</td></tr><tr height=20><td height=20 rowspan=2>Esimerkkilä</td><td align=right"
        " x:num>310</td><td align=right x:num='295.0'>295</td></tr><tr><td></td><td>1&nbsp;200</td></tr><!--EndFragment--></table>"
        "</body></html>",
        '<table><tbody><tr><td>Kunta</td><td colspan="2">2025</td></tr><tr><td rowspan="2">Esimerkkilä</td><td>310</td><td>295</td>'
        "</tr><tr><td></td><td>1&nbsp;200</td></tr></tbody></table>",
        (),
    ),
    "a mail of Outlook": (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body lang=FI link='#0563C1' style='word-wrap:break-word'><div"
        " class=WordSection1><p class=MsoNormal><b>Aihe:</b> Kurssit<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><ul type=disc>"
        "<li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>ohjaus <a href='mailto:nimi@kunta.fi'>nimi@kunta.fi</a><o:p></o:p></li>"
        "<li class=MsoListParagraph style='mso-list:l0 level1 lfo1'>kurssit</li></ul></div></body></html>",
        '<p><strong>Aihe:</strong> Kurssit</p><ul><li>ohjaus <a href="mailto:nimi@kunta.fi" rel="noopener noreferrer">nimi@kunta.fi</a>'
        "</li><li>kurssit</li></ul>",
        (),
    ),
    "headings of other levels": (
        "<h1>Otsikko</h1><p>a</p><h2>Alaotsikko</h2><p>b</p><h5>Pieni</h5><h1>Toinen</h1>",
        "<h3>Otsikko</h3><p>a</p><h4>Alaotsikko</h4><p>b</p><h4>Pieni</h4><h3>Toinen</h3>",
        (),
    ),
    "headings of Word that only their style tells": (
        "<p class=MsoTitle>Ohjelma</p><p style='mso-outline-level:2'>Tausta</p><p>a</p>",
        "<h3>Ohjelma</h3><h4>Tausta</h4><p>a</p>",
        (),
    ),
    "a heading that skips": ("<h4>Ensin</h4><p>a</p><h4>Sitten</h4>", "<h3>Ensin</h3><p>a</p><h4>Sitten</h4>", ()),
    "tracked changes": (
        "<p>Kursseja on <del>50</del><ins>30</ins> vuodessa.</p>",
        "<p>Kursseja on 30 vuodessa.</p>",
        ("deletions",),
    ),
    "raised, lowered, struck": (
        "<p>12 345<sup>1</sup>, 80 m<sup>2</sup>, CO<sub>2</sub> <s>Ei lapsille.</s> <u>Näin</u></p>",
        "<p>12 345<sup>1</sup>, 80 m<sup>2</sup>, CO<sub>2</sub> <s>Ei lapsille.</s> <u>Näin</u></p>",
        (),
    ),
    "marks of Google Docs": (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700;font-style:normal">Vahva'
        '</span><span style="font-weight:400"> ja </span><span style="font-style:italic">vino</span></p></b>',
        "<p><strong>Vahva</strong> ja <em>vino</em></p>",
        (),
    ),
    "a list that begins at three": (
        '<ol><li>a</li><li>b</li></ol><p>c</p><ol start="3"><li>d</li></ol>',
        '<ol><li>a</li><li>b</li></ol><p>c</p><ol start="3"><li>d</li></ol>',
        (),
    ),
    "a numbered item with a list and a further paragraph": (
        "<ol><li><p>a</p><ul><li><p>b</p></li></ul><p>c</p></li><li><p>d</p></li></ol>",
        "<ol><li><p>a</p><ul><li>b</li></ul><p>c</p></li><li>d</li></ol>",
        (),
    ),
    "cells over rows and columns": (
        "<table><thead><tr><th rowspan=2>Kunta</th><th colspan=2>2025</th></tr><tr><th>Miehet</th><th>Naiset</th></tr>"
        "</thead><tbody><tr><td>Esimerkkilä</td><td>310</td><td>295</td></tr></tbody></table><p>a</p>",
        '<table><tbody><tr><th rowspan="2">Kunta</th><th colspan="2">2025</th></tr><tr><th>Miehet</th><th>Naiset</th></tr>'
        "<tr><td>Esimerkkilä</td><td>310</td><td>295</td></tr></tbody></table><p>a</p>",
        (),
    ),
    "pictures, videos and unsafe links": (
        '<p>a<img src="https://x.fi/a.png" alt="b"> <a href="javascript:alert(1)">c</a> <a href="https://x.fi/">d</a></p>'
        "<iframe src='https://x.fi/'></iframe><p><span style='color:red'>e</span></p>",
        '<p>a c <a href="https://x.fi/" rel="noopener noreferrer">d</a></p><p>e</p>',
        ("addresses", "colours", "embedded", "pictures"),
    ),
    "a table within a list": (
        "<ul><li>a<table><tbody><tr><td>b</td><td>c</td></tr></tbody></table></li></ul>",
        "<ul><li><p>a</p><p>b – c</p></li></ul>",
        ("inner tables",),
    ),
    "words in another language": (
        '<p>a</p><p lang="sv">Hej <span lang="ar" dir="rtl">مرحبا</span></p><p>b</p>',
        '<p>a</p><p lang="sv">Hej <span lang="ar" dir="rtl">مرحبا</span></p><p>b</p>',
        (),
    ),
}
#: What only the editor does: a first row in bold was meant as a header row.
BOLD_FIRST_ROW = (
    "<table><tbody><tr><td><b>Kunta</b></td><td><b>2025</b></td></tr><tr><td>a</td><td>1</td></tr></tbody></table><p>b</p>",
    "<table><tbody><tr><th>Kunta</th><th>2025</th></tr><tr><td>a</td><td>1</td></tr></tbody></table><p>b</p>",
)
