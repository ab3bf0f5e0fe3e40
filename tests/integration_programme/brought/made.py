"""Files that people could bring, made here: no binary lies in the repository."""

import io
import zipfile
import zlib

from PIL import Image, ImageCms

LIST_OF_PARTS = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"
PDF = b"%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>>> endobj\ntrailer <<>>\n%%EOF\n"


def image(mode="RGB", size=(40, 30), colour=(200, 30, 30)) -> Image.Image:
    """One colour, with its upper left corner white, so that one sees which way up it is."""
    made = Image.new("RGB", size, colour)
    made.paste((255, 255, 255), (0, 0, size[0] // 4, size[1] // 4))
    return made.convert(mode)


def written(picture: Image.Image, kind: str, **options) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def seen(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


def jpeg(**options) -> bytes:
    return written(image(), "JPEG", **options)


def png(**options) -> bytes:
    return written(image(), "PNG", **options)


def photograph_with_place() -> bytes:
    """A JPEG held sideways, which tells where it was taken, by which camera, and in which colours."""
    facts = Image.Exif()
    facts[0x0110] = "Camera of Anna"
    facts[0x0112] = 6  # to be turned a quarter
    facts.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return written(image(), "JPEG", exif=facts, icc_profile=profile, comment=b"secret remark", quality=95)


def moving(kind: str) -> bytes:
    frames = [image(colour=(red, 0, 0)) for red in (10, 120, 250)]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def claiming(width: int, height: int) -> bytes:
    """A PNG of few bytes whose head says that it is huge."""
    content = bytearray(png())
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def office(content_type: str = DOCX, *, more: dict[str, bytes] | None = None, comment: bytes = b"") -> bytes:
    """As little as makes a DOCX or XLSX."""
    target = io.BytesIO()
    parts = {
        LIST_OF_PARTS: f'<Types><Override PartName="/m.xml" ContentType="{content_type}.main+xml"/></Types>'.encode(),
        "m.xml": b"<m/>",
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, part in (parts | (more or {})).items():
            packed.writestr(name, part)
    return target.getvalue()
