"""Write a programme to a file, as the pages would."""

import time
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from programmes import export as printing
from programmes.actions.exports import export_now
from programmes.document import assemble
from programmes.enums import ExportState
from programmes.models import Programme
from programmes.portable import dump, to_text


class Command(BaseCommand):
    help = (
        "Writes the programme's document in one language as PDF, HTML or JSON, or the whole programme as data, which "
        "import_programme reads."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--language", choices=["fi", "sv", "en"])
        parser.add_argument("--format", default="pdf", choices=["pdf", "html", "json", "programme"])
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *, slug, language, output, **options):
        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            raise CommandError(f"There is no programme {slug!r}.")
        if options["format"] != "programme" and language not in programme.content_languages:
            have = ", ".join(programme.content_languages)
            wanted = f"The programme is not written in {language!r}" if language else "Give --language"
            raise CommandError(f"{wanted}; it is in: {have}.")
        began, cpu, apart = time.perf_counter(), time.process_time(), 0.0
        if options["format"] == "pdf":
            content, told, apart = self.pdf(programme, language)
        elif options["format"] == "programme":
            content, told = to_text(dump(programme)).encode(), "the whole programme"
        else:
            write = printing.html_of if options["format"] == "html" else printing.json_of
            content, told = write(assemble(programme, language)).encode(), "made now"
        cpu, took = time.process_time() - cpu + apart, time.perf_counter() - began
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{output}: {told}, {cpu:.2f} CPU seconds, {took:.2f} s")

    def pdf(self, programme: Programme, language: str) -> tuple[bytes, str, float]:
        """The file, what to say of it, and the CPU seconds of the process that made it."""
        export, was_stored = export_now(programme, language)
        if export.state != ExportState.READY:
            raise CommandError(f"The PDF could not be made ({export.state} {export.error}).")
        with default_storage.open(export.file.name) as file:
            content = file.read()
        pages = f"{export.pages} pages" if export.pages else "pages as approved"
        apart = 0.0 if was_stored else export.cpu_seconds or 0.0
        return content, f"{pages}, {'from the store' if was_stored else 'made now'}", apart
