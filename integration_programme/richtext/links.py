"""Where a link may lead a reader."""

import re
from urllib.parse import quote

from integration_programme.richtext import grammar

ADDRESS = re.compile(rf"(?:(?:{'|'.join(grammar.SCHEMES[:2])})://(?![^/?#]*@)|mailto:)[^\s\\]+", re.IGNORECASE)
LONGEST_ADDRESS = 2000


def address_of(written: str) -> str:
    """Where a link leads, '' where no reader may be led."""
    address = "".join(written.split()) if "\n" in written else written.strip()
    if " " in address:
        address = quote(address, safe="%/:=&?~#+!$,;'@()*[]")
    return address if ADDRESS.fullmatch(address) and len(address) <= LONGEST_ADDRESS else ""
