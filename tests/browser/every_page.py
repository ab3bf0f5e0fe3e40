"""Every page there is, the one list of them for all tests that look at all: the demo's, which are full, and those of a
small town that has one of everything that an address can name.
"""

from django.core.management import call_command
from django.urls import resolve, reverse

from integration_programme.actors import SYSTEM
from programmes.actions.records import archive_record, move_record
from programmes.actions.versions import make_version
from programmes.enums import Phase, RoundKind
from programmes.models import Programme
from tests import test_page_policy
from tests.programmes.every_kind import ADDABLE, pages, record_pages
from tests.programmes.factories import change, make_measure, words
from tests.test_permissions import pages_for

PUBLIC = [*test_page_policy.PUBLIC, *test_page_policy.SIGNING_IN]
OWN = ["overview", "programmes", "start_programme", "people", "groups", "create_group", "guidance", "my_account"]
OWN += ["notices", "notice_settings", "my_tasks", "calendar"]
OF_A_PROGRAMME = [
    "programme",
    *Phase.values,
    "measures",
    "indicators",
    "thread",
    "breaks",
    "preview",
    "exports",
    "approve_programme",
    "edit_invitations",
    "organisations_of_programme",
    "programme_history",
    "diary",
    "hand_overs",
    "comments",
    "responses",
    "choose_annex",
    "sent",
    "compare_versions",
    "sharing",
    "reviews",
    "rounds",
    "add_round",
    "ask_residents",
    "add_statement",
    "publishing",
]
#: an item with figures and words, one with tables and a path of decisions, one with lists and sums
ITEMS = ["situation.how_many", "responsibility.decision_makers", "objectives.means"]


def seed_demo() -> Programme:
    call_command("seed_demo", verbosity=0)
    return Programme.objects.get(slug="demo")


def load_demo() -> Programme:
    """The demo as its readers meet it, and something to read in histories and to compare."""
    programme = seed_demo()
    call_command("load_example", verbosity=0)
    rewrite_after_a_version(programme)
    return programme


def rewrite_after_a_version(programme: Programme) -> None:
    """Something to read in histories and to compare: words put in and taken out, a record new, one gone, one moved."""
    make_version(programme, name="Before the seminar", purpose="round", by=SYSTEM)
    objective, element = programme.objectives.first(), programme.elements.get(element="document.strategy")
    change(objective, title=objective.title.with_texts({"fi": "Kaikki pääsevät töihin", "sv": "Alla får arbete"}))
    change(element, text=words(programme, "<p>Quite other words, and a <strong>bold</strong> one.</p>"))
    make_measure(objective, "A new measure")
    archive_record(programme.measures.all()[2], by=SYSTEM)
    move_record(programme.findings.all()[1], up=True, by=SYSTEM)


def pages_of(programme: Programme) -> list[str]:
    """Addresses of all pages a coordinator meets, in the language that is active."""
    one = {"slug": programme.slug}
    adds = [reverse("add_record", kwargs={**one, "page": name}) for name in ADDABLE]
    edits = [
        reverse("edit_record", kwargs={**one, "page": page, "key": record.key})
        for page, record in [
            ("frame", programme),
            ("mandate", programme.responsibility),
            ("answer", programme.answers.first()),
            ("element", programme.elements.first()),
            ("objective", programme.objectives.first()),
            ("indicator", programme.indicators.first()),
        ]
    ]
    items = [reverse("item", kwargs={**one, "item": item}) for item in ITEMS]
    return [
        *(reverse(name) for name in OWN),
        *(reverse(name, kwargs=one) for name in OF_A_PROGRAMME),
        *items,
        *record_pages(programme),
        *adds,
        *edits,
        reverse("edit_guidance", kwargs={"owner": "municipality", "code": "545", "item": "situation.needs"}),
        reverse("mark_item", kwargs={**one, "item": "objectives.areas"}),
        reverse("share_item", kwargs={**one, "item": "situation"}),
        reverse("share_record", kwargs={**one, "page": "objective", "key": programme.objectives.first().key}),
        reverse("item_history", kwargs={**one, "item": "objectives.areas"}),
        reverse("record_history", kwargs={**one, "page": "objective", "key": programme.objectives.first().key}),
        reverse("record_history", kwargs={**one, "page": "element", "key": programme.elements.first().key}),
        *meeting_pages(programme),
        reverse("programme", kwargs={"slug": "narpes"}),
        reverse("situation", kwargs={"slug": "narpes"}),
        reverse("item", kwargs={"slug": "narpes", "item": "situation.how_many"}),
        reverse("group", kwargs={"key": programme.group.key}),
        *residents_pages(programme),
        reverse("published", args=["esimerkkila-2022"]),
        reverse("published", args=["esimerkkila-2022", 1]),
        reverse("published_document", args=["esimerkkila-2022", 2]),
        reverse("programmes") + "no-such-page/",
    ]


def residents_pages(programme: Programme) -> list[str]:
    """Questions to residents, open and closed, in languages of both directions, and what moderates them."""
    is_open, closed = programme.rounds.filter(kind=RoundKind.RESIDENTS).order_by("-opens_on")
    answer = is_open.statements.first()
    of_answer = {"slug": programme.slug, "key": is_open.key, "statement": answer.key}
    return [
        reverse("open_questions"),
        *(reverse("residents", args=[is_open.pk, language]) for language in ("fi", "ar")),
        *(reverse("residents", args=[closed.pk, language]) for language in ("sv", "ru")),
        *(reverse("answer_residents", args=[is_open.pk, language]) for language in ("en", "ar")),
        *(reverse("receipt", args=[language]) for language in ("fi", "fa")),
        reverse("resident_answers", kwargs={"slug": programme.slug, "key": is_open.key}),
        reverse("hide_answer", kwargs=of_answer),
    ]


def meeting_pages(programme: Programme) -> list[str]:
    """Those below the page of a meeting: of one that was held, and of a draft that people can be invited to."""
    held = programme.meetings.filter(agenda__isnull=False, invited_at=None).first()
    draft = programme.meetings.filter(agenda__isnull=False, invited_at=None).last()
    point = {"slug": programme.slug, "key": held.key, "point": held.agenda.first().key}
    of_draft = {"slug": programme.slug, "key": draft.key}
    return [
        reverse("meeting_room", kwargs={"slug": programme.slug, "key": held.key}),
        *(reverse(name, kwargs=point) for name in ("edit_agenda_point", "decide_agenda_point")),
        *(reverse(name, kwargs=of_draft) for name in ("add_agenda_point", "invite_to_meeting", "cancel_meeting")),
    ]


def pages_of_programmes(programme: Programme) -> list[str]:
    """Addresses of all pages of the demo's programmes, whoever may open them, in the language that is active."""
    slugs = Programme.objects.filter(is_demo=True).values_list("slug", flat=True)
    of_each = [reverse(name, args=[slug]) for slug in slugs for name in ("programme", "approved_documents", "versions")]
    found = [reverse(name) for name in PUBLIC] + pages_of(programme) + pages(programme) + of_each
    return list(dict.fromkeys(found))


#: whose page is looked at where several may open it: who can do most on it
FULLEST = ("coordinator", "admin", "adviser", "member", "anonymous")


def pages_only_of_a_town(programme: Programme) -> dict[str, list[str]]:
    """Person → names of the addresses that nobody meets in the demo, each in the fullest role that may open it."""
    met = {resolve(address).url_name for address in [*map(reverse, PUBLIC), *pages_of(programme)[:-1]]}
    found = {}
    for person in FULLEST:
        found[person] = [name for name in pages_for(person) if name not in met]
        met.update(found[person])
    return found
