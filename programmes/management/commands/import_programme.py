"""Read a whole programme from a file that export_programme or the pages wrote."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from integration_programme.actors import SYSTEM
from programmes.actions.versions import import_programme
from programmes.models import Programme
from programmes.portable import LARGEST, Fault, Reading, from_text, read, what_is_not_taken
from stakeholders.models import Municipality


class Command(BaseCommand):
    help = (
        "Reads a whole programme from a file: as it was, also over the one that is here, which keeps what it had in its "
        "archive and versions; or with --copy as a new programme. Says what it does not take."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--copy", action="store_true", help="a new programme, with keys of its own")
        parser.add_argument("--municipality", metavar="CODE", help="who leads the copy, if not the file's municipality")
        parser.add_argument("--check", action="store_true", help="only say what would not be taken")

    @no_translations
    def handle(self, *, file, copy, municipality, check, **options):
        if municipality and not copy:
            raise CommandError("--municipality goes with --copy: a programme that is read as it was keeps its own.")
        lead = self.municipality(municipality) if municipality else None
        try:
            reading = read(from_text(self.content(file)))
            for loss in what_is_not_taken(reading, lead, as_copy=copy):
                self.stdout.write(loss.sentence)
            if check:
                return
            was_here = self.is_here(reading) and not copy
            programme = import_programme(reading, by=SYSTEM, as_copy=copy, municipality=lead)
        except Fault as fault:
            raise CommandError(f"{file}: {fault}") from fault
        self.stdout.write(f"{programme.slug}: {'restored' if was_here else 'made'}")

    def is_here(self, reading: Reading) -> bool:
        return Programme.objects.filter(key=reading.programme.key).exists()

    def municipality(self, code: str) -> Municipality:
        try:
            return Municipality.objects.get(pk=code)
        except Municipality.DoesNotExist:
            raise CommandError(f"There is no municipality {code!r}.") from None

    def content(self, file: Path) -> bytes:
        """No more of the file than is needed to see that it is too large."""
        try:
            with file.open("rb") as opened:
                return opened.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
