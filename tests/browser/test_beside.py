"""What was said of a paragraph stands beside it on a wide screen and below it on a narrow one; in the page it follows it."""

import pytest

from programmes.demo import DEMO_PASSWORD
from tests.browser.steps import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

#: a comment on a paragraph, and the paragraph before it
PLACES = """() => {
    const said = document.querySelector(".text > p + .said-here").getBoundingClientRect()
    const text = document.querySelector(".text > p:has(+ .said-here)").getBoundingClientRect()
    return {said: [said.left, said.top], text: [text.right, text.top, text.bottom]}
}"""


@pytest.mark.parametrize("width", [1280, 1199, 375])
def test_comments_stand_beside_their_paragraph_where_there_is_room(page, live_server, demo, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, "en", "member@example.org", DEMO_PASSWORD)
    page.goto(f"{live_server.url}/en/programmes/{demo.slug}/preview/")
    found = page.evaluate(PLACES)
    (left, top), (right, above, below) = found["said"], found["text"]

    if width >= 1200:
        assert left >= right and abs(top - above) < 8
    else:
        assert left < right and top >= below
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    panels, body = (page.locator(each).bounding_box() for each in (".page-aside", ".document-body"))
    assert width < 1200 or body["y"] >= panels["y"] + panels["height"]
    axe(page)
