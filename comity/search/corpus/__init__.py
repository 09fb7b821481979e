"""Names of a file, searched without a server: by the keys and the scorer of the check of persons, over an index that is thrown away.

model      a row of a file, and what is found
facts      what a row says of a person
building   rows to an index in a folder
asking     questions to that index
working    both, in as many processes as there are cores
"""

from __future__ import annotations

from comity.search.corpus.asking import Asker
from comity.search.corpus.building import build
from comity.search.corpus.facts import person_of
from comity.search.corpus.model import MOST_RANKS, Answer, Person, Row

__all__ = ["MOST_RANKS", "Answer", "Asker", "Person", "Row", "build", "person_of"]
