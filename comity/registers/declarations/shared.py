"""What several declarations share: closed lists, and the compound fields of persons, documents, images and links."""

from __future__ import annotations

from typing import Final

from comity.kernel.kinds import (
    COUNTRY,
    DATE,
    DOCUMENT_NUMBER,
    DOCUMENT_TYPE,
    GROUP,
    IMAGE,
    ISSUING_CODE,
    LANGUAGE,
    LONG_TEXT,
    MONTHS,
    PAST_DATE,
    PERSON_NAME,
    RECORD_ID,
    SCRIPT,
    TEXT,
    Kind,
    choice,
    text,
    whole,
)
from comity.kernel.levels import Level
from comity.registers.model import Field, SafetyWarning
from comity.registers.vocabulary import choices


def heading(words: str) -> str:
    """The heading of a section: a message id."""
    return words


def quality(least: int) -> Kind:
    """The quality of what was captured, 0 to 100. Below the register's minimum it is refused (REC-20)."""
    return whole(f"quality_from_{least}", least, 100, "Below the minimum of the register it is refused")


WHAT: Final = heading("What it is")
WHO: Final = heading("Who it is")
CASE: Final = heading("The case")
LOOKS: Final = heading("Description")
REACHED: Final = heading("Where and how to be reached")
EVENT: Final = heading("What happened")
IMAGES: Final = heading("Images and features")
SOURCE: Final = heading("Origin and quality")
SENSITIVE: Final = heading("Sensitive data")
LINKED: Final = heading("Links")

YES_NO: Final = choice("yes_no", (("yes", "Yes"), ("no", "No")))
YES: Final = choice("confirmed", (("yes", "Yes"),))
# The closed list of REC-03.
STATUS: Final = choice(
    "person_status",
    (
        ("wanted", "Wanted"),
        ("charged", "Charged"),
        ("convicted", "Convicted"),
        ("suspect", "Suspect"),
        ("person_of_interest", "Person of interest or threat"),
        ("witness", "Witness"),
        ("victim", "Victim"),
        ("missing", "Missing"),
        ("unidentified", "Unidentified"),
        ("deceased", "Deceased"),
        ("sanctioned", "Sanctioned"),
    ),
    "What the person is in the case",
)
# None of these lets anybody act against a person; for victims and witnesses the first four alone (REC-05).
ACTION: Final = choice(
    "action",
    (
        ("identify", "Identify, and tell the owner"),
        ("inform_owner", "Tell the owner where the person was"),
        ("welfare", "Ask after the person's welfare"),
        ("hear", "Ask whether the person will speak with the owner"),
        ("collect_facts", "Collect facts, and send them to the owner"),
        ("locate", "Locate, and ask the owner at once"),
        ("locate_for_extradition", "Locate; the owner will ask for extradition"),
        ("refuse_travel_if_law_allows", "Apply the travel ban of the list, as national law allows"),
    ),
)
NAME_KIND: Final = choice(
    "name_kind",
    (
        ("main", "Main name"),
        ("alias", "Alias"),
        ("former", "Former name"),
        ("birth", "Name at birth"),
        ("original_script", "In the original script"),
        ("transliteration", "Transliteration"),
        ("nickname", "Nickname"),
        ("trade", "Trade name"),
    ),
)
QUALITY: Final = choice("quality", (("good", "Good"), ("low", "Low"), ("unknown", "Not stated")))
CERTAINTY: Final = choice("certainty", (("exact", "Exact"), ("about", "About"), ("between", "Between two dates")))
OFFENCE: Final = choice("offence", choices("offences"), "The nearest in the list")
RELATION: Final = choice(
    "relation",
    (("father", "Father"), ("mother", "Mother"), ("guardian", "Guardian"), ("spouse", "Spouse"), ("child", "Child"), ("other", "Other")),
)
SOURCE_GRADE: Final = choice(
    "source_grade",
    (
        ("a", "A: always reliable"),
        ("b", "B: mostly reliable"),
        ("c", "C: at times reliable"),
        ("d", "D: unreliable"),
        ("x", "X: not known"),
    ),
    "How far the source is to be trusted (REC-12)",
)
FACT_GRADE: Final = choice(
    "fact_grade",
    (
        ("1", "1: known without doubt"),
        ("2", "2: known to the source"),
        ("3", "3: heard, and confirmed"),
        ("4", "4: heard, not confirmed"),
    ),
    "How sure the fact is (REC-12)",
)
MARK_KIND: Final = choice(
    "body_mark",
    (
        ("tattoo", "Tattoo"), ("scar", "Scar"), ("birthmark", "Birthmark"), ("piercing", "Piercing"), ("missing_part", "Missing part"),
        ("prosthesis", "Prosthesis"), ("other", "Other"),
    ),
)  # fmt: skip
VIEW: Final = choice(
    "view",
    (
        ("front", "Front"), ("side", "Side"), ("whole", "Whole"), ("detail", "Detail"), ("back", "Back"), ("inside", "Inside"),
        ("mark", "Mark or inscription"), ("serial", "Serial number"), ("other", "Other"),
    ),
)  # fmt: skip
PLACE_NAME: Final = text("place_name", 120, "One line", examples=("Port Ander",))
REFERENCE: Final = text("reference", 80, "As its owner writes it", examples=("QDX.001",))

NAMES: Final = Field(
    "names", GROUP, "Names", many=40, section=WHO,
    parts=(
        Field("full", PERSON_NAME, "Whole name", required=True),
        Field("family", PERSON_NAME, "Family name"),
        Field("given", PERSON_NAME, "Given names"),
        Field("kind", NAME_KIND, "Kind of name"),
        Field("script", SCRIPT, "Script"),
        Field("language", LANGUAGE, "Language"),
        Field("quality", QUALITY, "Quality of the name"),
    ),
)  # fmt: skip
BIRTHS: Final = Field(
    "births", GROUP, "Birth", many=12, section=WHO,
    parts=(
        Field("date", PAST_DATE, "Date of birth"),
        Field("until", PAST_DATE, "Not after", needed_for=("certainty", "between")),
        Field("certainty", CERTAINTY, "How sure"),
        Field("place", PLACE_NAME, "Place of birth"),
        Field("country", COUNTRY, "Country of birth"),
    ),
)  # fmt: skip
PARENTS: Final = Field(
    "parents", GROUP, "Parents and next of kin", many=6, section=WHO, first_line=False, level=Level.RESTRICTED,
    parts=(Field("relation", RELATION, "Relation", required=True), Field("name", PERSON_NAME, "Name", required=True)),
)  # fmt: skip
DOCUMENTS: Final = Field(
    "documents", GROUP, "Documents", many=40, section=WHO,
    parts=(
        Field("number", DOCUMENT_NUMBER, "Number", required=True),
        Field("issuer", ISSUING_CODE, "Issued by"),
        Field("type", DOCUMENT_TYPE, "Type of document"),
        Field("issued", PAST_DATE, "Date of issue"),
        Field("expires", DATE, "Date of expiry"),
        Field("place", PLACE_NAME, "Place of issue"),
        Field("note", TEXT, "Note"),
    ),
)  # fmt: skip
ADDRESSES: Final = Field(
    "addresses", GROUP, "Addresses", many=40, section=REACHED, first_line=False,
    parts=(
        Field("street", TEXT, "Street and number"),
        Field("city", PLACE_NAME, "City"),
        Field("region", PLACE_NAME, "Region"),
        Field("postcode", PLACE_NAME, "Postcode"),
        Field("country", COUNTRY, "Country"),
        Field("note", TEXT, "Note"),
    ),
)  # fmt: skip
OFFENCES: Final = Field(
    "offences", GROUP, "Offences", many=20, section=CASE, first_line=False,
    parts=(
        Field("offence", OFFENCE, "Offence", required=True),
        Field("charge", TEXT, "Charge as worded"),
        Field("law", TEXT, "Law that it breaks"),
        Field("maximum", MONTHS, "Longest sentence the law allows, in months"),
        Field("imposed", MONTHS, "Sentence imposed, in months"),
        Field("left", MONTHS, "Sentence left to serve, in months"),
        Field("date", PAST_DATE, "Date of the facts"),
        Field("place", PLACE_NAME, "Place of the facts"),
        Field("country", COUNTRY, "Country of the facts"),
    ),
)  # fmt: skip
MARKS: Final = Field(
    "marks", GROUP, "Marks on the body", many=20, section=LOOKS,
    parts=(
        Field("kind", MARK_KIND, "Kind of mark", required=True),
        Field("place", TEXT, "Where on the body"),
        Field("what", TEXT, "What it shows"),
    ),
)  # fmt: skip
PHOTOGRAPHS: Final = Field(
    "photographs", GROUP, "Photographs", many=12, section=IMAGES,
    parts=(
        Field("image", IMAGE, "Image"),
        Field("view", VIEW, "View"),
        Field("taken", PAST_DATE, "Taken on"),
        Field("caption", TEXT, "Caption"),
    ),
)  # fmt: skip
LINK: Final = Field(
    "links", GROUP, "Linked records", many=60, section=LINKED, first_line=False,
    parts=(
        Field("record", RECORD_ID, "Record", required=True),
        Field("role", TEXT, "Role of the one to the other", required=True),
        Field("source_grade", SOURCE_GRADE, "Grade of the source", required=True),
        Field("fact_grade", FACT_GRADE, "Grade of the fact", required=True),
    ),
)  # fmt: skip
LINKED_NOTICES: Final = Field("linked_notices", RECORD_ID, "Linked notices", many=20, section=LINKED, first_line=False)
# Sensitive data only with its reason, never a key, never at the first line (REC-10, REC-11).
SENSITIVE_DATA: Final = Field(
    "sensitive", LONG_TEXT, "Sensitive data", section=SENSITIVE, first_line=False, level=Level.CONFIDENTIAL, searched=False
)
SENSITIVE_REASON: Final = Field(
    "sensitive_reason", TEXT, "Why it is needed to identify the person or for the case", section=SENSITIVE, first_line=False,
    level=Level.CONFIDENTIAL, searched=False,
)  # fmt: skip

OF_PERSONS: Final = (
    SafetyWarning(1, "armed", "May be armed"),
    SafetyWarning(2, "violent", "May be violent"),
    SafetyWarning(4, "self_harm", "May harm themselves"),
    SafetyWarning(8, "child_at_risk", "A child may be at risk"),
    SafetyWarning(16, "flight", "Has fled before"),
    SafetyWarning(32, "vulnerable", "Needs care: vulnerable person"),
)
OF_THINGS: Final = (
    SafetyWarning(1, "armed", "Who has it may be armed"),
    SafetyWarning(2, "violent", "Who has it may be violent"),
    SafetyWarning(16, "dangerous_goods", "It may be dangerous by itself"),
)
PERSON_STEPS: Final = (
    "This is not proof and not a warrant: many people share a name and a birth date.",
    "Compare the person with every detail of the record.",
    "Ask the owner to confirm before you act.",
)
SPECIMEN_STEPS: Final = (
    "Compare the document with the record, feature by feature.",
    "Ask the owner to confirm before you act on a difference.",
)
LABORATORY_STEPS: Final = (
    "A comparison is a candidate until an examiner confirms it.",
    "Ask the owner to confirm before anybody is named.",
)
