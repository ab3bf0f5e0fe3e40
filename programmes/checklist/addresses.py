"""Where the sources that the checklist names are found on the web, the same in every language and edition."""

INTEGRATION_DATABASES = (
    "https://kototietokanta.stat.fi/",
    "https://kotoutuminen.fi/kotoutumisen-indikaattorit-tietokanta",
)

#: addresses by the key of the source; looked up in November 2026
ADDRESSES: dict[str, tuple[str, ...]] = {
    "situation.source.databases": INTEGRATION_DATABASES,
    "situation.source.reception_centres": ("https://tilastot.migri.fi/",),
    "monitoring.source.databases": INTEGRATION_DATABASES,
}
