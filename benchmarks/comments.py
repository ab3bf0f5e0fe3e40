"""Comments: a subject page with 200 of them against the same page without, and the statements of a save.

    .venv/bin/python benchmarks/comments.py [--rounds N]

CPU milliseconds of the process that answers, the minimum of many rounds, in turns; the demo in a new SQLite file. Promised:
the page with 200 at most 1.25 times the one without, a comment saved in at most 12 statements.
"""

import argparse
import tempfile

from asks import measured, prepare, set_up, signed_in, statements


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        prepare(4)
        from programmes.models import Comment, Programme, place_of

        programme = Programme.objects.get(slug="demo")
        bare, full = programme.objectives.all()[1:3]
        _say(full, 200)
        writer = signed_in("coordinator")
        pages = {each: f"/fi/programmes/demo/objective/{each.key}/" for each in (bare, full)}
        spent = {each: [] for each in pages}
        for at in range(rounds + 1):  # the first round warms up
            for each, url in pages.items():
                found = measured(lambda url=url: writer.get(url))
                spent[each] += [found] if at else []
        without, with_them = (min(spent[each]) for each in pages)
        print(f"without {without:.2f} ms, with 200 {with_them:.2f} ms: {with_them / without:.2f} times")
        url = f"/fi/programmes/demo/comments/write/?place={place_of(bare)}"
        form = {"about": str(place_of(bare)), "text": "Why?"}
        print(f"a comment saved: {statements(lambda: writer.post(url, form))} statements")
        assert Comment.objects.filter(text="Why?").count() == 1


def _say(record, number: int) -> None:
    from programmes.actions.comments import add_comment
    from programmes.models import place_of
    from stakeholders.models import User

    by = User.objects.get(email="coordinator@example.org")
    for at in range(number):
        add_comment(
            record.programme, place_of(record), f"Remark {at}: " + "what should be otherwise, and why. " * 5, by=by
        )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=30)
    main(arguments.parse_args().rounds)
