"""The made-up municipality and the people who may sign in to see the demo."""

from dataclasses import dataclass

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from stakeholders.actions.people import create_account, give_role
from stakeholders.enums import RoleKind
from stakeholders.models import Municipality, User

DEMO_PASSWORD = "seven phases demo"  # pragma: allowlist secret (README tells it to everybody)
#: who they are → address, name and own language: the demo municipality writes in both
PEOPLE = {
    "coordinator": ("coordinator@example.org", "Maija Esimerkki", "fi"),
    "editor": ("editor@example.org", "Erik Exempel", "sv"),
    "member": ("member@example.org", "Amina Esimerkki", "fi"),
    "adviser": ("adviser@example.org", "Arto Esimerkki", "fi"),
    "admin": ("admin@example.org", "Anna Exempel", "sv"),
}
#: Outside Statistics Finland's range of municipality codes, which are three digits.
DEMO_MUNICIPALITY = "X01"
REAL_MUNICIPALITY = "545"  # Närpes, Närpiö


@dataclass
class Cast:
    """Everybody and everything the demo plays with."""

    municipality: Municipality
    real: Municipality
    people: dict[str, User]


def make_cast(names: dict[str, str]) -> Cast:
    """Accounts, roles and the made-up municipality, which lies where Närpes does. May be repeated."""
    municipality, real = made_up(names), _real()
    people = {key: _account(*person) for key, person in PEOPLE.items()}
    for place in (municipality, real):
        _role(people["coordinator"], RoleKind.COORDINATOR, municipality=place)
        _role(people["editor"], RoleKind.EDITOR, municipality=place)
    _role(people["adviser"], RoleKind.ADVISER, centre=real.centre)
    _role(people["admin"], RoleKind.ADMINISTRATOR)
    return Cast(municipality, real, people)


def made_up(names: dict[str, str]) -> Municipality:
    """The made-up municipality."""
    return demo_municipality(DEMO_MUNICIPALITY, names, _real())


def _real() -> Municipality:
    return Municipality.objects.get(pk=REAL_MUNICIPALITY)


def demo_municipality(code: str, names: dict[str, str], like: Municipality) -> Municipality:
    """A made-up bilingual municipality among the bodies of a real one."""
    fields = {
        "names": Translations(names),
        "languages": ["fi", "sv"],
        "region": like.region,
        "wellbeing_services_county": like.wellbeing_services_county,
        "employment_area": like.employment_area,
        "centre": like.centre,
        "is_demo": True,
    }
    return Municipality.objects.get_or_create(code=code, defaults=fields)[0]


def _role(user: User, kind: RoleKind, **place) -> None:
    if not user.roles.not_ended().filter(kind=kind, **place).exists():
        give_role(user, kind, by=SYSTEM, **place)


def _account(email: str, name: str, language: str) -> User:
    user = User.objects.filter(email=email).first()
    return user or create_account(email=email, name=name, password=DEMO_PASSWORD, language=language)
