"""Pictures are made anew: small, upright, with what they show and nothing else; what cannot be is told in a sentence."""

import os
import subprocess
import sys
from random import Random

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from integration_programme.brought import LARGEST, picture
from integration_programme.brought.pictures import LONGEST, MOST_PIXELS
from tests.integration_programme.brought.made import (
    claiming,
    image,
    jpeg,
    moving,
    office,
    photograph_with_place,
    png,
    seen,
    written,
)

WHITE, RED = (255, 255, 255), (200, 30, 30)


def near(colour, other) -> bool:
    return all(abs(one - another) < 12 for one, another in zip(colour, other, strict=True))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        picture(content)
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(jpeg(), "image/jpeg", id="jpeg"),
        pytest.param(jpeg(progressive=True), "image/jpeg", id="progressive jpeg"),
        pytest.param(png(), "image/png", id="png"),
        pytest.param(written(image(), "WEBP", lossless=True), "image/png", id="webp"),
        pytest.param(written(image("CMYK"), "JPEG"), "image/jpeg", id="cmyk jpeg"),
        pytest.param(written(image("L"), "JPEG"), "image/jpeg", id="grey jpeg"),
        pytest.param(written(image("P"), "PNG"), "image/png", id="png with a palette"),
        pytest.param(written(image("1"), "PNG"), "image/png", id="black and white png"),
        pytest.param(written(image("LA"), "PNG"), "image/png", id="grey png that can be seen through"),
    ],
)
def test_what_is_taken_is_kept_as_a_jpeg_or_png_of_the_same_size(content, content_type):
    kept = picture(content)

    found = seen(kept.content)
    assert (kept.content_type, found.get_format_mimetype()) == (content_type, content_type)
    assert (kept.width, kept.height) == found.size == (40, 30)
    assert found.mode in ("RGB", "L")


def test_the_colours_of_print_become_those_of_screens():
    kept = seen(picture(written(image("CMYK"), "JPEG", quality=95)).content)

    assert near(kept.getpixel((30, 20)), RED)


def test_sixteen_bits_of_grey_are_divided_not_cut_off():
    grey = Image.new("I;16", (40, 30), 32768)

    kept = seen(picture(written(grey, "PNG")).content)

    assert kept.mode == "L"
    assert kept.getpixel((20, 20)) == 128


def test_a_photograph_is_turned_upright_before_what_says_so_goes():
    kept = seen(picture(photograph_with_place()).content)

    assert kept.size == (30, 40)
    assert near(kept.getpixel((27, 2)), WHITE)  # the corner that was upper left
    assert near(kept.getpixel((2, 2)), RED)


def test_nothing_that_a_camera_wrote_is_left():
    content = photograph_with_place()
    assert b"Camera of Anna" in content and b"secret remark" in content

    kept = picture(content)

    assert [word for word in (b"Camera", b"secret", b"Exif", b"ICC_PROFILE") if word in kept.content] == []
    assert dict(seen(kept.content).getexif()) == {}


def test_words_within_a_png_are_gone_too():
    said = PngInfo()
    said.add_text("Author", "Anna Holm")

    kept = picture(png(pnginfo=said))

    assert b"Anna" not in kept.content


def test_what_is_hidden_behind_a_picture_is_not_kept():
    kept = picture(jpeg() + office())

    assert b"PK\x03\x04" not in kept.content


def test_holes_are_kept_where_there_are_some():
    through = image("RGBA")
    through.putalpha(90)

    assert seen(picture(written(through, "PNG")).content).mode == "RGBA"
    assert seen(picture(written(through, "WEBP", lossless=True)).content).mode == "RGBA"
    assert seen(picture(written(image("RGBA"), "PNG")).content).mode == "RGB"


def test_the_longer_side_is_as_long_as_paper_needs():
    kept = picture(written(image(size=(3000, 1000)), "PNG"))

    assert (kept.width, kept.height) == (LONGEST, 667)


def test_the_same_picture_is_the_same_file_each_time():
    assert picture(jpeg()).sha256 == picture(jpeg()).sha256


def test_a_photograph_saved_as_png_becomes_a_jpeg():
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")

    assert picture(written(noise, "PNG")).content_type == "image/jpeg"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(jpeg()[:-300], id="jpeg"),
        pytest.param(written(Image.frombytes("L", (90, 90), Random(1).randbytes(8_100)), "PNG")[:4000], id="png"),
        pytest.param(written(image(), "WEBP")[:-30], id="webp"),
    ],
)
@pytest.mark.parametrize("fills_up", [False, True], ids=["as Pillow is", "as WeasyPrint leaves it"])
def test_half_a_file_is_told_to_be_broken(content, fills_up, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", fills_up)

    assert refusal(content) == (
        "The picture cannot be read: a part of the file is missing or broken. Save it again, or choose another."
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="svg"),
        pytest.param(written(image("P"), "GIF"), id="gif"),
        pytest.param(written(image(), "TIFF"), id="tiff"),
        pytest.param(b"%PDF-1.7 %%EOF", id="pdf"),
        pytest.param(b"GIF89a" + jpeg(), id="jpeg behind another head"),
        pytest.param(b"<html></html>", id="html"),
    ],
)
def test_another_kind_of_file_is_told_whatever_its_name_says(content):
    assert refusal(content) == (
        "This is not a JPEG, PNG or WebP picture, whatever its name says. Save it as one of them, or choose another."
    )


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_picture_that_moves_is_refused(kind):
    assert refusal(moving(kind)) == "The picture moves, and paper does not. Save one moment of it as a picture."


def test_a_file_without_a_byte_is_told_to_be_empty():
    assert refusal(b"") == "The file is empty. Choose another one."


def test_a_file_of_too_many_bytes_is_refused_before_it_is_looked_at():
    assert refusal(b"\x00" * (LARGEST + 1)) == (
        "The file is too large: at most 10 MB. Make it smaller, or choose another one."
    )


@pytest.mark.parametrize(("width", "height"), [(7000, 7000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(width, height):
    assert refusal(claiming(width, height)).startswith("The picture has too many pixels: at most ")


PROGRAM = """
import resource, sys
import django
django.setup()
from integration_programme.brought import pictures
pictures.refuse_large = lambda size: None
pictures.picture(open(sys.argv[1], "rb").read())  # what is loaded once
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pictures.picture(open(sys.argv[2], "rb").read())
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024 * (1024 if sys.platform == "darwin" else 1))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param("JPEG", {}, id="jpeg"),
        pytest.param("progressive", {"progressive": True, "subsampling": 0}, id="progressive jpeg"),
        pytest.param("PNG", {"compress_level": 1}, id="png"),
        pytest.param("WEBP", {"method": 0}, id="webp"),
    ],
)
def test_the_largest_picture_that_is_taken_stays_within_100_megabytes(kind, options, tmp_path):
    width = int((MOST_PIXELS[kind] * 980_000 * 4 / 3) ** 0.5)
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(jpeg())
    large.write_bytes(written(image(size=(width, width * 3 // 4)), kind.replace("progressive", "JPEG"), **options))

    run = [sys.executable, "-c", PROGRAM, small, large]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(run, capture_output=True, text=True, env=env, cwd=settings.BASE_DIR, check=True)

    assert int(done.stdout) < 100
