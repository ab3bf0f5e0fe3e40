"""What somebody wrote in a form that nothing came of, on the page that says so: it is not lost with the form."""

import html
import re

from django import template

from integration_programme.kept import texts_in
from integration_programme.outages import what_was_sent

register = template.Library()

END_OF_LINE, MARKUP = re.compile(r"</(?:p|li|h\d|tr)>|<br ?/?>"), re.compile(r"<[^<>]{0,500}>")


@register.inclusion_tag("written.html", takes_context=True)
def what_was_written(context):
    """`{% what_was_written %}`, on a page of an error: the texts that were sent, to be copied."""
    request = getattr(context, "request", None)
    may_show = request is not None and what_was_sent(request) is not None
    return {"written": [_plain(text) for text in texts_in(request.POST)] if may_show else []}


def _plain(value: str) -> str:
    """A text as it is, or the words of a rich text; nobody has cleaned it, so it is taken apart by no parser."""
    if not value.lstrip().startswith("<"):
        return value
    return html.unescape(MARKUP.sub("", END_OF_LINE.sub("\n", value))).strip()
