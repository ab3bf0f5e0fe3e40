"""Pictures made anew: what they show and nothing else, upright, no larger than paper needs."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps

from integration_programme.brought.facts import Brought, refuse_large

LONGEST = 2000  # pixels of the longer side: 17 cm at 300 a inch
#: millions of pixels that are decoded at most, so that no picture takes more than 100 MB: what Pillow takes for one
#: differs (a plain JPEG is made smaller while it is read; 16 bytes a pixel for WebP)
MOST_PIXELS = {"JPEG": 50, "progressive": 10, "PNG": 9, "WEBP": 4}
LARGEST_DRAWING = 1_500_000  # bytes of a PNG; a picture without holes that takes more is a photograph, and becomes JPEG
FORMATS = ("JPEG", "PNG", "WEBP")
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError, OverflowError)
SRGB = ImageCms.createProfile("sRGB")

_one_at_a_time = threading.Lock()  # in a process, so that its memory knows a limit


def picture(content: bytes) -> Brought:
    """A JPEG or PNG of what the picture shows. Raises ValidationError with what to do instead."""
    refuse_large(len(content))
    with _one_at_a_time, _whole_or_not_at_all(), _told(), Image.open(io.BytesIO(content), formats=FORMATS) as found:
        _refuse_unprintable(found)
        return _written(_shown(found), is_photograph=found.format in ("JPEG", "MPO"))


@contextmanager
def _whole_or_not_at_all() -> Iterator[None]:
    """Pillow fills up what is missing of a picture in every process that has loaded WeasyPrint, which lets it do so."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(MOST_PIXELS["JPEG"]) from error
    except Image.UnidentifiedImageError as error:
        raise ValidationError(
            _(
                "This is not a JPEG, PNG or WebP picture, whatever its name says. Save it as one of them, or choose another."
            )
        ) from error
    except ValidationError:
        raise
    except UNREADABLE as error:
        raise ValidationError(
            _("The picture cannot be read: a part of the file is missing or broken. Save it again, or choose another.")
        ) from error


def _refuse_unprintable(found: Image.Image) -> None:
    """What only its beginning tells: nothing of it has been decoded yet."""
    kind = "progressive" if found.info.get("progressive") else str(found.format).replace("MPO", "JPEG")
    if found.width * found.height > MOST_PIXELS[kind] * 1_000_000:
        raise _too_many_pixels(MOST_PIXELS[kind])
    if kind in ("PNG", "WEBP") and getattr(found, "n_frames", 1) > 1:
        raise ValidationError(_("The picture moves, and paper does not. Save one moment of it as a picture."))


def _too_many_pixels(most: int) -> ValidationError:
    sentence = _(
        "The picture has too many pixels: at most %(number)s million for a file of this kind. Save it smaller; "
        "2,000 pixels on the longer side are enough for print."
    )
    return ValidationError(sentence % {"number": most})


def _shown(found: Image.Image) -> Image.Image:
    """What is seen: small enough, the right way up, in the colours of screens."""
    found.draft("RGB", (LONGEST, LONGEST))
    found.load()
    image = _plain(found)
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    with suppress(*UNREADABLE):  # what says how it was held may be broken though the picture is not
        image = ImageOps.exif_transpose(image)
    return _in_screen_colours(image, found.info.get("icc_profile"))


def _plain(image: Image.Image) -> Image.Image:
    """The same with eight bits a colour, and with a fourth one only where something can be seen through it."""
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off instead of dividing
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("LA", "PA", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("1", "F"):
        return image.convert("L")
    return image.convert("RGB") if image.mode in ("P", "YCbCr", "LAB", "HSV") else image


def _in_screen_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, *UNREADABLE):  # a broken profile is no reason to refuse a picture
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, own, SRGB, outputMode="RGB") or image
    return image.convert("RGB") if image.mode == "CMYK" else image


def _written(image: Image.Image, *, is_photograph: bool) -> Brought:
    """As a file, without what was said in the old one beside its pixels."""
    has_holes = image.mode == "RGBA" and image.getextrema()[3][0] < 255
    if image.mode == "RGBA" and not has_holes:
        image = image.convert("RGB")
    image.info = {}
    if not is_photograph:
        drawing = _saved(image, "PNG", compress_level=6)
        if has_holes or len(drawing) <= LARGEST_DRAWING:
            return Brought(drawing, "image/png", *image.size)
    return Brought(_saved(image, "JPEG", quality=85, optimize=True), "image/jpeg", *image.size)


def _saved(image: Image.Image, kind: str, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()
