"""Pictures and charts as they are drawn: of what size, of which elements."""

import pytest

from programmes.document.blocks import Illustration
from programmes.export.illustrations import picture, sized


def test_charts_keep_known_elements_only_and_say_what_they_show():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><title>Share</title><desc>4 to 6.</desc>'
        '<script>x()</script><image href="http://x/"/><rect width="9" height="9" fill="url(http://x/)"/></svg>'
    )

    html = picture(svg)

    assert "<title>Share. 4 to 6</title>" in html and "<rect" in html
    assert not any(word in html for word in ("script", "image", "http://x", "onload", "desc"))
    assert picture("<!DOCTYPE svg><svg/>") == picture("not a picture") == ""


@pytest.mark.parametrize(
    ("width", "height", "widest", "highest", "size"),
    [
        pytest.param(2000, 1000, 141, 110, (141, 70.5), id="as broad as the text"),
        pytest.param(1000, 2000, 141, 110, (55, 110), id="as high as it may be"),
        pytest.param(200, 100, 141, 110, (50.8, 25.4), id="not coarser than 100 pixels an inch"),
    ],
)
def test_a_picture_is_as_large_as_there_is_room(width, height, widest, highest, size):
    shown = Illustration("k", "a" * 64, width, height, alt="x")

    assert sized(shown, widest, highest) == pytest.approx(size)
