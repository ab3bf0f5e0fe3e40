"""Typed records of the seven phases, a file a phase."""

from programmes.models.advising import AdviserNote, StandardComment
from programmes.models.comments import Comment, CommentWording, Discussion, discussions
from programmes.models.communication import CommunicationAction
from programmes.models.contents import Attachment, Content, Picture
from programmes.models.cooperation import BodyInvitation, Consultation, CooperationPlan, Meeting
from programmes.models.costs import Cost
from programmes.models.dispositions import Disposition, FormerDisposition
from programmes.models.document import Chapter, Element, Export
from programmes.models.duties import Duty
from programmes.models.example import ExampleDocument, HasExample, said_in_example
from programmes.models.guidance import Guidance
from programmes.models.handing_over import HandOver
from programmes.models.marks import ItemMark
from programmes.models.meetings import AgendaPoint, CalendarAddress, MeetingInvitation
from programmes.models.monitoring import Indicator, MonitoringPlan, ReportRecipient
from programmes.models.objectives import Measure, Objective, Plan, PriorityArea
from programmes.models.organisations import ProgrammeOrganisation
from programmes.models.partners import ProgrammeMunicipality
from programmes.models.places import Place, item_place, place_of
from programmes.models.programme import Programme
from programmes.models.publication import Publication
from programmes.models.records import ProgrammeRecord
from programmes.models.responsibility import DecisionStep, Milestone, PartnerResponsibility, Responsibility
from programmes.models.reviews import DraftComment, Review
from programmes.models.rounds import Participant, Round, RoundDocument
from programmes.models.sharing import ApprovedSharing, Sharing
from programmes.models.situation import Finding, OwnFigure, QuestionAnswer, Service, SourceUsed
from programmes.models.standing import Standing
from programmes.models.statements import Statement
from programmes.models.versions import Unchangeable, Upload, Version, VersionDocument

__all__ = [
    "AdviserNote",
    "AgendaPoint",
    "ApprovedSharing",
    "Attachment",
    "BodyInvitation",
    "CalendarAddress",
    "Chapter",
    "Comment",
    "CommentWording",
    "CommunicationAction",
    "Consultation",
    "Content",
    "CooperationPlan",
    "Cost",
    "DecisionStep",
    "Discussion",
    "Disposition",
    "DraftComment",
    "Duty",
    "Element",
    "ExampleDocument",
    "Export",
    "Finding",
    "FormerDisposition",
    "Guidance",
    "HandOver",
    "HasExample",
    "Indicator",
    "ItemMark",
    "Measure",
    "Meeting",
    "MeetingInvitation",
    "Milestone",
    "MonitoringPlan",
    "Objective",
    "OwnFigure",
    "Participant",
    "PartnerResponsibility",
    "Picture",
    "Place",
    "Plan",
    "PriorityArea",
    "Programme",
    "ProgrammeMunicipality",
    "ProgrammeOrganisation",
    "ProgrammeRecord",
    "Publication",
    "QuestionAnswer",
    "ReportRecipient",
    "Responsibility",
    "Review",
    "Round",
    "RoundDocument",
    "Service",
    "Sharing",
    "SourceUsed",
    "StandardComment",
    "Standing",
    "Statement",
    "Unchangeable",
    "Upload",
    "Version",
    "VersionDocument",
    "discussions",
    "item_place",
    "place_of",
    "said_in_example",
]
