"""Sentences of the libraries that our catalogues say in better words, or say at all: ours come before theirs.

Nothing imports this. It keeps the messages in the catalogues, which are made from what the code says.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SAID_BETTER = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        "number",
    ),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("This password is too common."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Please type your current password."),
    gettext_noop("The password reset token was invalid."),
)
