"""Files on a server that speaks S3, tried against a real one: kept, handed out, lost, and the server away.

    python3 -m venv s3-trial && s3-trial/bin/pip install -r requirements.txt -r requirements-s3.txt
    s3-trial/bin/pip install "moto[server]==5.2.1"    # apart: no hashes of it are known here
    s3-trial/bin/python benchmarks/s3.py

moto answers as S3 does over HTTP, from memory, in a process of its own on this machine. Not part of the tests: its
packages weigh more than all of ours. What they hold without it: tests/programmes/actions/test_contents.py.
"""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

PORT, BUCKET = 5901, "workbench-files"
ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    "DEBUG": "1",
    "DATABASE_URL": "sqlite://:memory:",
    "DJANGO_SETTINGS_MODULE": "integration_programme.settings",
    "FILES_BUCKET": BUCKET,
    "FILES_ENDPOINT": f"http://127.0.0.1:{PORT}",
    "FILES_REGION": "eu-north-1",
    "FILES_KEY": "trial",
    "FILES_SECRET": "trial",  # pragma: allowlist secret - of a server that asks for none
}


def main() -> None:
    os.environ |= SETTINGS
    sys.path.insert(0, str(ROOT))
    server = subprocess.Popen(
        [Path(sys.executable).with_name("moto_server"), "-p", str(PORT)], stderr=subprocess.DEVNULL
    )
    try:
        _made_bucket()
        _try(server)
    finally:
        server.terminate()
        server.wait()


def _made_bucket() -> None:
    import boto3

    known = {"endpoint_url": SETTINGS["FILES_ENDPOINT"], "region_name": SETTINGS["FILES_REGION"]}
    client = boto3.client("s3", aws_access_key_id="trial", aws_secret_access_key="trial", **known)
    for _try in range(50):
        try:
            client.create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": SETTINGS["FILES_REGION"]}
            )
        except Exception:  # the server is still starting
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server has not started.")


def _try(server: subprocess.Popen) -> None:
    import django

    django.setup()
    from django.core.files.storage import default_storage
    from django.core.management import call_command

    from integration_programme.actors import SYSTEM
    from programmes.actions.contents import clear_unused, content_of, keep, opened
    from programmes.actions.exports import export_now, is_ready
    from programmes.actions.files import NotStored, clear_half_files
    from programmes.demo.files import file
    from programmes.models import Picture, Programme

    call_command("migrate", verbosity=0)
    os.environ["DEMO"] = "1"
    call_command("seed_demo", verbosity=0)
    programme = Programme.objects.get(slug="demo")
    picture = Picture.objects.filter(programme=programme).first()
    content = content_of(programme, picture.sha256)
    with opened(content) as kept:
        _holds("a picture comes back as it was kept", kept.read() == file("cover.png").content)
    began = time.perf_counter()
    export, _there = export_now(programme, "fi", by=SYSTEM)
    _holds("a PDF with its pictures is made and kept", is_ready(export) and default_storage.size(export.file.name) > 0)
    print(f"   ({time.perf_counter() - began:.1f} s, {default_storage.size(export.file.name):,} bytes)")
    _holds("nothing that rows point at is cleared away", (clear_half_files(), clear_unused()) == (0, 0))
    default_storage.delete(content.path)
    try:
        opened(content)
    except FileNotFoundError:
        _holds("a file that the storage has lost is not found", True)
    server.terminate()
    server.wait()
    _holds("a page that lists PDFs does not wait for the storage", is_ready(export))
    try:
        keep(programme, _another())
    except NotStored:
        _holds("a storage that is away is told", True)
    try:
        opened(content)
    except OSError:
        _holds("and is told apart from a file that is not there", True)


def _another():
    """A picture that no programme has."""
    from PIL import Image

    from integration_programme.brought import picture

    target = io.BytesIO()
    Image.new("RGB", (30, 20), "purple").save(target, "PNG")
    return picture(target.getvalue())


def _holds(sentence: str, holds: bool) -> None:
    print("ok " if holds else "NO ", sentence)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
