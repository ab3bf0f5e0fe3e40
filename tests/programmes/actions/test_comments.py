"""Comments: who reads them, what becomes of them, and that nobody is shown one by the way."""

import uuid

import pytest

from integration_programme.models import OutgoingMail
from integration_programme.records import Refused
from integration_programme.translations import Translations
from programmes import rules
from programmes.actions import comments as actions
from programmes.actions.programmes import archive_programme, share_programme
from programmes.actions.records import archive_record
from programmes.enums import Access, Audience, CommentState, ProgrammeState
from programmes.models import Comment, CommentWording, Place, Programme, discussions, place_of
from programmes.models.comments import cleaned
from programmes.models.dispositions import OPEN
from programmes.models.sharing import SWITCHED
from programmes.portable import dump, to_text
from stakeholders.actions.groups import release_seat
from stakeholders.models import Event
from tests.programmes.factories import (
    change,
    element_of,
    fresh,
    make_chosen_group,
    make_comment,
    make_objective,
    make_owed,
    make_partner,
    make_programme,
    walk_to,
)
from tests.stakeholders.factories import (
    make_adviser,
    make_centre,
    make_coordinator,
    make_editor,
    make_member,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(programme, coordinator):
    """Of the programme's group; the programme is open to the group and the adviser."""
    member = make_member(make_chosen_group(programme, by=coordinator), name="Mona")
    share_programme(programme, SWITCHED, by=coordinator)
    return member


@pytest.fixture
def adviser(programme):
    return make_adviser(make_centre("08"), name="Arto")


@pytest.fixture
def objective(programme, coordinator):
    return make_objective(programme, by=coordinator)


def on(record, said="Why?", *, by, **about):
    return actions.add_comment(fresh(record.programme), place_of(record, **about), said, by=by)


def readers(comment: Comment, **people) -> list[str]:
    """Names of those to whom a comment is shown."""
    comment = Comment.objects.get(pk=comment.pk)
    found = []
    for name, person in people.items():
        seen = fresh(comment.programme)
        seen.audience = rules.audience_of(person, seen)
        comment.programme = seen
        if rules.role_of(person, seen) and rules.reads_comment(person, seen, comment):
            found.append(name)
    return found


@pytest.fixture
def people(member, adviser, coordinator, programme):
    return {
        "writer": coordinator,
        "editor": make_editor(make_municipality("545")),
        "member": member,
        "other member": make_member(fresh(programme).group),
        "adviser": adviser,
        "stranger": make_user(),
    }


# Who reads it


def test_new_comment_is_for_the_writers_and_whoever_wrote_it(objective, people):
    by_member, by_writer = (on(objective, by=people[name]) for name in ("member", "writer"))

    assert readers(by_member, **people) == ["writer", "editor", "member"]
    assert readers(by_writer, **people) == ["writer", "editor"]
    assert (by_writer.is_private, by_member.is_private) == (True, False)


@pytest.mark.parametrize(
    ("shown_to", "more"),
    [
        ([Audience.GROUP], ["member", "other member"]),
        ([Audience.ADVISER], ["adviser"]),
        (SWITCHED, ["member", "other member", "adviser"]),
    ],
)
def test_each_audience_is_shown_it_by_itself(shown_to, more, objective, people):
    comment = on(objective, by=people["writer"])

    actions.show_comment(comment, shown_to, by=people["writer"])

    assert readers(comment, **people) == ["writer", "editor", *more]


def test_partner_that_takes_part_counts_as_writer(objective, programme, member):
    make_partner(programme, "893")
    neighbour = make_coordinator(make_municipality("893"))

    assert readers(on(objective, by=member), neighbour=neighbour) == ["neighbour"]


def test_comment_that_is_hidden_again_is_hidden_with_its_answers(objective, people):
    comment = make_comment(objective, by=people["writer"])
    answer = actions.answer_comment(comment, "Because", by=people["writer"])
    assert readers(answer, **people) == ["writer", "editor", "member", "other member", "adviser"]

    actions.show_comment(comment, [], by=people["writer"])

    assert readers(answer, **people) == ["writer", "editor"]


def test_answer_reaches_the_one_who_began_and_is_not_opened_by_others(objective, people):
    comment = on(objective, by=people["member"])
    answer = actions.answer_comment(comment, "We look into it", by=people["writer"])
    note = actions.answer_comment(comment, "Ask Erik", is_private=True, by=people["writer"])
    assert readers(answer, **people) == ["writer", "editor", "member"]
    assert readers(note, **people) == ["writer", "editor"]

    actions.show_comment(comment, SWITCHED, by=people["member"])

    assert readers(comment, **people) == ["writer", "editor", "member", "other member", "adviser"]
    assert readers(answer, **people) == ["writer", "editor", "member"]
    assert readers(note, **people) == ["writer", "editor"]


def test_answer_is_shown_to_no_audience_that_does_not_read_what_it_answers(objective, people):
    comment = make_comment(objective, by=people["writer"], shown_to=[Audience.GROUP])
    answer = actions.answer_comment(comment, "Yes", by=people["member"])

    actions.show_comment(answer, SWITCHED, by=people["member"])

    assert Comment.objects.get(pk=answer.pk).audiences == [Audience.GROUP]


def test_discussions_leave_out_what_is_not_shown_and_what_answers_it(objective, people):
    hidden, shown = on(objective, by=people["writer"]), make_comment(objective, by=people["writer"])
    for comment in (hidden, shown):
        actions.answer_comment(comment, "Yes", by=people["editor"])
        actions.answer_comment(comment, "Note", is_private=True, by=people["editor"])

    found = discussions(Comment.objects.all(), Audience.GROUP, people["member"])

    assert [(each.comment, [answer.text for answer in each.answers]) for each in found] == [(shown, ["Yes"])]


def test_closed_programme_shows_comments_to_nobody_outside(objective, people, programme):
    comment = make_comment(objective, by=people["writer"])

    share_programme(fresh(programme), [], by=people["writer"])

    assert readers(comment, **people) == ["writer", "editor"]


def test_comment_on_what_a_partner_wrote_goes_with_the_partner(programme, coordinator):
    link = make_partner(programme, "893")
    comment = on(make_objective(programme, by=coordinator, part=link), by=coordinator)
    assert readers(comment, writer=coordinator) == ["writer"]

    type(link).objects.filter(pk=link.pk).update(consent="withdrawn")

    assert readers(comment, writer=coordinator) == []


# What it keeps


def test_comment_keeps_who_said_it_for_whom_and_on_which_draft(objective, member, programme):
    comment = Comment.objects.get(pk=on(objective, by=member).pk)
    seat = member.seats.get()
    release_seat(seat, as_deputy=False, by=make_coordinator(make_municipality("545")))
    member.delete()
    comment.refresh_from_db()

    assert (comment.author, comment.author_name, comment.author_access) == (None, "Mona", Access.MEMBER)
    assert (comment.seat, comment.on_behalf.text("sv")) == (seat, "Red Cross")
    assert comment.draft_of == fresh(programme).written_at


def test_quoted_words_must_stand_there(programme, coordinator):
    element = element_of(programme, "strategy")
    change(element, text=Translations({"sv": "<p>Kommunen ger lite pengar.</p>"}), by=coordinator)
    (paragraph,) = element.text["sv"].split('"')[1:2]
    place = place_of(element, "text", "sv", paragraph)

    comment = actions.add_comment(programme, place, "How much?", quote="lite  pengar", by=coordinator)

    assert (comment.quote, comment.passage, comment.item) == (
        "lite pengar",
        "Kommunen ger lite pengar.",
        "document.strategy",
    )
    with pytest.raises(Refused, match="do not stand there"):
        actions.add_comment(programme, place, "How much?", quote="mycket pengar", by=coordinator)


def test_changed_comment_keeps_what_it_said_and_a_withdrawn_one_keeps_nothing(objective, coordinator):
    comment = on(objective, "First", by=coordinator)
    actions.change_comment(comment, "Second", row_version=1, by=coordinator)
    assert [each.text for each in CommentWording.objects.all()] == ["First"]

    actions.withdraw_comment(comment, by=coordinator)
    actions.withdraw_comment(comment, by=coordinator)

    comment.refresh_from_db()
    assert (comment.text, comment.withdrawn_at is not None, CommentWording.objects.count()) == ("", True, 0)
    assert Event.objects.filter(verb="withdraw_comment").count() == 1


def test_comment_from_an_old_form_is_not_written_over(objective, coordinator):
    comment = on(objective, "First", by=coordinator)
    actions.change_comment(comment, "Second", row_version=1, by=coordinator)

    with pytest.raises(Refused, match="not yet saved"):
        actions.change_comment(comment, "Third", row_version=1, by=coordinator)

    actions.change_comment(comment, "Second", row_version=1, by=coordinator)  # a double click
    assert Comment.objects.get().text == "Second"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" a \r\n\r\n\r\n\r\nb\rc ", "a\n\nb\nc"),
        ("a\x00b\x1b[31m\ufeff", "ab[31m"),
        ("a\ud800b", "ab"),
        ("\n \t\n", ""),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_text_is_kept_clean(written, kept):
    assert cleaned(written) == kept


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5_001])
def test_text_must_be_there_and_not_too_long(text, objective, coordinator):
    with pytest.raises(Refused):
        on(objective, text, by=coordinator)

    assert Comment.objects.count() == 0


def test_double_click_makes_one_comment_and_nobody_is_given_anothers_key(objective, coordinator, member):
    key = uuid.uuid4()
    place = place_of(objective)
    first, second = (
        actions.add_comment(objective.programme, place, "Why?", key=key, by=coordinator) for _click in range(2)
    )

    other = actions.add_comment(fresh(objective.programme), place, "Why not?", key=key, by=member)

    assert first == second != other
    assert Event.objects.filter(verb="add_comment").count() == 2


def test_event_tells_nothing_of_what_was_said(objective, coordinator):
    comment = on(objective, "Confidential words", by=coordinator)
    actions.change_comment(comment, "Confidential too", row_version=1, by=coordinator)

    told = str(list(Event.objects.filter(kind="comment").values()))

    assert "Confidential" not in told and str(comment.key) in told


def test_comments_are_in_no_file_of_the_programme_and_change_nothing_of_it(objective, programme, coordinator):
    before = Programme.objects.with_revisions().get(pk=programme.pk)
    data = to_text(dump(before))

    make_comment(objective, "Confidential words", by=coordinator)

    after = Programme.objects.with_revisions().get(pk=programme.pk)
    assert (after.revision, after.outside, after.row_version) == (before.revision, before.outside, before.row_version)
    assert after.comments_revision == before.comments_revision + 2
    assert to_text(dump(after)) == data


def test_save_of_the_programme_keeps_the_count_of_its_comments(objective, programme, coordinator):
    stale = fresh(programme)
    on(objective, by=coordinator)

    change(stale, page_budget=30, by=coordinator)

    assert (fresh(programme).comments_revision, fresh(programme).page_budget) == (1, 30)


# Answering and closing


def test_comment_is_answered_by_one_side_and_closed_by_the_other(objective, member, coordinator):
    comment = on(objective, by=member)
    states = [comment.state]
    for act, by in (
        (actions.mark_comment_answered, coordinator),
        (actions.mark_comment_answered, coordinator),
        (actions.close_comment, member),
        (actions.reopen_comment, member),
    ):
        act(comment, by=by)
        comment.refresh_from_db()
        states.append((comment.state, comment.state_by))

    told = ("answered", "Aino Alanen")
    assert states == ["open", told, told, ("closed", "Mona"), ("open", "Mona")]


@pytest.mark.parametrize("closes", ["writer", "member"])
def test_comment_that_nobody_answered_is_closed_once_and_opened_again(closes, objective, people, coordinator):
    comment = on(objective, by=people["member"])
    for act in (actions.close_comment, actions.close_comment, actions.reopen_comment, actions.close_comment):
        act(comment, by=people[closes])
    with pytest.raises(Refused, match="Closed"):
        actions.mark_comment_answered(comment, by=coordinator)

    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[-3:] == [
        "close_comment",
        "reopen_comment",
        "close_comment",
    ]


def test_closing_owes_the_response_all_the_same(objective, member, coordinator):
    comment = make_owed(objective, member)
    actions.close_comment(comment, by=coordinator)

    closed = Comment.objects.get(pk=comment.pk)
    assert (closed.is_owed, closed.standing) == (True, OPEN)


def test_answer_can_say_that_the_comment_is_answered(objective, member, coordinator):
    comment = on(objective, by=member)

    actions.answer_comment(comment, "It is in chapter 5.", settles=True, by=coordinator)

    assert Comment.objects.get(pk=comment.pk).state == CommentState.ANSWERED
    assert Event.objects.latest("pk").fields == ["text", "state"]


WRITES = "Only the coordinators and editors of the municipality write in the programme. You can read it."
CLOSES = "A comment is closed by the person who wrote it, or by a coordinator."
OPENS = "A comment is opened again by the person who wrote it, or by those who write the programme."
CHANGES = "Only the person who wrote a comment can change it."


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("writer", (None, None, None, CHANGES)),
        ("editor", (None, CLOSES, None, CHANGES)),
        ("member", (WRITES, None, None, None)),
        ("other member", (WRITES, CLOSES, OPENS, CHANGES)),
        ("adviser", (WRITES, CLOSES, OPENS, CHANGES)),
    ],
)
def test_each_person_is_answered_as_the_table_says(name, answers, objective, people, programme):
    comment, actor = on(objective, by=people["member"]), people[name]
    told = (rules.manage_comment, rules.close_comment, rules.reopen_comment, rules.change_comment)

    assert tuple(rule.reason(actor, fresh(programme), comment) for rule in told) == answers


def test_nobody_comments_on_an_archived_programme(programme, coordinator, member):
    assert [rules.comment_on_programme.allows(each, fresh(programme)) for each in (coordinator, member)] == [True, True]
    archive_programme(fresh(programme), by=coordinator)

    assert rules.comment_on_programme.reason(coordinator, fresh(programme)) == (
        "This programme is archived: nobody comments on it any more."
    )


def test_nobody_comments_on_a_superseded_programme(programme, coordinator):
    walk_to(programme, ProgrammeState.APPROVED)
    assert rules.comment_on_programme.allows(coordinator, fresh(programme))
    Programme.objects.filter(pk=programme.pk).update(period_start="2018-01-01", period_end="2020-12-31")

    successor = make_programme(by=coordinator)
    walk_to(successor, ProgrammeState.APPROVED)
    Programme.objects.filter(pk=successor.pk).update(period_start="2021-01-01", period_end="2024-12-31")

    assert rules.comment_on_programme.reason(coordinator, fresh(programme)) == (
        "A later programme is in force: nobody comments on this one any more."
    )


# Who is asked


def test_who_is_asked_to_look_gets_one_mail_however_often_it_is_asked(objective, coordinator):
    editor = make_editor(make_municipality("545"), language="sv")
    comment = actions.add_comment(
        objective.programme, place_of(objective), "Confidential words", mentions=[editor, coordinator], by=coordinator
    )
    actions.assign_comment(comment, editor, by=coordinator)
    actions.change_comment(comment, "Others", row_version=2, mentions=[editor], by=coordinator)

    (mail,) = OutgoingMail.objects.all()
    assert (mail.to, mail.language, mail.kind) == (editor.email, "sv", "comment")
    assert f"/sv/programmes/{objective.programme.slug}/comments/{comment.key}/" in mail.body
    assert "Confidential" not in mail.body + mail.subject


def test_nobody_is_asked_to_look_at_what_is_not_shown_to_them(objective, coordinator, member, adviser):
    comment = make_comment(objective, by=coordinator, shown_to=[Audience.GROUP])
    actions.assign_comment(comment, member, by=coordinator)

    with pytest.raises(Refused, match="Only people who may read"):
        actions.assign_comment(comment, adviser, by=coordinator)
    with pytest.raises(Refused, match="Only people who may read"):
        actions.add_comment(objective.programme, place_of(objective), "x", mentions=[member], by=coordinator)

    assert [mail.to for mail in OutgoingMail.objects.all()] == [member.email]
    assert Comment.objects.count() == 1


def test_mail_about_a_withdrawn_comment_does_not_leave(objective, coordinator):
    editor = make_editor(make_municipality("545"))
    comment = on(objective, by=coordinator)
    actions.assign_comment(comment, editor, by=coordinator)

    actions.withdraw_comment(comment, by=coordinator)

    assert OutgoingMail.objects.count() == 0


def test_comment_on_a_record_in_the_archive_stays(objective, programme, coordinator):
    comment = on(objective, by=coordinator)

    archive_record(objective, by=coordinator)

    assert readers(comment, writer=coordinator) == ["writer"]
    assert Comment.objects.get().place == Place(programme.slug, "objective", str(objective.key))
