"""Stolen works of art and cultural objects, described as Object ID asks. An object is recognised by words, measures and images."""

from comity.kernel.kinds import COUNTRY, GROUP, LONG_TEXT, MEASUREMENT, NATIONAL_REFERENCE, PAST_DATE, TEXT, choice, text
from comity.kernel.pieces import steps, words
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import EVENT, PHOTOGRAPHS, PLACE_NAME, WHAT, YES_NO
from comity.registers.model import Field, Key, Register
from comity.registers.vocabulary import choices

ART_TYPE = choice("art_type", choices("art_types"))
DIMENSION = choice("dimension", (
    ("height", "Height"), ("width", "Width"), ("depth", "Depth"), ("length", "Length"), ("diameter", "Diameter"), ("weight", "Weight"),
))  # fmt: skip
TAKEN_FROM = choice("taken_from", (
    ("museum", "Museum"), ("private", "Private collection"), ("worship", "Place of worship"), ("site", "Excavation or monument"),
    ("archive", "Archive or library"), ("trade", "Trade"), ("other", "Other"),
))  # fmt: skip
WORDS = text("art_words", 200, "As in catalogues", personal=False, examples=("Oil on canvas",))
_WORDED = ("type", "object_name", "maker", "period", "subject", "materials", "inscriptions", "distinguishing", "description")

ART = Register(
    number=10,
    name="art",
    title="Works of art",
    about="Stolen and looted cultural objects, described so that anybody who is offered one can recognise it.",
    legal_source="Object ID (1997) for the fields; UNESCO Convention of 1970 and UNIDROIT Convention of 1995 for the purpose",
    retention_years=10,
    purposes=(Purpose.BORDER, Purpose.WANTED, Purpose.INTELLIGENCE),
    fields=(
        Field("type", ART_TYPE, "Type of object", required=True, section=WHAT),
        Field("object_name", WORDS, "Kind of object in words", section=WHAT),
        Field("title", WORDS, "Title", section=WHAT),
        Field("maker", WORDS, "Maker, workshop or culture", section=WHAT),
        Field("period", WORDS, "Date or period", section=WHAT),
        Field("subject", WORDS, "Subject", section=WHAT),
        Field("materials", WORDS, "Materials and techniques", required=True, many=10, section=WHAT),
        Field("measures", GROUP, "Measurements", many=12, section=WHAT, parts=(
            Field("dimension", DIMENSION, "Dimension", required=True),
            Field("value", MEASUREMENT, "Measure", required=True),
            Field("part", TEXT, "Of which part"),
        )),
        Field("inscriptions", LONG_TEXT, "Inscriptions and markings", section=WHAT),
        Field("distinguishing", LONG_TEXT, "Distinguishing features", section=WHAT),
        Field("description", LONG_TEXT, "Description", section=WHAT),
        Field("origin", COUNTRY, "Country of origin", section=WHAT),
        Field("inventory", NATIONAL_REFERENCE, "Inventory number", sealed=True, section=WHAT),
        PHOTOGRAPHS,
        Field("theft_date", PAST_DATE, "Date of theft", required=True, sealed=False, section=EVENT),
        Field("theft_country", COUNTRY, "Country of theft", required=True, section=EVENT),
        Field("theft_place", PLACE_NAME, "Place of theft", section=EVENT, first_line=False),
        Field("taken_from", TAKEN_FROM, "Taken from", section=EVENT),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", required=True, sealed=True, section=EVENT, first_line=False),
        Field("public", YES_NO, "May be looked up by the public", section=EVENT),
    ),
    keys=(
        Key("art_word", "title", spread=words, also=_WORDED),
        Key("art_size", "measures.value", "measures.dimension", spread=steps),
    ),
    identity=("national_reference", "title", "inventory"),
    listed_by="type",
    first_step=(
        "Compare measures, marks and damage with the record: copies of a work look alike.",
        "Ask the owner to confirm before you act.",
        "Who has the object may have bought it in good faith.",
    ),
)  # fmt: skip
