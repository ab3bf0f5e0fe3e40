"""People, municipalities and groups for tests, made by walking there through the actions."""

import functools
import itertools
import uuid
from datetime import date

from integration_programme.actors import SYSTEM, Actor
from integration_programme.translations import Translations
from stakeholders import reference
from stakeholders.actions import contacts, groups, people, provider
from stakeholders.enums import RoleKind, Sector
from stakeholders.models import (
    CentreContact,
    CooperationGroup,
    Feedback,
    GroupOfficer,
    Municipality,
    Organisation,
    Role,
    Seat,
    User,
)

PASSWORD = "a long enough password"
_numbers = itertools.count(1)


def make_user(email: str = "", name: str = "Aino Alanen", language: str = "en", password: str = PASSWORD) -> User:
    email = email or f"person-{next(_numbers)}@example.org"
    return people.create_account(email=email, name=name, password=password, language=language)


def make_centre(code: str = "08") -> Organisation:
    names = Translations({"fi": "Pohjanmaan elinvoimakeskus", "sv": "Österbottens livskraftscentral"})
    names["en"] = "Ostrobothnia Economic Development Centre"
    defaults = {"names": names, "valid_from": date(2026, 1, 1)}
    return Organisation.objects.get_or_create(kind="centre", code=code, defaults=defaults)[0]


@functools.cache
def shipped(file: str) -> list[dict[str, str]]:
    return reference.rows(file)


def make_municipality(code: str = "545") -> Municipality:
    """A real municipality with its bodies, from the shipped file, without loading all of it."""
    if municipality := Municipality.objects.filter(pk=code).first():
        return municipality
    row = next(row for row in shipped("municipalities.csv") if row["code"] == code)
    of_code = {(body["kind"], body["code"]): body for body in shipped("organisations.csv")}
    bodies = {}
    for kind in reference.BODIES.values():
        if row[kind]:
            body = of_code[kind, row[kind]]
            defaults = {"names": reference.names(body), "valid_from": reference.day(body["valid_from"])}
            bodies[kind, row[kind]], _ = Organisation.objects.get_or_create(
                kind=kind, code=row[kind], defaults=defaults
            )
    municipality = reference.municipality(row, bodies)
    municipality.save()
    return municipality


def make_role(kind: str, user: User | None = None, **places) -> Role:
    return people.give_role(user or make_user(), kind, by=SYSTEM, **places)


def make_coordinator(municipality: Municipality | None = None, **person) -> User:
    municipality = municipality or make_municipality()
    return make_role(RoleKind.COORDINATOR, make_user(**person), municipality=municipality).user


def make_editor(municipality: Municipality | None = None, **person) -> User:
    municipality = municipality or make_municipality()
    return make_role(RoleKind.EDITOR, make_user(**person), municipality=municipality).user


def make_adviser(centre: Organisation | None = None, **person) -> User:
    return make_role(RoleKind.ADVISER, make_user(**person), centre=centre or make_centre()).user


def make_administrator(**person) -> User:
    return make_role(RoleKind.ADMINISTRATOR, make_user(**person)).user


def make_group(municipalities=None, by: User | None = None, name: str = "Cooperation group") -> CooperationGroup:
    group = CooperationGroup(names=Translations({"en": name, "sv": "Samarbetsgruppen"}))
    municipalities = [make_municipality()] if municipalities is None else list(municipalities)
    groups.save_group(group, municipalities=municipalities, row_version=1, by=by or make_coordinator(municipalities[0]))
    return group


def per_language(name: str | dict) -> Translations:
    return Translations(dict.fromkeys(("fi", "sv", "en"), name) if isinstance(name, str) else name)


def make_seat(
    group: CooperationGroup | None = None,
    person: User | None = None,
    by: User | None = None,
    organisation: str | dict = "Red Cross",
    **fields,
) -> Seat:
    """A seat of an organisation, named alike in all languages or as given; with `person` an account holds it."""
    group = group or make_group()
    by = by or make_coordinator(group.municipalities.first())
    fields = {"sector": Sector.ORGANISATION, "key": uuid.uuid4(), **fields}
    seat = Seat(group=group, organisation=per_language(organisation), **fields)
    groups.save_seat(seat, row_version=1, by=by)
    if person:
        groups.seat_person(seat, person, as_deputy=False)
        seat.refresh_from_db()
    return seat


def make_contact(centre: Organisation | None = None, by: Actor = SYSTEM, name: str = "Integration unit", **fields):
    """A contact of a centre, reached by e-mail unless told otherwise."""
    fields = {"email": "unit@example.org", **fields}
    contact = CentreContact(centre=centre or make_centre(), names=per_language(name), **fields)
    return contacts.save_contact(contact, row_version=0, by=by)


def make_officer(group: CooperationGroup, kind: str = "chair", by: User | None = None, **fields) -> GroupOfficer:
    officer = GroupOfficer(group=group, kind=kind, **fields)
    return groups.save_officer(officer, row_version=0, by=by or make_coordinator(group.municipalities.first()))


def make_member(group: CooperationGroup | None = None, **person) -> User:
    """Somebody who holds a seat in a group."""
    return make_seat(group, person=make_user(**person)).person


def make_feedback(kind="accessibility", text="The menu cannot be reached", email="reader@example.org", language="sv"):
    key = uuid.uuid4()
    provider.give_feedback(kind=kind, text=text, email=email, language=language, key=key)
    return Feedback.objects.get(key=key)
