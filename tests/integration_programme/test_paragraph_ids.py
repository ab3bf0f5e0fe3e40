"""Ids of paragraphs stay with their words: two hundred edits as the editor sends them, in three languages."""

from collections.abc import Iterator

import pytest

from integration_programme import richtext
from integration_programme.richtext import ids
from integration_programme.richtext.markup import serialised

TEXTS = {
    "fi": [
        "Kunta järjestää ohjausta ja neuvontaa kotoutumisen alkuvaiheessa oleville asukkaille kirjastossa ja verkossa.",
        "Palvelutarpeen arviointi tehdään kunnan ja työllisyysalueen yhteistyönä kahden kuukauden kuluessa pyynnöstä.",
        "Suomen kielen koulutusta on tarjolla päivisin opistossa ja iltaisin kolmessa koulussa eri puolilla kuntaa.",
        "Varhaiskasvatus ja perusopetus tukevat lasten ja perheiden kotoutumista yhdessä neuvolan kanssa.",
        "Järjestöt ovat mukana yhteistyöryhmässä, joka kokoontuu neljä kertaa vuodessa kunnantalolla.",
        "Seurannasta vastaa hyvinvointilautakunta, jolle annetaan vuosittain tiedoksi tunnusluvut ja toimenpiteiden tilanne.",
        "Hyviä väestösuhteita edistetään tapahtumilla, asukasilloilla ja henkilöstön koulutuksella joka syksy.",
        "Ohjelma päivitetään kesken kauden, jos kuntaan osoitetaan uusi ryhmä tai rahoitus muuttuu olennaisesti.",
    ],
    "sv": [
        "Kommunen ordnar handledning och rådgivning för invånare som är i början av sin integration, i biblioteket och på nätet.",
        "Bedömningen av servicebehovet görs av kommunen och sysselsättningsområdet tillsammans inom två månader från begäran.",
        "Undervisning i svenska och finska ges på dagarna vid institutet och på kvällarna i tre skolor på olika håll.",
        "Småbarnspedagogiken och den grundläggande utbildningen stöder barnens och familjernas integration med rådgivningen.",
        "Organisationerna deltar i samarbetsgruppen, som sammanträder fyra gånger om året i kommungården.",
        "Välfärdsnämnden ansvarar för uppföljningen och får varje år nyckeltalen och läget för åtgärderna till kännedom.",
        "Goda relationer mellan befolkningsgrupper främjas med evenemang, kvällar för invånare och utbildning för personalen.",
        "Programmet uppdateras under perioden om en ny grupp anvisas till kommunen eller finansieringen ändras väsentligt.",
    ],
    "en": [
        "The municipality offers guidance and counselling to residents in the early stage of integration, in the library and online.",
        "The need for services is assessed by the municipality and the employment area together within two months of the request.",
        "Courses in Finnish are given in the daytime at the institute and in the evenings in three schools around the town.",
        "Early education and basic education support the integration of children and families together with the maternity clinic.",
        "Organisations take part in the cooperation group, which meets four times a year in the town hall.",
        "The welfare board is responsible for follow-up and is told the key figures and the state of the measures every year.",
        "Good relations between population groups are furthered with events, evenings for residents and training of the staff.",
        "The programme is updated during its period if a new group is assigned to the municipality or funding changes much.",
    ],
}
#: Others on the same matters: what somebody writes anew in place of a paragraph.
ANEW = {
    "fi": [
        "Kunnan tulkkauspalvelut kilpailutetaan keväällä, ja uusi sopimus alkaa elokuussa.",
        "Omakielisiä infotilaisuuksia pidetään kuukausittain asukastalossa ja niistä tiedotetaan kouluissa.",
    ],
    "sv": [
        "Kommunens tolktjänster konkurrensutsätts på våren, och det nya avtalet börjar i augusti.",
        "Informationsträffar på det egna språket hålls varje månad i invånarhuset och skolorna berättar om dem.",
    ],
    "en": [
        "Interpreting is put out to tender in spring, and the new contract begins in August.",
        "Meetings in residents' own languages are held monthly in the community house, and schools tell of them.",
    ],
}
OTHER = {"fi": "sv", "sv": "en", "en": "fi"}
NEW = None
Edit = tuple[str, list[tuple[int | None, str]], list[int | None]]  # name, (claimed id, words), whose id each must have


def edits(language: str) -> Iterator[Edit]:
    """Each edit with what the editor sends, and the old paragraph whose id each new one must bear (NEW: none of them).

    The editor gives both halves of a split paragraph its id, keeps the first one's when it joins two, and leaves the id
    where other words are typed or pasted over a paragraph.
    """
    texts = TEXTS[language]
    all_of = list(enumerate(texts))
    for at, words in all_of:
        halves, anew = words.split(), ANEW[language][at % 2]
        third = len(halves) // 3
        start, end = " ".join(halves[:third]), " ".join(halves[third:])
        before, after = all_of[:at], all_of[at + 1 :]
        keeps, goes_on = [number for number, _words in before], [number for number, _words in after]
        yield "insert before", [*before, (at, anew), (at, words), *after], [*keeps, NEW, at, *goes_on]
        yield "insert without a claim", [*before, (None, anew), (at, words), *after], [*keeps, NEW, at, *goes_on]
        yield "split early", [*before, (at, start), (at, end), *after], [*keeps, NEW, at, *goes_on]
        late = [(at, " ".join(halves[:-third])), (at, " ".join(halves[-third:]))]
        yield "split late", [*before, *late, *after], [*keeps, at, NEW, *goes_on]
        yield "rewrite", [*before, (at, anew), *after], [*keeps, NEW, *goes_on]
        yield "paste over", [*before, (at, ANEW[language][1 - at % 2]), *after], [*keeps, NEW, *goes_on]
        yield "translate", [*before, (at, TEXTS[OTHER[language]][at]), *after], [*keeps, NEW, *goes_on]
        yield "move first", [(at, words), *before, *after], [at, *keeps, *goes_on]
        yield "change a word", [*before, (at, f"{words} 2027"), *after], [*keeps, at, *goes_on]
        if after:
            (next_at, next_words), *rest = after
            joined = f"{words} {next_words}"
            longer = at if len(halves) >= len(next_words.split()) else next_at
            yield "join", [*before, (at, joined), *rest], [*keeps, longer, *goes_on[1:]]
            yield (
                "swap the ids",
                [*before, (next_at, words), (at, next_words), *rest],
                [*keeps, at, next_at, *goes_on[1:]],
            )
    yield "translate all", list(enumerate(TEXTS[OTHER[language]])), [NEW] * len(texts)
    yield "paste all without claims", [(None, words) for words in reversed(texts)], list(reversed(range(len(texts))))


CORPUS = [(language, *edit) for language in TEXTS for edit in edits(language)]


def html_of(paragraphs: list[tuple[str | None, str]]) -> str:
    return "".join(f'<p data-paragraph="{name or ""}">{words}</p>' for name, words in paragraphs)


def names(html: str) -> list[str]:
    return list(richtext.paragraphs(html))


def test_no_edit_takes_an_id_from_its_words_or_gives_it_to_others():
    wrong = []
    for language, name, sent, owners in CORPUS:
        stored = richtext.clean("".join(f"<p>{words}</p>" for words in TEXTS[language]))
        old = names(stored)
        html = html_of([(None if claim is None else old[claim], words) for claim, words in sent])

        new = names(richtext.clean(html, stored))

        got = [old.index(each) if each in old else NEW for each in new]
        if got != owners:
            wrong.append((language, name, sent, owners, got))
    assert len(CORPUS) > 200
    assert wrong == []


def test_with_no_help_from_the_editor_words_alone_tell_the_same():
    wrong = []
    for language, name, sent, owners in CORPUS:
        stored = richtext.clean("".join(f"<p>{words}</p>" for words in TEXTS[language]))
        old = names(stored)

        new = names(richtext.clean(html_of([(None, words) for _claim, words in sent]), stored))

        if [old.index(each) if each in old else NEW for each in new] != owners:
            wrong.append((language, name))
    assert wrong == []


Written = tuple[int | None, str, str]  # the claimed id, what kind of block it is, its words


def written(language: str) -> list[Written]:
    """A text of every kind of paragraph."""
    kinds = ("h3", "p", "li", "li", "table", "quoted", "p", "p")
    return [(at, kind, words) for at, (kind, words) in enumerate(zip(kinds, TEXTS[language], strict=True))]


def as_html(blocks: list[Written], names: list[str]) -> str:
    """As the editor sends it: items that follow one another are one list, the words of a table stand in cells of two."""
    html = ""
    for claim, kind, words in blocks:
        name = "" if claim is None else f' data-paragraph="{names[claim]}"'
        if kind == "table":
            parts = words.split()
            rows = ["".join(f"<td>{word}</td>" for word in parts[at : at + 2]) for at in range(0, len(parts), 2)]
            html += f"<table{name}><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
        elif kind == "quoted":
            html += f"<blockquote><p{name}>{words}</p></blockquote>"
        else:
            html += f"<ul><li{name}>{words}</li></ul>" if kind == "li" else f"<{kind}{name}>{words}</{kind}>"
    return html.replace("</ul><ul>", "")


def further_edits(language: str) -> Iterator[tuple[str, list[Written], list[Written], list[int | None]]]:
    """name, the stored text, what is sent, and whose id each paragraph must bear."""
    text, texts = written(language), TEXTS[language]
    everyone = list(range(len(text)))
    for at, (_claim, kind, words) in enumerate(text):
        before, after, here = text[:at], text[at + 1 :], text[at]
        others, rest = everyone[:at], everyone[at + 1 :]
        twin = [*text, (len(text), kind, words)]
        yield "another kind", text, [*before, (at, "p" if kind != "p" else "li", words), *after], everyone
        yield "in bold", text, [*before, (at, kind, f"<strong>{words}</strong>"), *after], everyone
        yield "lost claim", text, [*before, (None, kind, words), *after], everyone
        yield "moved and changed", text, [*before, *after, (at, kind, f"{words} 2027")], [*others, *rest, at]
        yield "a copy below", text, [*before, here, (at, kind, words), *after], [*others, at, NEW, *rest]
        yield "a copy without a claim", text, [*text, (None, kind, words)], [*everyone, NEW]
        yield "the first of two twins goes", twin, [*before, *after, twin[-1]], [*others, *rest, len(text)]
        yield "the second of two twins goes", twin, text, everyone
        yield (
            "one of two twins is changed",
            twin,
            [*before, (at, kind, f"{words} 2027"), *after, twin[-1]],
            [*everyone, len(text)],
        )
        yield "two twins swap", twin, [*before, twin[-1], *after, here], [*others, len(text), *rest, at]
        if after:
            yield "swapped with the next", text, [*before, after[0], here, *after[1:]], [*others, at + 1, at, *rest[1:]]
            yield "turned round", text, text[::-1], everyone[::-1]
    table, rows = text[4], texts[4].split()
    for name, words in (
        ("a row more", [*rows, "2027", "12"]),
        ("a row less", rows[:-2]),
        ("a first row", ["Kunta", "2027", *rows]),
        ("another cell", [*rows[:3], "2027", *rows[4:]]),
    ):
        yield name, text, [*text[:4], (table[0], "table", " ".join(words)), *text[5:]], everyone
    nested = f"{texts[2]}<ul><li>{texts[3]}</li></ul>"
    yield "an item goes into the one before", text, [*text[:2], (2, "li", nested), *text[4:]], [0, 1, 2, *everyone[4:]]


FURTHER = [(language, *edit) for language in TEXTS for edit in further_edits(language)]


def test_further_edits_of_every_kind_of_paragraph_keep_ids_with_their_words():
    wrong = []
    for language, name, text, sent, owners in FURTHER:
        stored = richtext.clean(as_html([(None, kind, words) for _claim, kind, words in text], []))
        old = names(stored)

        new = names(richtext.clean(as_html(sent, old), stored))

        got = [old.index(each) if each in old else NEW for each in new]
        if got != owners:
            wrong.append((language, name, owners, got))
    assert len(FURTHER) > 250
    assert wrong == []


@pytest.mark.parametrize("language", TEXTS)
def test_a_translated_paragraph_is_a_new_one_that_stays_itself_when_it_is_edited(language):
    first, second = TEXTS[language][:2]
    stored = richtext.clean(f"<p>{first}</p><p>{second}</p>")
    (kept, gone), translation = names(stored), TEXTS[OTHER[language]][1]

    translated = richtext.clean(html_of([(kept, first), (gone, translation)]), stored)
    edited = richtext.clean(html_of([(kept, first), (gone, f"{translation} 2027")]), translated)
    undone = richtext.clean(html_of([(kept, first), (gone, second)]), edited)

    (_kept, new) = names(translated)
    assert new != gone and names(edited) == [kept, new]
    assert names(undone)[0] == kept and names(undone)[1] not in (new, kept)


@pytest.mark.parametrize("language", TEXTS)
def test_what_is_undone_before_saving_was_never_done(language):
    stored = richtext.clean("".join(f"<p>{words}</p>" for words in TEXTS[language]))

    assert richtext.clean(f"{stored} ", stored) == stored


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("Tavoitteet", "Tavoitteet 2027", True),
        ("Tavoitteet", "Toimenpiteet", False),
        ("Seuranta ja arviointi kunnassa", "Kunnassa arviointi ja seuranta", False),
        ("Kunta X", "Kunta Y", False),
        ("😀", "😀", True),
        ("–", "2027", False),
    ],
)
def test_short_paragraphs_are_the_same_when_hardly_a_word_differs(old, new, is_same):
    stored = richtext.clean(f"<p>{old}</p>")
    (name,) = names(stored)

    assert (names(richtext.clean(html_of([(name, new)]), stored)) == [name]) is is_same


def test_ids_stand_on_paragraphs_only_and_each_once():
    html = richtext.clean(
        '<ul data-paragraph="0a0b0c0d"><li data-paragraph="0a0b0c0d">a<ul><li data-paragraph="1a1b1c1d">b</li></ul></li></ul>'
        '<p data-paragraph="0a0b0c0d">c</p>'
    )

    first, second = names(html)
    assert (first, html.count("data-paragraph")) == ("0a0b0c0d", 2)
    assert second not in ("0a0b0c0d", "1a1b1c1d")


def test_blocks_are_found_in_reading_order():
    root = richtext.tree("<h3>a</h3><blockquote><p>b</p><ul><li>c<ul><li>d</li></ul></li></ul></blockquote><p>e</p>")

    assert [block.tag for block in ids.blocks_of(root)] == ["h3", "p", "li", "p"]
    assert serialised(root).startswith("<h3>a</h3>")
