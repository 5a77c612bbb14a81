"""The names of countries in the languages that are official somewhere, kept in country_names.tsv.

Reading CLDR's languages takes a second and 100 MB, the table 10 ms. It is written anew, after an
update of Babel, by `python -m tools.places.country_names`.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from tools.text import fold

PATH: Final = Path(__file__).with_name("country_names.tsv")
# Where two countries share a name, the first of these languages that has it decides; a name that
# others share is left out.
LANGUAGES: Final = ("en", "es", "de", "fr", "pt", "it", "nl", "ja")
NO_COUNTRIES: Final = frozenset({"ZZ", "EU", "UN", "EZ", "XA", "XB", "QO"})
LEAST_LATIN: Final = 4  # letters; shorter names are other countries' codes


def name_key(text: str) -> str:
    """The letters and digits of a name, without case and accents."""
    return "".join(character for character in fold(text) if character.isalnum())


def is_country(code: str) -> bool:
    """Whether a territory's code is that of a country."""
    return len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES


@cache
def names() -> dict[str, str]:
    """The code of each name, by its key."""
    codes = {}
    for line in PATH.read_text(encoding="utf-8").splitlines():
        code, *keys = line.split("\t")
        codes.update(dict.fromkeys(keys, code))
    return codes


def table() -> str:
    """The file's text, from CLDR: a line for each country, its code and the keys of its names."""
    keys = defaultdict(list)
    for key, code in sorted(_decided().items()):
        keys[code].append(key)
    return "".join("\t".join([code, *keys[code]]) + "\n" for code in sorted(keys))


def _decided() -> dict[str, str]:
    """The names that mean one country."""
    owners: dict[str, set[str]] = defaultdict(set)
    for language in _official_languages():
        for key, code in _names_in(language).items():
            owners[key].add(code)
    decided = {key: codes.pop() for key, codes in owners.items() if len(codes) == 1}
    for language in reversed(LANGUAGES):
        decided |= _names_in(language)
    return decided


def _official_languages() -> list[str]:
    """The locales of languages that are official in a country or a region of it."""
    official = set()
    for languages in get_global("territory_languages").values():
        for language, facts in languages.items():
            if facts["official_status"]:
                official.add(language.split("_")[0])
    return [locale for locale in locale_identifiers() if locale.split("_")[0] in official]


def _names_in(language: str) -> dict[str, str]:
    codes = {}
    for code, name in Locale.parse(language).territories.items():
        key = name_key(str(name))
        if is_country(code) and key and not (key.isascii() and len(key) < LEAST_LATIN):
            codes[key] = code
    return codes


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
