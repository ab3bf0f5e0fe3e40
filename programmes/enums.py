"""The words of the programme: phases, states and choices, named as in docs/words.md."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_programme.alphabet import alphabetical


class Phase(models.TextChoices):
    """The seven phases of the checklist, in order."""

    RESPONSIBILITY = "responsibility", _("Responsibility")
    COOPERATION = "cooperation", _("Cooperation and consultations")
    SITUATION = "situation", _("Situation picture")
    OBJECTIVES = "objectives", _("Objectives and measures")
    DOCUMENT = "document", _("Programme document")
    MONITORING = "monitoring", _("Monitoring")
    COMMUNICATION = "communication", _("Communication")

    @property
    def number(self) -> int:
        return list(Phase).index(self) + 1


class ProgrammeState(models.TextChoices):
    """How far the handling is; moved by `workflow` alone."""

    PREPARING = "preparing", _("In preparation")
    PROPOSED = "proposed", _("Proposed for decision")
    TABLED = "tabled", pgettext_lazy("programme", "Tabled")
    RETURNED = "returned", pgettext_lazy("programme", "Returned for preparation")
    APPROVED = "approved", _("Approved")


class DerivedState(models.TextChoices):
    """What follows from switches, rounds, dates and other programmes, and is stored nowhere."""

    SHARED = "shared", pgettext_lazy("programme", "Shared")
    OUT_FOR_COMMENTS = "out_for_comments", pgettext_lazy("programme", "Out for comments")
    IN_FORCE = "in_force", pgettext_lazy("programme", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("programme", "Superseded")


class Force(models.TextChoices):
    """Whether what was approved holds on a day, as far as something public tells."""

    COMING = "coming", pgettext_lazy("programme", "Comes into force")
    IN_FORCE = "in_force", pgettext_lazy("programme", "In force")
    ENDED = "ended", pgettext_lazy("programme", "Ended")


class Public(models.TextChoices):
    """What of a programme everybody reads: nothing, the newest approved version, or only one before it."""

    NOTHING = "", pgettext_lazy("public", "Not public")
    NEWEST = "newest", pgettext_lazy("public", "Public")
    EARLIER = "earlier", pgettext_lazy("public", "An earlier version is public")


class Access(models.TextChoices):
    """What a person is to a programme; follows from roles and seats that are valid today."""

    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")
    PARTNER = "partner", _("Partner municipality")
    MEMBER = "member", _("Member of the cooperation group")
    ADVISER = "adviser", _("Adviser")


#: who write a programme; the others read it
WRITERS = (Access.COORDINATOR, Access.EDITOR)


class Audience(models.TextChoices):
    """Those to whom something of a programme may be visible, each by itself; whoever writes sees all."""

    WRITERS = "writers", pgettext_lazy("audience", "Writers")
    GROUP = "group", pgettext_lazy("audience", "Cooperation group")
    ADVISER = "adviser", pgettext_lazy("audience", "Adviser")
    PUBLIC = "public", pgettext_lazy("audience", "Everyone")


class Result(models.TextChoices):
    """What becomes of something that was said, as the response to it says."""

    ACCEPTED = "accepted", pgettext_lazy("response", "Accepted")
    PARTLY = "partly", pgettext_lazy("response", "Partly accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("response", "Not accepted")
    NOTED = "noted", pgettext_lazy("response", "Noted")
    PASSED_ON = "passed_on", pgettext_lazy("response", "Passed on")


class CommentState(models.TextChoices):
    """How far a comment is: a writer says that it is answered, who wrote it or a coordinator that it is over."""

    OPEN = "open", pgettext_lazy("comment", "Open")
    ANSWERED = "answered", pgettext_lazy("comment", "Answered")
    CLOSED = "closed", pgettext_lazy("comment", "Closed")


class RoundKind(models.TextChoices):
    """What a round asks for."""

    COMMENTS = "comments", pgettext_lazy("round", "Comments")
    STATEMENT = "statement", pgettext_lazy("round", "A statement of the body")
    RESIDENTS = "residents", pgettext_lazy("round", "Questions to residents")


class RoundState(models.TextChoices):
    """How far a round is; follows from its days and from what people did, and is stored nowhere."""

    DRAFT = "draft", pgettext_lazy("round", "Draft")
    WAITING = "waiting", pgettext_lazy("round", "Will be sent on its day")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSED = "closed", pgettext_lazy("round", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("round", "Cancelled")


class MeetingState(models.TextChoices):
    """How far a meeting is; follows from its day and from what people did, and is stored nowhere."""

    DRAFT = "draft", pgettext_lazy("meeting", "Draft")
    INVITED = "invited", pgettext_lazy("meeting", "Invitations sent")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Coming(models.TextChoices):
    """What a seat has answered to the invitation to a meeting."""

    YES = "yes", _("Coming")
    DEPUTY = "deputy", _("The deputy comes")
    NO = "no", _("Not coming")


class PointState(models.TextChoices):
    """What became of a point of an agenda."""

    OPEN = "open", pgettext_lazy("agenda", "Open")
    DECIDED = "decided", pgettext_lazy("agenda", "Decided")
    NOTED = "noted", pgettext_lazy("agenda", "Noted")


class StatementWay(models.TextChoices):
    """By which way a statement came."""

    APPLICATION = "application", pgettext_lazy("statement", "In the application")
    LINK = "link", pgettext_lazy("statement", "By a personal link")
    MAIL = "mail", pgettext_lazy("statement", "By mail")
    PAPER = "paper", pgettext_lazy("statement", "On paper")
    PUBLIC = "public", pgettext_lazy("statement", "On the page for residents")


class Moderation(models.TextChoices):
    """How far an answer of a resident is: only what a coordinator has let in counts as a statement."""

    WAITING = "waiting", pgettext_lazy("moderation", "Waits to be looked at")
    LET_IN = "let_in", pgettext_lazy("moderation", "Let in")
    HIDDEN = "hidden", pgettext_lazy("moderation", "Hidden")


class StatementStance(models.TextChoices):
    """What a statement says as a whole. To have no remarks is an answer."""

    NO_REMARKS = "no_remarks", pgettext_lazy("statement", "No remarks")
    COMMENTS = "comments", pgettext_lazy("statement", "Comments")
    DISCUSSION = "discussion", pgettext_lazy("statement", "Needs discussion")


class Switch(models.TextChoices):
    """What a switch says of a section or a record, to one audience."""

    INHERITED = "inherited", pgettext_lazy("sharing", "As what it is part of")
    VISIBLE = "visible", pgettext_lazy("sharing", "Visible")
    KEPT_BACK = "kept_back", pgettext_lazy("sharing", "Kept back")

    @classmethod
    def of(cls, is_visible: bool | None) -> "Switch":
        """As which a row is shown, or that there is none."""
        return cls.INHERITED if is_visible is None else cls.VISIBLE if is_visible else cls.KEPT_BACK

    @property
    def is_visible(self) -> bool | None:
        return {Switch.VISIBLE: True, Switch.KEPT_BACK: False}.get(self)


class DocumentType(models.TextChoices):
    OWN_PROGRAMME = "own_programme", _("Programme for the promotion of integration (own document)")
    WITH_SERVICE_PACKAGE = (
        "with_service_package",
        _("The same, including the section 13 integration programme (services)"),
    )
    PART_OF_ANOTHER = "part_of_another", _("Part of another municipal document")
    OLD_LAW = "old_law", _("Programme made under the repealed Act 1386/2010")


class PartnerRight(models.TextChoices):
    """What the people of a partner municipality may do in a joint programme."""

    WRITE = "write", _("Its coordinators and editors write")
    READ = "read", _("Its coordinators and editors read")


class Consent(models.TextChoices):
    """What a partner municipality has answered. Until it consents, nothing of it opens, and nothing opens to it."""

    ASKED = "asked", _("Asked, not answered yet")
    CONSENTED = "consented", _("Takes part")
    DECLINED = "declined", _("Has declined")
    WITHDRAWN = "withdrawn", _("Has withdrawn")


class Body(models.TextChoices):
    COUNCIL = "council", _("Municipal council")
    BOARD = "board", _("Municipal board")
    COMMITTEE = "committee", _("Committee")
    SUBCOMMITTEE = "subcommittee", _("Sub-committee")
    OFFICE_HOLDER = "office_holder", _("Office holder")
    OTHER = "other", _("Other body")

    def called(self, *, in_cities: bool, in_others: bool = False):
        """What the body is called in cities, in other municipalities, or in both at once; lazy words."""
        if not in_cities or self not in OF_CITIES:
            return self.label
        return OF_BOTH[self] if in_others else OF_CITIES[self]


OF_CITIES = {Body.COUNCIL: _("City council"), Body.BOARD: _("City board")}
OF_BOTH = {Body.COUNCIL: _("Municipal or city council"), Body.BOARD: _("Municipal or city board")}


class Outcome(models.TextChoices):
    PENDING = "pending", _("Not yet handled")
    APPROVED = "approved", pgettext_lazy("decision", "Approved")
    TABLED = "tabled", pgettext_lazy("decision", "Tabled")
    RETURNED = "returned", pgettext_lazy("decision", "Returned for preparation")
    NOTED = "noted", pgettext_lazy("decision", "Noted for information")


class ItemStatus(models.TextChoices):
    """A person's mark on a checklist item; filled fields never set it."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class DutyState(models.TextChoices):
    """Whether somebody who was asked to see to a section has taken it on."""

    ASKED = "asked", _("Not answered yet")
    ACCEPTED = "accepted", _("Taken on")
    DECLINED = "declined", _("Not taken on")


class BodyGroup(models.TextChoices):
    """The checklist's bodies, as rows of the invitation matrix."""

    EDUCATION = "education", pgettext_lazy("municipal sector", "Education")
    LEISURE = "leisure", _("Leisure")
    BUSINESS = "business", _("Business")
    EMPLOYMENT = "employment", _("Employment services")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT_AUTHORITY = "employment_authority", _("Employment authority")
    KELA = "kela", _("Kela")
    WELLBEING_SERVICES_COUNTY = "wellbeing_services_county", _("Wellbeing services county")
    OTHER_AUTHORITIES = "other_authorities", _("Other authorities")
    ORGANISATIONS = "organisations", _("Organisations")
    EDUCATIONAL_INSTITUTIONS = "educational_institutions", _("Educational institutions")
    COMPANIES = "companies", _("Companies")
    RELIGIOUS_COMMUNITIES = "religious_communities", _("Religious communities")
    IMMIGRANT_RESIDENTS = "immigrant_residents", _("Immigrant residents")


class InvitationStatus(models.TextChoices):
    OPEN = "open", _("Not decided yet")
    NOT_INVITED = "not_invited", _("Not invited")
    INVITED = "invited", _("Invited")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")


class ConsultationKind(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    SURVEY = "survey", _("Survey")
    HEARING = "hearing", _("Hearing")
    INTERVIEW = "interview", _("Interview")
    ADVISORY_BOARD = "advisory_board", _("Advisory board")
    STATEMENT = "statement", _("Written statement")


class ReachedGroup(models.TextChoices):
    """Rough categories of those a consultation reached; never a person's origin."""

    IMMIGRANT_RESIDENTS = "immigrant_residents", _("Immigrant residents")
    YOUNG_PEOPLE = "young_people", _("Children and young people")
    FAMILIES = "families", _("Families")
    OLDER_PEOPLE = "older_people", _("Older people")
    STUDENTS = "students", _("Students")
    EMPLOYERS = "employers", _("Employers and companies")
    ORGANISATIONS = "organisations", _("Organisations")
    ALL_RESIDENTS = "all_residents", _("Residents in general")
    PROFESSIONALS = "professionals", _("Professionals")


class Band(models.TextChoices):
    """How many were reached. The band is what is stored: a small number would point at persons."""

    UNKNOWN = "", _("Not known")
    FEW = "1-4", "1–4"
    SOME = "5-19", "5–19"
    MANY = "20-49", "20–49"
    CROWD = "50-99", "50–99"
    HUNDREDS = "100-249", "100–249"
    HALL = "250-499", "250–499"
    THOUSAND = "500-1000", _("500–1,000")
    THOUSANDS = "1000+", _("more than 1,000")


class ServiceFit(models.TextChoices):
    SUITS = "suits", _("Suits immigrant residents well")
    PARTLY = "partly", _("Suits partly")
    LACKS = "lacks", _("Does not suit, or is lacking")


class FindingKind(models.TextChoices):
    STRENGTH = "strength", _("Strength")
    GAP = "gap", _("Gap")
    NEED = "need", _("Need")
    OPPORTUNITY = "opportunity", _("Opportunity")
    CHALLENGE = "challenge", _("Challenge")


class Theme(models.TextChoices):
    RECEPTIVENESS = "receptiveness", _("Receptiveness and relations between population groups")
    EMPLOYMENT = "employment", _("Employment")
    EDUCATION = "education", _("Education")
    WELLBEING = "wellbeing", _("Wellbeing")
    PARTICIPATION = "participation", _("Participation")
    OTHER = "other", _("Other")


class Colour(models.TextChoices):
    """Colours that can be told apart, each dark enough for white letters on it and for itself on white: 4.5 to 1 at least.

    The stylesheets of screen and print say what they look like; whatever has one has a code and words too.
    """

    NAVY = "navy", _("Dark blue")
    TEAL = "teal", _("Blue-green")
    GREEN = "green", _("Green")
    OCHRE = "ochre", _("Ochre")
    RED = "red", _("Red")
    PLUM = "plum", _("Plum")
    GREY = "grey", _("Grey")


class PlanKind(models.TextChoices):
    STRATEGY = "strategy", _("Municipal strategy")
    EQUALITY = "equality", _("Equality (non-discrimination) plan")
    GENDER_EQUALITY = "gender_equality", _("Gender equality plan")
    WELLBEING = "wellbeing", _("Wellbeing plan")
    REGIONAL_STRATEGY = "regional_strategy", _("Regional immigration strategy")
    GOVERNMENT_PROGRAMME = "government_programme", _("Government programme for the promotion of integration")
    OTHER = "other", _("Other plan")


class InBudget(models.TextChoices):
    UNKNOWN = "", _("Not known yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    PROPOSED = "proposed", _("Proposed")


class MoneySource(models.TextChoices):
    """Who pays for a measure. State compensation is the imputed one that municipalities get for integration."""

    OWN_BUDGET = "own_budget", _("The municipality's own budget")
    STATE_COMPENSATION = "compensation", _("State compensation (imputed)")
    GRANT = "grant", _("Government grant")
    EU = "eu", _("EU funding (such as AMIF, ESF+)")
    OTHER = "other", _("Another source")


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class ChapterSort(models.TextChoices):
    """What a chapter of the municipality's own is. It is called after that, unless it has a title of its own."""

    FOREWORD = "foreword", _("Foreword")
    INTRODUCTION = "introduction", _("Introduction")
    SUMMARY = "summary", _("Summary")
    STARTING_POINTS = "starting_points", _("Starting points and vision")
    GLOSSARY = "glossary", _("Glossary")
    SOURCES = "sources", _("Sources")
    APPENDIX = "appendix", _("Appendix")
    IMPRINT = "imprint", _("Imprint")
    OTHER = "other", _("Another chapter")


class PictureUse(models.TextChoices):
    """Where a picture stands in the document."""

    TEXTS = "texts", pgettext_lazy("of a picture", "In texts")
    COVER = "cover", pgettext_lazy("of a picture", "On the cover")
    ARMS = "arms", pgettext_lazy("of a picture", "As the coat of arms")


class ElementState(models.TextChoices):
    OPEN = "open", _("Open")
    WRITTEN = "written", _("Written")
    ELSEWHERE = "elsewhere", _("Covered elsewhere")
    NOT_RELEVANT = "not_relevant", _("Not relevant here")


class IndicatorKind(models.TextChoices):
    """What tells how far an indicator has come."""

    NUMBER = "number", _("A number")
    STEPS = "steps", _("Steps in words, for example not begun, under way, in use")


class Direction(models.TextChoices):
    UP = "up", _("Should rise")
    DOWN = "down", _("Should fall")
    STABLE = "stable", _("Should stay")


class Counts(models.TextChoices):
    """What the numbers of a figure or an indicator count. Few persons are shown to nobody."""

    PERSONS = "persons", _("Persons: residents, pupils, clients …")
    OTHER = "other", _("Something else: per cent, euros, courses, places …")


class Frequency(models.TextChoices):
    YEARLY = "yearly", _("Yearly")
    TWICE_A_YEAR = "twice_a_year", _("Twice a year")
    QUARTERLY = "quarterly", _("Quarterly")
    EVERY_SECOND_YEAR = "every_second_year", _("Every second year")
    ONCE = "once", _("Once, at the end of the period")


class SpokenLanguage(models.TextChoices):
    """Languages that people are heard and reached in, by their usual codes."""

    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    NORTHERN_SAMI = "se", _("Northern Sámi")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    ESTONIAN = "et", _("Estonian")
    ARABIC = "ar", _("Arabic")
    SOMALI = "so", _("Somali")
    PERSIAN = "fa", _("Persian (Dari, Farsi)")
    KURDISH = "ku", _("Kurdish")
    SORANI = "ckb", _("Kurdish (Sorani)")
    VIETNAMESE = "vi", _("Vietnamese")
    THAI = "th", _("Thai")
    CHINESE = "zh", _("Chinese")
    SPANISH = "es", _("Spanish")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    TURKISH = "tr", _("Turkish")

    @classmethod
    def named(cls, codes: Iterable[str]) -> list[str]:
        """What these languages are called in the language of the page, in its alphabet; codes of no language left out."""
        chosen = set(codes)
        return sorted((str(each.label) for each in cls if each.value in chosen), key=alphabetical)

    @classmethod
    def in_alphabet(cls) -> list[tuple[str, str]]:
        """All of them as choices, in the alphabet of the language of the page."""
        return sorted(((each.value, str(each.label)) for each in cls), key=lambda choice: alphabetical(choice[1]))


RIGHT_TO_LEFT = {SpokenLanguage.ARABIC, SpokenLanguage.PERSIAN, SpokenLanguage.SORANI}


def direction(language: str) -> str:
    """Which way a language is written, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


class TargetAudience(models.TextChoices):
    """The checklist's four audiences."""

    RESIDENTS = "residents", _("Local residents")
    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    TARGET_GROUPS = "target_groups", _("Target groups")
    DECISION_MAKERS = "decision_makers", _("Decision-makers")


class VersionPurpose(models.TextChoices):
    """What a version of a programme was made for."""

    DRAFT = "draft", pgettext_lazy("version", "Draft")
    ROUND = "round", pgettext_lazy("version", "Round of comments")
    REVIEW = "review", pgettext_lazy("version", "Review of the adviser")
    PROPOSAL = "proposal", pgettext_lazy("version", "Proposal to the decision-makers")
    APPROVAL = "approval", pgettext_lazy("version", "Approval")
    AMENDMENT = "amendment", pgettext_lazy("version", "Amendment")
    FOLLOW_UP = "follow-up", pgettext_lazy("version", "Follow-up")


class DiaryPart(models.TextChoices):
    """What of the diary is told."""

    EVERYTHING = "everything", _("Everything")
    DECIDED = "decided", _("Decisions and publishing")
    HEARD = "heard", _("Who was heard")
    KEPT = "kept", _("Versions")
    WRITTEN = "written", _("Writing")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
