"""What other programs put on the clipboard, and what becomes of it: for the cleaner and for the editor alike.

Shortened from what Word, Writer, a browser and Google Docs give; the words are ours.
"""

from integration_programme.richtext import grammar

SPOKEN = 'lang="sv" dir="ltr"'
#: A text with every element, mark and attribute of the grammar, as the cleaner writes it but for ids.
EVERYTHING = (
    f"<h3 {SPOKEN}>a</h3><h4 {SPOKEN}>b</h4><p {SPOKEN}>c<br>"
    + " ".join(f"<{name}>{name}</{name}>" for name in grammar.MARKS if name not in ("a", "span"))
    + f' <a href="https://x.fi/" rel="noopener noreferrer">d</a> <span {SPOKEN}>e</span></p><blockquote><p>f</p></blockquote>'
    f'<ul><li {SPOKEN}>g<ol start="4"><li>h</li></ol></li></ul>'
    '<table><tbody><tr><th colspan="2">i</th></tr><tr><td rowspan="2">j</td><td>k</td></tr><tr><td>l</td></tr></tbody></table>'
    "<p>m</p>"
)

IGNORED = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>"


def item(level: int, mark: str, words: str) -> str:
    style = f"margin-left:{level * 36}.0pt;text-indent:-18.0pt;mso-list:l0 level{level} lfo1"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{IGNORED.format(mark)}{words}<o:p></o:p></p>"


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
