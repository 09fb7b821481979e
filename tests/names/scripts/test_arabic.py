"""Arabic script read into words: the article apart, particles told, spellings of Latin letters alone."""

from __future__ import annotations

from comity.names.model import Role
from comity.names.scripts import arabic


def test_the_article_is_a_particle_of_its_own() -> None:
    article, noun = arabic.read("الطائي")
    assert (article.text, article.role) == ("ال", Role.PARTICLE)
    assert noun.role is Role.UNKNOWN
    assert noun.forms
