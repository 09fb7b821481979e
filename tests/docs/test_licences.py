"""Everything installed is permissive, LGPL, or on the short list of tools under MPL that docs/decisions/0010-dependencies.md explains."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions

import pytest

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|Zlib|0BSD|CC0|PSF|Python-2\.0|Python Software Foundation|Unlicense|LGPL|Lesser General|Blue Oak)\b",
    re.IGNORECASE,
)
STRONG = re.compile(r"\b(AGPL|Affero|(?<!L)GPL|SSPL|BUSL|Commons Clause|Proprietary)\b")
MPL_ONLY = {"certifi", "hypothesis", "hypothesis-graphql", "pathspec"}


def licence(package: Distribution) -> str:
    """What the package declares, in whichever of three places it does."""
    metadata = package.metadata
    classifiers = [word for word in metadata.get_all("Classifier") or [] if word.startswith("License ::")]
    return " ".join([metadata["License-Expression"] or "", (metadata["License"] or "")[:200], *classifiers])


@pytest.mark.parametrize("package", list(distributions()), ids=lambda package: package.metadata["Name"])
def test_the_licence_lets_anyone_use_and_change_comity(package: Distribution) -> None:
    declared = licence(package)
    assert not STRONG.search(declared.replace("LGPL", "").replace("Lesser General", "")), declared
    if package.metadata["Name"].lower() not in MPL_ONLY:
        assert PERMISSIVE.search(declared), f"declares {declared.strip() or 'nothing'}"
