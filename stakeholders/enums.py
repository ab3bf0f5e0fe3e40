"""Words that people and bodies are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """Bodies that stand around a municipality, each as dated data."""

    REGION = "region", _("Region")
    WELLBEING_SERVICES_COUNTY = "wellbeing_services_county", _("Wellbeing services county")
    EMPLOYMENT_AREA = "employment_area", _("Employment area")
    CENTRE = "centre", _("Regional centre")
    EMPLOYMENT_OFFICE = "employment_office", _("Employment office")
    STATE_AUTHORITY = "state_authority", _("State authority")


class RoleKind(models.TextChoices):
    """What a person may be; a member of a cooperation group is one by a seat, not by a role."""

    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")
    ADVISER = "adviser", _("Adviser")
    ADMINISTRATOR = "administrator", _("Administrator")


class InvitationKind(models.TextChoices):
    """What an invitation makes of the person who takes it."""

    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")
    ADVISER = "adviser", _("Adviser")
    SEAT = "seat", _("Member of a cooperation group")


class Sector(models.TextChoices):
    """Whom a seat speaks for: the organisation's kind, never the person's background."""

    EDUCATION = "education", _("Municipality: education")
    LEISURE = "leisure", _("Municipality: leisure")
    BUSINESS = "business", _("Municipality: business")
    EMPLOYMENT = "employment", _("Municipality: employment services")
    HOUSING = "housing", _("Municipality: housing")
    MUNICIPAL_BODY = "municipal_body", _("Municipality: another body")
    EMPLOYMENT_AUTHORITY = "employment_authority", _("Employment authority")
    KELA = "kela", _("Kela")
    WELLBEING_SERVICES_COUNTY = "wellbeing_services_county", _("Wellbeing services county")
    OTHER_AUTHORITY = "other_authority", _("Other authority")
    ORGANISATION = "organisation", _("Organisation (NGO)")
    EDUCATIONAL_INSTITUTION = "educational_institution", _("Educational institution")
    COMPANY = "company", _("Company")
    RESIDENT = "resident", _("Resident")
    OTHER = "other", _("Other")


class OfficerKind(models.TextChoices):
    """Who leads a cooperation group, and who writes for it."""

    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    SECRETARY = "secretary", _("Secretary")  # pragma: allowlist secret


class AssessedBy(models.TextChoices):
    """Who has assessed the accessibility of the service."""

    OWN = "own", _("The provider itself")
    THIRD_PARTY = "third_party", _("An outside expert")


class FeedbackKind(models.TextChoices):
    ACCESSIBILITY = "accessibility", _("Accessibility")
    PERSONAL_DATA = "personal_data", _("Personal data")
    OTHER = "other", _("Something else")


class MailRhythm(models.TextChoices):
    """When somebody is mailed what the workbench has to tell them."""

    AT_ONCE = "at_once", _("At once, each by itself")
    DAILY = "daily", _("Once a day, all in one mail")
    WEEKLY = "weekly", _("On Mondays, all in one mail")
    NEVER = "never", _("No mails: I look here")
