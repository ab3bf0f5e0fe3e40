"""What somebody wrote in a form that nothing came of, on the page that says so: it is not lost with the form."""

import html
import re

from django import template

from integration_programme.kept import texts_in, words_to_copy
from integration_programme.outages import what_was_sent

register = template.Library()

END_OF_LINE, MARKUP = re.compile(r"</(?:p|li|h\d|tr)>|<br ?/?>"), re.compile(r"<[^<>]{0,500}>")


@register.inclusion_tag("written.html", takes_context=True)
def what_was_written(context):
    """`{% what_was_written %}`, on a page of an error: the texts that were sent, to be copied."""
    request = getattr(context, "request", None)
    may_show = request is not None and what_was_sent(request) is not None
    return {"written": [_plain(text) for text in texts_in(request.POST)] if may_show else []}


@register.inclusion_tag("written.html", takes_context=True)
def what_was_kept(context):
    """`{% what_was_kept %}`, in the frame of pages: what was sent by a button of this page when the session had ended. A
    page that everybody reads alike asks nobody."""
    user = context.get("user")
    is_known = user is not None and user.is_authenticated
    return {"written": [_plain(text) for text in words_to_copy(context["request"])] if is_known else []}


def _plain(value: str) -> str:
    """A text as it is, or the words of a rich text; nobody has cleaned it, so it is taken apart by no parser."""
    if not value.lstrip().startswith("<"):
        return value
    return html.unescape(MARKUP.sub("", END_OF_LINE.sub("\n", value))).strip()
