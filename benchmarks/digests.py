"""The mails that tell of many notices, to 10,000 people in 1,000 programmes: at most 60 seconds and 150 MB.

DEBUG=1 DATABASE_URL=sqlite:///digests.sqlite3 python benchmarks/digests.py
"""

import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_programme.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from integration_programme.models import OutgoingMail  # noqa: E402
from programmes.actions.notices import send_digests  # noqa: E402
from programmes.models import Programme, ProgrammeMunicipality  # noqa: E402
from stakeholders.models import Municipality, Notice, Role, User  # noqa: E402

PEOPLE, PROGRAMMES, EACH = 10_000, 1_000, 3
MOST_SECONDS, MOST_MB = 60, 150


def fill() -> None:
    """Towns with ten people and one programme each; three notices wait for everybody."""
    language, due, begun = ("fi", "sv", "en"), timezone.now(), date(2020, 1, 1)
    towns = [
        Municipality(code=f"x{number}", names={"fi": f"Kunta {number}"}, languages=["fi"], is_demo=True)
        for number in range(PROGRAMMES)
    ]
    Municipality.objects.bulk_create(towns)
    programmes = [Programme(slug=f"p-{number}", title={"fi": f"Ohjelma {number}"}) for number in range(PROGRAMMES)]
    Programme.objects.bulk_create(programmes)
    pairs = list(zip(programmes, towns, strict=True))
    ProgrammeMunicipality.objects.bulk_create(
        ProgrammeMunicipality(programme=programme, municipality=town, is_lead=True) for programme, town in pairs
    )
    people = [
        User(email=f"p{number}@example.org", name=f"Person {number}", language=language[number % 3])
        for number in range(PEOPLE)
    ]
    User.objects.bulk_create(people)
    Role.objects.bulk_create(
        Role(user=person, kind="coordinator", municipality=towns[number % PROGRAMMES], valid_from=begun)
        for number, person in enumerate(people)
    )
    Notice.objects.bulk_create(
        (
            Notice(
                person=person,
                kind="comments",
                once=f"{each}",
                programme=programmes[number % PROGRAMMES].slug,
                who="Aino Alanen",
                mail_due=due - timedelta(hours=1),
            )
            for number, person in enumerate(people)
            for each in range(EACH)
        ),
        batch_size=500,
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    fill()
    begun = time.monotonic()
    if (pid := os.fork()) == 0:  # the memory of the run alone, not of what filled the database
        print(f"{send_digests()} mails", flush=True)
        os._exit(0)
    _pid, status, used = os.wait4(pid, 0)
    seconds, megabytes = time.monotonic() - begun, used.ru_maxrss / 1024
    print(f"{seconds:.1f} s, {megabytes:.0f} MB at most, {OutgoingMail.objects.count()} mails written")
    if status or seconds > MOST_SECONDS or megabytes > MOST_MB:
        sys.exit("too slow, or too large")


if __name__ == "__main__":
    main()
