"""Who may do what, and when. A rule gives nothing (allowed) or its reason as a sentence.

Who: `role_of(actor, programme)`, kept for each person apart. When: state and completeness.
"""

from django.utils.translation import gettext as _

from integration_programme.access import Rule
from integration_programme.prepared import SOME_ID, SOME_TEXT, Prepared
from programmes.enums import WRITERS, Access, Audience, Phase, ProgrammeState, StatementWay
from programmes.models import Comment, Meeting, Place, Programme
from programmes.models.kinds import KINDS
from programmes.models.partners import PartRecord
from programmes.models.places import ITEM, MARK
from programmes.models.sharing import AUDIENCE_OF, READERS, sees, shows
from programmes.workflow import Move, lacking, who_moves
from stakeholders.enums import RoleKind
from stakeholders.models import User, today
from stakeholders.rules import change_role

DERIVED = Prepared(lambda: Programme.objects.with_derived_states().only("pk").filter(pk=SOME_ID))
ACCESS = Prepared(lambda: Programme.objects.with_access(User(pk=SOME_ID)).only("pk").filter(slug=SOME_TEXT))


def role_of(actor, programme: Programme) -> str:
    """What a person is to a programme (`Access`), or '' for a stranger.

    Asked once for a person and an object: what is true of one person is never the answer about another.
    """
    known = programme.__dict__.setdefault("_roles", {})
    if actor.identity not in known:
        known[actor.identity] = _access(actor, programme)
    return known[actor.identity]


def _access(actor, programme: Programme) -> str:
    if actor.account is None:
        return ""
    return _seen_as(actor, ACCESS.first(today(), {SOME_ID: actor.account.pk, SOME_TEXT: programme.slug}).access)


def _seen_as(actor, access: str) -> str:
    """What somebody is to a programme; who writes it and looks at it as one of its readers is that reader."""
    if not actor.seen_as:
        return access
    return READERS.get(actor.seen_as, "") if access in WRITERS else ""


def account_of(actor):
    """Whose own words somebody meets; nobody's who looks as another."""
    return None if actor.seen_as else actor.account


def known_role(actor, programme: Programme) -> str | None:
    """What a person was to a programme when this object was first asked; None where it was not."""
    return programme.__dict__.get("_roles", {}).get(actor.identity)


def keep_role(actor, programme: Programme) -> None:
    """Keep what `with_access(actor)` has found out along with the programme, for the same person's questions only."""
    programme.__dict__.setdefault("_roles", {})[actor.identity] = _seen_as(actor, programme.__dict__.pop("access"))


def audience_of(actor, programme: Programme) -> Audience:
    """As whom somebody sees a programme; a stranger sees what everyone sees."""
    return AUDIENCE_OF.get(role_of(actor, programme), Audience.PUBLIC)


def _archived(programme: Programme) -> str | None:
    if programme.archived_at is None:
        return None
    return _(
        "This programme is archived: you can read it, but nobody can change it. A coordinator of the lead municipality "
        "can bring it back."
    )


@Rule
def write_guidance(actor, owners, *others):
    """Whoever has a body's name to write in; the pages find no other bodies."""
    if not owners:
        return _("Advisers write guidance for their centre, and coordinators for their municipality.")
    return None


@Rule
def start_programme(actor, municipality=None):
    roles = [role for role in actor.valid_roles if role.kind in (RoleKind.COORDINATOR, RoleKind.EDITOR)]
    if not roles:
        return _("Only coordinators and editors of a municipality start programmes.")
    if municipality is not None and municipality.code not in {role.municipality_id for role in roles}:
        return _("You can start a programme only for your own municipality.")
    return None


@Rule
def start_from_upload(actor, upload, made):
    """Roles may have ended between the file and the word; what was made already is anyhow only led to."""
    return start_programme.reason(actor, upload.municipality) if upload else None


@Rule
def read_programme(actor, programme, *others):
    """An archived programme is there for those who write it, and for nobody else."""
    role = role_of(actor, programme)
    if not role or (programme.archived_at is not None and role not in WRITERS):
        return _("This programme has not been shared with you.")
    return None


def approved_audience(actor, programme: Programme) -> Audience | None:
    """As whom somebody reads what was approved: as before, or as the audience that could read it once; None for others."""
    if read_programme.allows(actor, programme):
        return audience_of(actor, programme)
    known = Programme.objects.with_approved_access(actor).filter(pk=programme.pk)
    access = known.values_list("access", flat=True).first()
    return AUDIENCE_OF[access] if access else None


@Rule
def read_approved(actor, programme, *others):
    """What was approved stays readable for those who could read it, when the draft has been closed to them."""
    if approved_audience(actor, programme) is None:
        return _("This programme has not been shared with you.")
    return None


@Rule
def edit_programme(actor, programme, *others):
    if role_of(actor, programme) not in WRITERS:
        return _("Only the coordinators and editors of the municipality write in the programme. You can read it.")
    return _archived(programme)


@Rule
def write_at(actor, programme, item, *others):
    """To write at an item of the checklist."""
    return edit_programme.reason(actor, programme) or closed_at(actor, programme, item)


def closed_at(actor, programme: Programme, item: str) -> str | None:
    """Why somebody who writes the programme does not write at an item of the checklist ('': at what tells of it as a whole).
    Coordinators write everywhere."""
    if is_open_at(programme, item) or limited_to(actor, programme) is None:
        return None
    return why_closed()


def why_closed() -> str:
    """What is said where others than coordinators do not write just now."""
    return _(
        "Only what the adviser commented on is open to editors just now, as a coordinator has chosen. The rest opens "
        "again when the adviser is asked anew or the programme is proposed, or when a coordinator opens everything."
    )


def limited_to(actor, programme: Programme) -> list[str] | None:
    """The items to which somebody who writes the programme is limited just now; None: they write everywhere."""
    if programme.open_items is None or role_of(actor, programme) == Access.COORDINATOR:
        return None
    return programme.open_items


#: where it is written what tells of the programme as a whole: title, period and languages, and who takes part
OF_WHOLE = ("", Phase.RESPONSIBILITY.value, "responsibility.alone_or_together")


def is_open_at(programme: Programme, item: str) -> bool:
    """Whether others than coordinators write at an item: it, the one on whose page it stands, or its phase is open."""
    opened = programme.open_items
    if opened is None or item in opened or ("" in opened and item in OF_WHOLE):
        return True
    checklist = programme.checklist
    above = checklist.subject_of(item).key if item in checklist else item
    return bool(item) and (above in opened or item.partition(".")[0] in opened)


@Rule
def leave_open_what_was_remarked(actor, programme, *others):
    """The coordinator's choice when the adviser's comments have come, never the adviser's; and to open everything again."""
    return manage_programme.reason(actor, programme)


@Rule
def read_history(actor, programme, *others):
    """Who did what is for those who write; an archived programme keeps it."""
    if audience_of(actor, programme) != Audience.WRITERS:
        return _("Only those who write the programme read its history.")
    return None


@Rule
def archive_programme(actor, programme, *others):
    """To archive it, and to bring it back: in any state, for what was approved is kept."""
    if role_of(actor, programme) != Access.COORDINATOR:
        return _only_a_coordinator()
    return None


def _only_a_coordinator() -> str:
    return _("Only a coordinator of the lead municipality can do this.")


@Rule
def manage_programme(actor, programme, *others):
    return archive_programme.reason(actor, programme) or _archived(programme)


@Rule
def renew_edition(actor, programme, *others):
    """A draft moves to today's edition of the checklist; what was approved stays by the one that it was approved by."""
    if reason := manage_programme.reason(actor, programme):
        return reason
    if programme.state == ProgrammeState.APPROVED:
        return _(
            "An approved programme stays with its checklist. Start a new programme, or withdraw the approval first."
        )
    return None


@Rule
def change_partner(actor, programme, link=None, *others):
    if reason := manage_programme.reason(actor, programme):
        return reason
    if link is not None and link.is_lead:
        return _("The lead municipality stays as it is: it cannot be changed or taken out of the programme.")
    return None


@Rule
def answer_request(actor, link):
    """A municipality answers through its coordinators; an administrator records the answer of one that has none."""
    if actor.is_administrator or link.municipality_id in actor.coordinates:
        return None
    return _("Only a coordinator of the municipality that was asked, or an administrator, can answer.")


@Rule
def withdraw_consent(actor, programme, link):
    if link.is_lead:
        return _("The lead municipality stays as it is: it cannot be changed or taken out of the programme.")
    if link.municipality_id not in actor.coordinates:
        return _("Only a coordinator of the partner municipality can withdraw it.")
    return _archived(programme)


def _mover(move: Move) -> Rule:
    """Whoever the table of states lets make a move; from which states, and what stands against it, the act says."""

    @Rule
    def may_move(actor, programme, *others):
        if role_of(actor, programme) not in who_moves(move):
            return _only_a_coordinator()
        return _archived(programme)

    return may_move


table_programme, return_programme, take_back_programme, reopen_programme = map(
    _mover, (Move.TABLE, Move.RETURN, Move.TAKE_BACK, Move.REOPEN)
)


@Rule
def propose_programme(actor, programme):
    """To bring it to a body, and to record that one has approved it: not before it holds what must be there."""
    return _mover(Move.PROPOSE).reason(actor, programme) or lacking(programme)


@Rule
def approve_programme(actor, programme):
    return _mover(Move.APPROVE).reason(actor, programme) or lacking(programme)


# Comments


def sees_place(programme: Programme, place: Place) -> bool:
    """Whether the audience that a programme was read for sees what stands at a place of it: nothing else decides on whose
    comments somebody meets. What belongs to a municipality that takes no part is seen by nobody."""
    kind = KINDS[MARK if place.kind == ITEM else place.kind or "programme"]
    if not programme.sight.is_whole:
        return sees(programme, programme.audience, place)
    if not shows(kind, programme.audience):
        return False
    if not issubclass(kind.model, PartRecord):
        return True
    record = place.record(programme)
    return record is None or record.stands


def reads_comment(actor, programme: Programme, comment: Comment) -> bool:
    """Whether somebody who reads a programme reads a comment on it."""
    return sees_place(programme, comment.place) and comment.is_shown_to(programme.audience, account_of(actor))


@Rule
def comment_on_programme(actor, programme, *others):
    """Whoever reads a programme comments on it, while it can still be changed."""
    if reason := read_programme.reason(actor, programme):
        return reason
    if programme.archived_at is not None:
        return _("This programme is archived: nobody comments on it any more.")
    if programme.state == ProgrammeState.APPROVED and DERIVED.first(today(), {SOME_ID: programme.pk}).is_superseded:
        return _("A later programme is in force: nobody comments on this one any more.")
    return None


@Rule
def show_comment(actor, programme, comment, *others):
    """To decide who reads it: whoever wrote it; of a point of a statement those who write the programme."""
    if reason := comment_on_programme.reason(actor, programme):
        return reason
    if comment.statement_id:
        return edit_programme.reason(actor, programme)
    if actor.account is None or comment.author_id != actor.account.pk:
        return _("Only the person who wrote a comment can change it.")
    return None


@Rule
def change_comment(actor, programme, comment, *others):
    """To write it otherwise, and to withdraw it: the same people. What a resident has said is hidden with a reason that the
    resident reads, or it stays."""
    if reason := show_comment.reason(actor, programme, comment):
        return reason
    if comment.statement_id and comment.statement.way == StatementWay.PUBLIC:
        return _("The contributor wrote this here. Nobody else changes it.")
    return None


@Rule
def manage_comment(actor, programme, comment, *others):
    """To say that it is answered, and who sees to it: those who write the programme."""
    return edit_programme.reason(actor, programme) or comment_on_programme.reason(actor, programme)


@Rule
def close_comment(actor, programme, comment, *others):
    """To end it, whether or not it was answered: whoever wrote it, or a coordinator."""
    if reason := comment_on_programme.reason(actor, programme):
        return reason
    if role_of(actor, programme) != Access.COORDINATOR and comment.author_id != actor.account.pk:
        return _("A comment is closed by the person who wrote it, or by a coordinator.")
    return None


@Rule
def reopen_comment(actor, programme, comment, *others):
    if reason := comment_on_programme.reason(actor, programme):
        return reason
    if role_of(actor, programme) not in WRITERS and comment.author_id != actor.account.pk:
        return _("A comment is opened again by the person who wrote it, or by those who write the programme.")
    return None


# Who sees to a section


@Rule
def answer_duty(actor, programme, duty, *others):
    """To take on a section, or not: whoever was asked, while they write the programme."""
    if reason := edit_programme.reason(actor, programme):
        return reason
    if actor.account is None or duty.person_id != actor.account.pk:
        return _("Only the person who was asked answers.")
    return None


# What becomes of what was said


@Rule
def respond(actor, programme, comment, *others):
    """To say what becomes of what somebody else has said: those who write the programme."""
    return manage_comment.reason(actor, programme, comment)


@Rule
def settle_response(actor, programme, *others):
    """The second key: what a coordinator settles is told to whoever said it."""
    return manage_programme.reason(actor, programme) or comment_on_programme.reason(actor, programme)


# Reviews of an adviser, and what advisers keep for themselves


@Rule
def read_reviews(actor, programme, *others):
    """Who asked for what, and what came back, is for those who write the programme and for its advisers."""
    if audience_of(actor, programme) not in (Audience.WRITERS, Audience.ADVISER):
        return _("Only those who write the programme and the advisers of the centre read this.")
    return None


@Rule
def ask_review(actor, programme, *others):
    """To ask the advisers, and to take that back."""
    return settle_response.reason(actor, programme)


@Rule
def review_programme(actor, programme, *others):
    """To go through a programme as its adviser."""
    if role_of(actor, programme) != Access.ADVISER or account_of(actor) is None:
        return _("Only an adviser of the regional centre goes through the programme.")
    return comment_on_programme.reason(actor, programme)


@Rule
def write_review(actor, programme, review, *others):
    """To write in a review, and to send it: the adviser who began it, or any adviser where nobody has."""
    if reason := review_programme.reason(actor, programme):
        return reason
    if review.sent_at is not None:
        return _("This review has been sent. Ask the municipality, or comment where the text stands.")
    if review.adviser_id is not None and review.adviser_id != actor.account.pk:
        return _("Another adviser of the centre is going through the programme: %(name)s.") % {
            "name": review.adviser_name
        }
    if review.taken_back_at is not None and review.adviser_id is None:
        return _("The municipality no longer asks for this review.")
    return None


@Rule
def advise(actor, centre, *others):
    """What the advisers of a centre keep is theirs alone: administrators do not read it either."""
    if centre.pk not in actor.advises_for:
        return _("Only the advisers of the centre read this.")
    return None


@Rule
def change_note(actor, centre, municipality, note):
    if reason := advise.reason(actor, centre):
        return reason
    if note.author_id != actor.account.pk:
        return _("Only the adviser who wrote a note changes it.")
    return None


@Rule
def hand_over(actor, role, *others):
    """An adviser hands over to a colleague; of others, whoever cares for their roles does."""
    if role.kind == RoleKind.ADVISER and role.user_id == getattr(actor.account, "pk", 0):
        return None
    return change_role.reason(actor, role)


# Meetings


@Rule
def prepare_meeting(actor, programme, *others):
    """Its agenda, what was decided, and who was present."""
    return edit_programme.reason(actor, programme)


@Rule
def convene_meeting(actor, programme, *others):
    """To invite people in the name of the municipality, and to tell them that there is no meeting."""
    return manage_programme.reason(actor, programme)


def sees_agenda(programme: Programme, meeting: Meeting) -> bool:
    """Whether the audience that a programme was read for sees what is before a meeting that it sees: a draft is for those
    who write the programme."""
    return programme.audience == Audience.WRITERS or meeting.is_sent


@Rule
def read_agenda(actor, programme, meeting, *others):
    if not sees_agenda(programme, meeting):
        return _("The agenda of this meeting is not ready yet.")
    return read_programme.reason(actor, programme)


@Rule
def answer_meeting(actor, programme, meeting, *others):
    """To say who comes; whether a seat is one's own, the act asks."""
    return read_agenda.reason(actor, programme, meeting) or _archived(programme)


# Rounds and statements


@Rule
def read_rounds(actor, programme, *others):
    """Who was asked, and what came in, is for those who write the programme."""
    if audience_of(actor, programme) != Audience.WRITERS:
        return _("Only those who write the programme see its rounds and what came in.")
    return None


@Rule
def manage_rounds(actor, programme, *others):
    """To ask people in the name of the municipality."""
    return manage_programme.reason(actor, programme)


@Rule
def enter_statement(actor, programme, *others):
    return edit_programme.reason(actor, programme)


@Rule
def archive_statement(actor, programme, *others):
    """What was entered by mistake counts no longer: the coordinator's, since the sums of a round change by it."""
    return manage_programme.reason(actor, programme)


@Rule
def answer_in_round(actor, participant, *others):
    """Whoever sits on a seat that is asked; others find no such page."""
    return None if participant.is_for(account_of(actor)) else _("You are not asked in this round.")
