"""Who comes in where: every address × GET and POST × every kind of person, against the table in permissions.txt.

The table is the specification: a change of rights shows there as a change of a cell. An address without a row fails.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from integration_programme.jobs import enqueue
from integration_programme.models import OutgoingMail
from integration_programme.translations import Translations
from programmes import notices
from programmes.actions.calendars import renew_calendar
from programmes.actions.duties import assign_duty
from programmes.actions.programmes import choose_group, share_programme
from programmes.actions.publication import publish_version
from programmes.actions.versions import keep_upload, keep_version
from programmes.document import assemble
from programmes.document.diary_paper import diary_paper
from programmes.enums import Audience, DiaryPart, ExportState, PartnerRight, PictureUse, ProgrammeState, VersionPurpose
from programmes.models import Export, HandOver, Programme
from programmes.models.sharing import SWITCHED
from programmes.notifications import COMMENTS
from programmes.portable import dump
from stakeholders.actions.invitations import invite, request_access
from stakeholders.enums import InvitationKind, RoleKind
from stakeholders.models import AccessRequest, Role, today
from tests.programmes.factories import (
    change,
    element_of,
    make_attachment,
    make_comment,
    make_example,
    make_mark,
    make_meeting,
    make_objective,
    make_organisation,
    make_owed,
    make_partner,
    make_picture,
    make_programme,
)
from tests.programmes.meetings import make_called, make_point
from tests.programmes.residents import make_open_questions, make_resident_answer
from tests.programmes.reviews import make_draft, make_note, make_review, make_standard
from tests.programmes.rounds import make_open_round, make_statement
from tests.stakeholders.factories import (
    make_administrator,
    make_adviser,
    make_centre,
    make_contact,
    make_coordinator,
    make_editor,
    make_feedback,
    make_group,
    make_municipality,
    make_officer,
    make_seat,
    make_user,
)
from tests.test_access import parameters, patterns

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("permissions.txt")
ABSENT_KEY = "00000000-0000-4000-8000-000000000001"

#: column of the table → with whom the programme is shared meanwhile
PEOPLE = {
    "anonymous": SWITCHED,
    "stranger": SWITCHED,
    "coordinator": (),
    "editor": (),
    "partner-w": (),
    "partner-r": (),
    "member": (Audience.GROUP,),
    "member-no": (),
    "adviser": SWITCHED,
    "adviser-no": (Audience.GROUP,),
    "adviser-far": SWITCHED,
    "admin": SWITCHED,
    "ended": SWITCHED,
    "disabled": SWITCHED,
}

#: acts on a partner municipality that has been asked and has not answered
PARTNERS = ("partner_request", "accept_request", "decline_request", "ask_again", "withdraw_consent")

#: addresses that name a comment
OF_COMMENT = ("comment", "change_comment", "show_comment", "withdraw_comment", "assign_comment")
OF_COMMENT += ("mark_comment_answered", "close_comment", "reopen_comment", "copy_of_answer")
#: addresses that name a comment to which a response is owed
OF_RESPONSE = ("respond", "settle_response", "take_back_response", "take_apart")

#: addresses that name a round, a statement, a personal link
OF_ROUND = ("round", "edit_round", "round_text", "send_round", "hold_round", "close_round", "cancel_round")
OF_ROUND += ("prolong_round", "round_csv", "answer_signed_in", "participants", "add_participant", "edit_participant")
OF_ROUND += ("remove_participant", "revoke_link", "renew_link")

#: addresses that name questions to residents, for those who write the programme
OF_RESIDENTS = ("resident_answers", "let_in_answer", "hide_answer", "flag_answer")
OF_STATEMENT, OF_LINK = (
    (
        *(
            "statement",
            "edit_statement",
            "copy_of_statement",
            "statement_file",
            "points",
            "reply",
            "archive_statement",
            "restore_statement",
        ),
        "remove_supporter",
    ),
    ("answer_round", "round_picture"),
)

#: addresses that name a meeting, and those that name a point of its agenda
OF_MEETING = ("invite_to_meeting", "cancel_meeting", "answer_meeting", "fill_attendance", "carry_over_points")
OF_MEETING += ("meeting_room", "meeting_file", "request_minutes", "add_agenda_point", "edit_agenda_point")
OF_MEETING += ("decide_agenda_point", "remove_agenda_point", "move_agenda_point")

#: addresses that name a regional centre
OF_CENTRE = ("centre_people", "invite_adviser", "centre_contacts", "add_contact", "edit_contact", "end_contact")
OF_CENTRE += ("standard_comments", "add_standard_comment", "edit_standard_comment", "adviser_notes", "change_note")

#: addresses that name a review
OF_REVIEW = ("review", "add_draft", "edit_draft", "send_review", "take_back_review")


class Town:
    """A programme of Närpes with everything that an address can name, and everybody around it."""

    def __init__(self):
        self.municipality = make_municipality("545")
        self.centre = make_centre(self.municipality.centre.code)
        self.coordinator, self.editor = make_coordinator(self.municipality), make_editor(self.municipality)
        make_coordinator(self.municipality)
        self.programme = make_programme(by=self.coordinator)
        self.group = make_group([self.municipality], by=self.coordinator)
        self.seat = make_seat(self.group, person=make_user(), by=self.coordinator)
        self.officer = make_officer(self.group, seat=self.seat, by=self.coordinator)
        choose_group(self.programme, self.group, by=self.coordinator)
        for code, right in (("599", PartnerRight.WRITE), ("893", PartnerRight.READ)):
            make_partner(self.programme, code, right=right)
        self.asked = make_partner(self.programme, "288", consents=None)
        self.contact = make_contact(self.centre)
        self.feedback = make_feedback()
        self.objective = make_objective(self.programme, by=self.coordinator)
        self.element = element_of(self.programme, "strategy")
        change(self.objective, title=Translations({"sv": "Fler i arbete"}), by=self.coordinator)
        mark = make_mark(
            self.programme, "objectives.areas", by=self.coordinator, next_step=Translations({"sv": "Ring"})
        )
        change(mark, next_step=Translations({"sv": "Boka ett rum"}), by=self.coordinator)
        self.organisation = make_organisation(self.programme, by=self.coordinator)
        self.comment = make_comment(self.objective, by=self.coordinator)
        names = {"person_name": "Eeva Ek", "successor_name": "Liisa Lahti"}
        documents = {"sv": diary_paper(self.programme, DiaryPart.KEPT, "sv").as_data()}
        self.hand_over = HandOver.objects.create(programme=self.programme, documents=documents, **names)
        self.duty = assign_duty(self.programme, "situation.how_many", self.coordinator, by=self.coordinator)
        notices.tell([self.coordinator], COMMENTS, self.programme, once="1")
        self.notice = self.coordinator.notices.get(kind=COMMENTS.name)
        self.owed = make_owed(self.objective, self.seat.person)
        self.picture = make_picture(self.programme, use=PictureUse.COVER, by=self.coordinator)
        self.attachment = make_attachment(make_meeting(self.programme, by=self.coordinator), by=self.coordinator)
        share_programme(self.programme, SWITCHED, by=self.coordinator)
        self.meeting = make_called(Programme.objects.get(pk=self.programme.pk), by=self.coordinator)
        self.point = make_point(self.meeting, "Second", by=self.coordinator)
        share_programme(self.programme, [], by=self.coordinator)
        self.calendar = renew_calendar(self.coordinator, by=self.coordinator)
        names = {"email": "new@example.org", "language": "sv", "by": self.coordinator}
        self.invitation = invite(kind=InvitationKind.EDITOR, municipality=self.municipality, **names)
        request_access(name="N", email="n@example.org", municipality=self.municipality, message="", language="sv")
        made = {"programme": self.programme, "language": "sv", "content_hash": "0"}
        file = ContentFile(b"%PDF-1.7", name="one.pdf")
        self.export = Export.objects.create(**made, state=ExportState.READY, file=file)
        self.version = keep_version(
            self.programme,
            purpose=VersionPurpose.APPROVAL,
            approved_on=today(),
            documents=[assemble(self.programme, "sv")],
            by=self.coordinator,
        )
        self._publish()
        waiting = {"file_name": "programme.json", "municipality": self.municipality, "by": self.coordinator}
        self.upload = keep_upload(dump(self.programme), **waiting)
        document = self.version.documents.get()
        document.pdf.save("a.pdf", ContentFile(b"%PDF-1.7"), save=False)
        document.save(update_fields=["pdf"])
        said = "<p>Kommunen växer.</p>"
        self.example = make_example(self.programme, pictures={self.picture.key: b"PNG"}, strategy=said)
        self.round = make_open_round(self.programme, seats=[self.seat], by=self.coordinator)
        self.participant = self.round.participants.get(seat=None)
        self.statement = make_statement(self.programme, by=self.coordinator)
        self.questions = make_open_questions(self.programme, by=self.coordinator)
        self.resident_answer = make_resident_answer(self.questions)
        self.adviser = make_adviser(self.centre)
        self.review = make_review(self.programme, self.adviser, by=self.coordinator)
        self.draft = make_draft(self.review)
        self.standard = make_standard(self.centre)
        self.note = make_note(self.centre, self.municipality, self.adviser)
        self.job = enqueue("programmes.tasks.render_export", self.export.pk)

    def _publish(self) -> None:
        """What was approved is public, and the approval has been withdrawn in the database since."""
        row = Programme.objects.filter(pk=self.programme.pk)
        row.update(state=ProgrammeState.APPROVED, approved_on=today())
        publish_version(self.programme, self.version, by=self.coordinator)
        row.update(state=ProgrammeState.PREPARING, approved_on=None)

    def person(self, name: str):
        match name:
            case "anonymous":
                return None
            case "stranger":
                return make_coordinator(make_municipality("091"))
            case "coordinator":
                return self.coordinator
            case "editor":
                return self.editor
            case "partner-w":
                return make_coordinator(make_municipality("599"))
            case "partner-r":
                return make_coordinator(make_municipality("893"))
            case "member" | "member-no":
                return self.seat.person
            case "adviser" | "adviser-no":
                return self.adviser
            case "adviser-far":
                return make_adviser(make_centre("01"))
            case "admin":
                return make_administrator()
            case "ended":
                return self._ended(make_coordinator(self.municipality))
            case "disabled":
                return make_coordinator(self.municipality)

    @staticmethod
    def _ended(user):
        yesterday = today() - timedelta(days=1)
        Role.objects.filter(user=user).update(valid_from=yesterday, valid_to=yesterday)
        return user

    def address(self, name: str, *, absent: bool = False, language: str = "en") -> str:
        """The page's address; with `absent`, the same with names of nothing."""
        values = self._values(name) if not absent else self._absent()
        names = {each: values[each] for each in parameters(name)}
        with translation.override(language):
            return reverse(name, kwargs=names)

    def _values(self, name: str) -> dict:
        role = Role.objects.get(user=self.editor, kind=RoleKind.EDITOR)
        numbers = {
            "export": self.export.pk,
            "set_role_end": role.pk,
            "end_role": role.pk,
            "hand_over": role.pk,
            "close_account": role.pk,
            "open_account": role.pk,
            "resend_invitation": self.invitation.pk,
            "cancel_invitation": self.invitation.pk,
            "invite_from_request": AccessRequest.objects.get().pk,
            "decline_access_request": AccessRequest.objects.get().pk,
            "retry_mail": OutgoingMail.objects.latest("pk").pk,
        }
        numbers |= dict.fromkeys(("residents", "residents_picture", "answer_residents"), self.questions.pk)
        keys = dict.fromkeys(PARTNERS, self.asked.key)
        keys |= dict.fromkeys(("edit_contact", "end_contact"), self.contact.key)
        keys |= dict.fromkeys(OF_COMMENT, self.comment.key)
        keys |= dict.fromkeys(("handed_over", "request_handed_over"), self.hand_over.key)
        keys |= dict.fromkeys(("duty", "accept_duty", "decline_duty", "release_duty"), self.duty.key)
        keys |= dict.fromkeys(OF_RESPONSE, self.owed.key)
        keys |= dict.fromkeys(OF_ROUND, self.round.key) | dict.fromkeys(OF_STATEMENT, self.statement.key)
        keys |= dict.fromkeys(OF_RESIDENTS, self.questions.key)
        keys |= dict.fromkeys(OF_REVIEW, self.review.key)
        keys |= {"edit_standard_comment": self.standard.key, "change_note": self.note.key}
        keys |= dict.fromkeys(OF_MEETING, self.meeting.key)
        keys |= dict.fromkeys(("open_notice", "read_notice"), self.notice.key)
        keys |= {
            "answer_feedback": self.feedback.key,
            "merge_organisation": self.organisation.key,
            "start_from_upload": self.upload.key,
            "retry_job": self.job.pk,
            "picture": self.picture.key,
            "example_picture": self.picture.key,
            "published_picture": self.picture.key,
            "attachment": self.attachment.key,
            "round_picture": self.picture.key,
            "residents_picture": self.picture.key,
            "take_example": self.element.key,
        }
        in_group = name == "group" or "seat" in name or name == "edit_group" or "officer" in name
        return {
            "slug": self.programme.slug,
            "page": "element" if name == "take_example" else "objective",
            "key": keys.get(name, self.group.key if in_group else self.objective.key),
            "name": "objective",
            "field": "next_step" if name == "take_back_text_of_item" else "title",
            "version": 1,
            "seat_key": self.seat.key,
            "officer_key": self.officer.key,
            "way": "up",
            "item": "objectives" if name == "share_item" else "objectives.areas",
            "owner": "municipality",
            "language": "sv",
            "part": "kept",
            "number": 1,
            "pk": numbers.get(name, self.export.pk),
            "code": self.centre.code if name in OF_CENTRE else "545",
            "token": self._token(name),
            "participant": self.participant.key,
            "statement": self.resident_answer.key,
            "point": self.point.key,
            "uidb36": "1",
            "draft": self.draft.key,
            "municipality": "545",
        }

    def _token(self, name: str) -> str:
        if name == "calendar_feed":
            return self.calendar.token
        return self.participant.token if name in OF_LINK else self.invitation.token

    def _absent(self) -> dict:
        nothing = dict.fromkeys(("slug", "item", "token", "owner", "municipality"), "nothing") | dict.fromkeys(
            ("key", "seat_key", "officer_key", "participant", "draft", "point", "statement"), ABSENT_KEY
        )
        fixed = {"page": "objective", "name": "objective", "way": "up", "language": "sv", "number": 7, "uidb36": "1"}
        return nothing | fixed | {"part": "kept", "pk": 4_000_000, "code": "999", "version": 7, "field": "title"}


@pytest.fixture(scope="module")
def made_town(once):
    return once(Town)


@pytest.fixture
def town(made_town, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return made_town(tmp_path)


def table() -> dict[str, dict[str, str]]:
    """Name of an address → person → "GET/POST" as they are answered; "in" leads to signing in."""
    lines = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    head, *rows = lines
    assert head == ["address", *PEOPLE]
    return {row[0]: dict(zip(PEOPLE, row[1:], strict=True)) for row in rows}


def visitor(town, name: str) -> Client:
    client = Client(raise_request_exception=False)
    share_programme(town.programme, PEOPLE[name], by=town.coordinator)
    seen_as = {"member": Audience.GROUP, "adviser": Audience.ADVISER}.get(name, Audience.WRITERS)
    Export.objects.update(audience=seen_as)  # a PDF is found by those for whom it was made
    if person := town.person(name):
        client.force_login(person)
        if name == "disabled":
            type(person).objects.filter(pk=person.pk).update(is_active=False)
    return client


def answer(client: Client, method: str, url: str):
    """What a visitor gets; whatever it did is undone, so that the next request meets the same town."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(url)
        if response.streaming:
            b"".join(response)  # which also closes the file
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def status(response) -> str:
    if response.status_code == 302 and response["Location"].startswith("/en/account/login/"):
        return "in"
    return str(response.status_code)


def named() -> list[str]:
    return list(dict.fromkeys(str(pattern.name or pattern.pattern) for pattern in patterns()))


#: what answers with something else than a page: files, data, what machines ask
NO_PAGES = {
    *("healthz", "readyz", "security_txt", "export_status"),
    *("example_pdf", "approved_pdf", "export_file", "attachment", "picture", "example_picture"),
    *("published_pdf", "published_picture", "robots", "sitemap", "questions_sitemap"),
    *("document_json", "approved_json", "version_file", "programme_file", "comments_csv", "comments_xlsx"),
    *("responses_csv", "responses_xlsx"),
    *("round_csv", "statement_file", "round_picture", "residents_picture", "meeting_file", "calendar_feed"),
}


def pages_for(name: str) -> list[str]:
    """The addresses that show a person a page."""
    return [address for address, row in table().items() if row[name].startswith("200/") and address not in NO_PAGES]


def test_every_address_has_its_row_and_no_row_is_of_an_address_that_is_gone():
    assert set(named()) == set(table())


@pytest.mark.parametrize("name", PEOPLE)
def test_each_address_answers_each_person_as_the_table_says(name, town):
    client, expected, wrong = visitor(town, name), table(), []
    for address in named():
        found = "/".join(status(answer(client, method, town.address(address))) for method in ("get", "post"))
        if found != expected.get(address, {}).get(name):
            wrong.append(f"{address} {found}, not {expected.get(address, {}).get(name)}")
    assert wrong == []


PLAIN = re.compile(r"<(?:option|input|a)[^>]*(?:csrf|nothing|next|href|value)[^>]*>|this reference: [-0-9A-Z]{9}")


@pytest.mark.parametrize("name", ["stranger", "ended", "adviser-far", "member-no"])
def test_what_is_not_shown_and_what_is_not_there_look_the_same(name, town):
    client, rows, told = visitor(town, name), table(), []
    for address in named():
        there, absent = town.address(address), town.address(address, absent=True)
        for method, cell in zip(("get", "post"), rows[address][name].split("/"), strict=True):
            if cell != "404" or there == absent:
                continue
            bodies = [without_addresses(answer(client, method, url)) for url in (there, absent)]
            if bodies[0] != bodies[1]:
                told.append((address, method))
    assert told == []


def without_addresses(response) -> tuple[int, str]:
    """A page without what names its own address, its form token and its reference."""
    return response.status_code, PLAIN.sub("", response.content.decode())


# Reading writes nothing, writing needs our own form


def counted() -> dict[str, list]:
    """How many rows every table has, and the newest; sessions apart, which note when somebody was here."""
    return {
        model._meta.label: [model._default_manager.count(), model._default_manager.order_by("-pk").first()]
        for model in apps.get_models()
        if model._meta.app_label != "sessions"
    }


@pytest.mark.parametrize("name", ["anonymous", "coordinator", "admin"])
def test_looking_at_any_address_writes_nothing(name, town):
    client, before = visitor(town, name), counted()

    for address in named():
        for method in ("get", "head"):
            response = getattr(client, method)(town.address(address))
            if response.streaming:
                b"".join(response)

    assert counted() == before


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_no_address_takes_a_post_without_the_token_of_our_form(headers, town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.coordinator)
    before = counted()

    answers = {address: client.post(town.address(address), {"x": "1"}, headers=headers) for address in named()}

    taken = {address: answer.status_code for address, answer in answers.items() if answer.status_code != 403}
    assert taken == {"policy_report": 204}  # which browsers send by themselves
    assert counted() == before
