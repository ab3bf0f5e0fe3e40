"""The adviser's desk: at 3,000 programmes against 10, each of a municipality of its own in the same region.

    .venv/bin/python benchmarks/desk.py [--rounds N] [--programmes N]

CPU milliseconds of the process that answers, the minimum of many rounds; a new SQLite file. A third of the programmes waits
for the advisers, a third has comments of theirs without a response. Promised: at most 1.3 times, and at most 40 ms.
"""

import argparse
import tempfile

from asks import measured, prepare, set_up, signed_in, statements

FEW = 10


def main(rounds: int, many: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        prepare(4)
        found = {}
        for number in (FEW, many):
            _make(number)
            found[number] = _measure(rounds)
        for name in found[FEW]:
            few, full = found[FEW][name], found[many][name]
            print(f"{name}: {FEW} programmes {few:.1f} ms, {many} programmes {full:.1f} ms, {full / few:.2f} times")
        print("statements:", statements(lambda: signed_in("adviser").get("/fi/overview/")))


def _measure(rounds: int) -> dict[str, float]:
    adviser, pages = signed_in("adviser"), {"the desk": "", "what waits": "?show=turn"}
    spent = {name: [] for name in pages}
    for at in range(rounds + 1):  # the first round warms up
        for name, query in pages.items():
            took = measured(lambda query=query: adviser.get(f"/fi/overview/{query}"))
            spent[name] += [took] if at else []
    return {name: min(each) for name, each in spent.items()}


def _make(number: int) -> None:
    """As many programmes as there are to be, without records: the desk reads none."""
    from django.utils import timezone

    from integration_programme import revisions
    from programmes.enums import Access, Audience
    from programmes.models import Comment, Programme, ProgrammeMunicipality, Review, Sharing, Standing
    from stakeholders.models import Municipality, today

    like, now = Programme.objects.get(slug="demo"), timezone.now()
    town, known = like.lead.municipality, Programme.objects.filter(slug__startswith="desk-").count()
    ats = range(known, number)
    names = {at: {"fi": f"Kunta {at:04}", "sv": f"Kommun {at:04}"} for at in ats}
    body = {name: getattr(town, name) for name in ("region", "wellbeing_services_county", "employment_area", "centre")}
    Municipality.objects.bulk_create(
        Municipality(code=f"Y{at:04}", names=names[at], languages=["fi"], is_demo=True, **body) for at in ats
    )
    programmes = Programme.objects.bulk_create(
        Programme(slug=f"desk-{at}", title=names[at], content_languages=["fi"], is_demo=True) for at in ats
    )
    pairs = list(zip(ats, programmes, strict=True))
    ProgrammeMunicipality.objects.bulk_create(
        ProgrammeMunicipality(programme=each, municipality_id=f"Y{at:04}", is_lead=True) for at, each in pairs
    )
    Sharing.objects.bulk_create(Sharing(programme=each, audience=Audience.ADVISER) for each in programmes)
    told = like.standings.get(audience=Audience.ADVISER)
    facts = {name: getattr(told, name) for name in ("phases", "turn", "next_date", "revision", "outside")}
    Standing.objects.bulk_create(
        Standing(programme=each, audience=audience, municipalities=[names[at]], day=today(), **facts)
        for at, each in pairs
        for audience in (Audience.ADVISER, Audience.WRITERS)
    )
    Review.objects.bulk_create(
        Review(programme=each, asked_at=now, asked_by="Maija") for at, each in pairs if at % 3 == 0
    )
    Comment.objects.bulk_create(
        Comment(programme=each, draft_of=now, text="Miksi?", author_access=Access.ADVISER, to_adviser=True)
        for at, each in pairs
        if at % 3 == 1
        for _number in range(3)
    )
    revisions.count(revisions.LISTED)


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--programmes", type=int, default=3_000)
    given = options.parse_args()
    main(given.rounds, given.programmes)
