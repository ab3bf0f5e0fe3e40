"""The main job, end to end, as a coordinator of Närpes does it: in Finnish and in Swedish."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from page import ValidationProfile, is_pdf_compliant
from playwright.sync_api import Page, expect

from integration_programme import jobs, worker
from programmes.models import Programme
from programmes.models.kinds import KINDS
from stakeholders.models import Municipality
from tests.browser.steps import follow, sign_in
from tests.stakeholders.factories import PASSWORD, make_coordinator, make_group, make_seat

pytestmark = pytest.mark.django_db(transaction=True)

KEY = "[0-9a-f-]{36}"


class Walk:
    """What a coordinator does on the pages, by what the fields are for and not by their words."""

    def __init__(self, page: Page, base: str, language: str):
        self.page, self.base, self.language = page, base, language
        self.slug = ""

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.base}/{self.language}/programmes/{self.slug}/{path}")

    def save(self) -> None:
        follow(self.page.locator("main form [type=submit][name=save]"))
        expect(self.page.locator("[data-error-summary]")).to_have_count(0)

    def fill(self, **fields: str) -> None:
        """Fill fields by name; a name without language is filled in every content language."""
        for name, value in fields.items():
            names = [name] if self.page.locator(f"main [name={name}]").count() else [f"{name}_sv", f"{name}_fi"]
            for each in names:
                self._fill_one(each, value if each == name else f"{value} ({each[-2:]})")

    def _fill_one(self, name: str, value: str) -> None:
        field = self.page.locator(f"main [name={name}]").first
        self._bring_into_view(field)
        if field.get_attribute("data-rich-text") is not None:
            editor = self.page.locator(f"#div_id_{name} [role=textbox]")
            editor.click()
            self.page.keyboard.type(value)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") in ("checkbox", "radio"):
            self.page.locator(f"main [name={name}][value='{value}']").check()
        else:
            field.fill(value)

    def tick_first(self, name: str) -> None:
        field = self.page.locator(f"main [name={name}]").first
        self._bring_into_view(field)
        field.check()

    def _bring_into_view(self, field) -> None:
        """Open the fold in which a field stands, and choose its language where one is shown at a time."""
        fold = field.locator("xpath=ancestor::details[@class='fold'][not(@open)]")
        if fold.count():
            fold.locator("summary").first.click()
        panel = field.locator("xpath=ancestor::div[contains(concat(' ', @class, ' '), ' language ')]")
        if panel.count() and not panel.is_visible():
            self.page.locator(f"label:has([data-shows='{panel.get_attribute('id')}'])").click()

    def add(self, path: str, kind: str, **fields: str) -> None:
        """From a page to the form of a new record, and on to where it is read: a page of its own, or its item's."""
        self.open(f"{path}/")
        follow(self.page.locator(f"main a[href*='/{kind}/add/']").first)
        self.fill(**fields)
        self.save()
        own = rf"{kind}/{KEY}/$" if KINDS[kind].is_subject else rf"{re.escape(path)}/#{KEY}$"
        expect(self.page).to_have_url(re.compile(f"/{self.slug}/{own}"))

    def change(self, path: str, kind: str, **fields: str) -> None:
        """The same for a record that is there from the start."""
        self.open(f"{path}/")
        follow(self.page.locator(f"main a[href*='/{kind}/'][href$='/edit/']").first)
        self.fill(**fields)
        self.save()
        expect(self.page).to_have_url(re.compile(f"/{self.slug}/{re.escape(path)}/$"))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_programme_from_the_first_line_to_the_pdf(page, live_server, language, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference_data", verbosity=0)
    call_command("load_statistics", verbosity=0)
    municipality = Municipality.objects.get(pk="545")
    coordinator = make_coordinator(municipality, language=language)
    make_seat(make_group([municipality], by=coordinator), by=coordinator)
    walk = Walk(page, live_server.url, language)
    page.set_default_timeout(15_000)

    sign_in(page, live_server.url, language, coordinator.email, PASSWORD)
    start(walk)
    responsibility(walk)
    cooperation(walk)
    situation(walk)
    objectives(walk)
    document(walk)
    monitoring(walk)
    communication(walk)
    pdf = export(walk, tmp_path)

    programme = Programme.objects.get(slug=walk.slug)
    assert programme.objectives.get().findings.get().code == "F1"
    assert programme.indicators.get().measures.get().code == "M1.1"
    assert is_pdf_compliant(str(pdf), profile=ValidationProfile.PDF_UA_1)


def start(walk: Walk) -> None:
    follow(walk.page.locator("main a[href$='/programmes/start/']"))
    walk.save()
    walk.slug = walk.page.url.rstrip("/").split("/")[-1]


def responsibility(walk: Walk) -> None:
    who = {"deputy_name": "Deputy", "coordinator_name": "Coordinator"}
    walk.change("item/responsibility.coordinating_body", "mandate", coordinating_body="Bildningssektorn", **who)
    decided = "item/responsibility.decision_makers"
    walk.change(decided, "start-decision", start_body="board", start_decided_on="2026-01-12")
    walk.add(decided, "decision-step", body="council", planned_on="2026-11-30")
    walk.change("item/responsibility.adviser", "adviser", adviser_contacted_on="2026-01-20", adviser_advice="Advice")


def cooperation(walk: Walk) -> None:
    phase = "cooperation"
    walk.change(
        "item/cooperation.group", "cooperation-plan", schedule_agreed_on="2026-02-01", immigrants_involved="Workshops"
    )
    walk.add(phase, "meeting", held_on="2026-02-01", topic="Start")
    walk.add(
        phase, "consultation", title="Workshop", held_on="2026-03-01", what_was_said="Said", what_changed="Changed"
    )


def situation(walk: Walk) -> None:
    phase = "situation"
    walk.open("item/situation.how_many/")
    expect(walk.page.locator("main")).to_contain_text("2025")  # real figures, before anybody has typed anything
    walk.change("item/situation.how_many", "answer", text="Many work in greenhouses.")
    walk.add("item/situation.services", "service", name="Guidance", provider="The town")
    walk.add(phase, "finding", text="People wait for courses", questions="situation.needs", evidence="Interviews")


def objectives(walk: Walk) -> None:
    phase = "objectives"
    walk.add("item/objectives.plans", "plan", name="Strategy", owner_new="Council")
    walk.add(
        phase, "objective", title="More people on courses", change="Share", for_whom="Adults", by_when="2029-12-31"
    )
    walk.open("objectives/")
    follow(walk.page.locator("main a.row-link[href*='/objective/']").first)
    follow(walk.page.locator("main a[href*='/objective/'][href$='/edit/']").first)
    walk.tick_first("findings")
    walk.save()
    follow(walk.page.locator("main a[href*='/measure/add/']").first)
    walk.fill(title="Evening courses", owner_new="Adult education", starts_on="2027-01-01", ends_on="2028-12-31")
    walk.save()


def document(walk: Walk) -> None:
    walk.change("item/document.strategy", "element", text="The strategy names integration.")


def monitoring(walk: Walk) -> None:
    phase = "item/monitoring.reporting"
    walk.open("monitoring/")
    follow(walk.page.locator("main a[href*='/indicator/add/']").first)
    walk.fill(
        name="On courses", source="The college", baseline_value="52", baseline_date="2025-12-31", target_value="60"
    )
    walk.fill(counts="other")
    walk.page.locator("main [name=objective]").select_option(index=1)
    walk.tick_first("measures")
    walk.save()
    walk.change(phase, "monitoring-plan", who_monitors="The cooperation group")
    walk.add(phase, "recipient", recipient="The council", what="A report", when="Each spring")


def communication(walk: Walk) -> None:
    walk.add(
        "item/communication.inform",
        "communication-action",
        audience="residents",
        message="The programme",
        channel="Web pages",
    )


def export(walk: Walk, folder: Path) -> Path:
    """Ask for the PDF, let the worker make it, download it."""
    walk.open("export/")
    follow(walk.page.locator(f"main form[action*='/export/{walk.language}/request/'] button"))
    worker.work_off([jobs.LONG])
    walk.page.reload()
    with walk.page.expect_download() as download:
        walk.page.locator("main a[href$='/file/']").first.click()
    path = folder / "programme.pdf"
    download.value.save_as(path)
    return path
