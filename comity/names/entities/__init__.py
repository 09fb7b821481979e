"""Names of organisations and vessels: read once into words and legal forms, compared word by word, explained.

model      values: a name, its words, what they mean
tables     the facts: legal forms, words that say little, places, numbers
writing    any text to plain words
forms      legal forms, told from the words of the name
meaning    words to numbers, places, common words
reading    all of these: any text to an `Entity`
edits      letters to letters: slips of the fingers and of the ear
closeness  one word to another
pairing    the words of one name to those of another
likeness   two names to a number from 0 to 1
explain    the same with the matched parts, as message ids and values
keys       what a name is found by
packing    a name as bytes
assessment how probable it is that a record is the organisation asked about
"""

from __future__ import annotations

from comity.names.entities.explain import explain_entity
from comity.names.entities.likeness import entity_likeness
from comity.names.entities.model import Comparison, Entity, Match, Sentence, Token
from comity.names.entities.reading import read_entity

__all__ = ["Comparison", "Entity", "Match", "Sentence", "Token", "entity_likeness", "explain_entity", "read_entity"]
