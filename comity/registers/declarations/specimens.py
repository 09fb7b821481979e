"""Specimens of genuine documents: what a document of a country, type and series looks like and which features it has."""

from comity.kernel.kinds import COUNTRY, DATE, DOCUMENT_TYPE, GROUP, IMAGE, LANGUAGE, LONG_TEXT, PAST_DATE, TEXT, choice, whole
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import IMAGES, REFERENCE, SPECIMEN_STEPS, WHAT, YES_NO
from comity.registers.model import Field, Order, Register
from comity.registers.vocabulary import choices

FEATURE = choice("security_feature", choices("security_features"))
FORMAT = choice("document_format", (
    ("td1", "TD1 (ID-1)"), ("td2", "TD2 (ID-2)"), ("td3", "TD3 (ID-3, booklet)"), ("mrv_a", "MRV-A (visa)"), ("mrv_b", "MRV-B (visa)"),
    ("other", "Other"),
))  # fmt: skip
LIGHT = choice("light", (
    ("visible", "Visible light"), ("ultraviolet", "Ultraviolet"), ("infrared", "Infrared"), ("transmitted", "Transmitted light"),
    ("oblique", "Oblique light"), ("retroreflected", "Retroreflected"),
))  # fmt: skip
MATERIAL = choice("document_material", (
    ("paper", "Paper"), ("polycarbonate", "Polycarbonate"), ("polymer", "Other polymer"), ("mixed", "Mixed"),
))  # fmt: skip
CHIP = choice("chip_access", (("none", "No chip"), ("bac", "BAC"), ("pace", "PACE"), ("eac", "EAC")))
DOCUMENT_IMAGES = Field(
    "images", GROUP, "Images", many=40, section=IMAGES,
    parts=(
        Field("image", IMAGE, "Image"), Field("page", TEXT, "Page or part"), Field("light", LIGHT, "Light"),
        Field("shows", TEXT, "What it shows"),
    ),
)  # fmt: skip
FEATURES = Field(
    "features", GROUP, "Security features", many=60, section=IMAGES,
    parts=(
        Field("feature", FEATURE, "Feature", required=True), Field("where", TEXT, "Where"), Field("light", LIGHT, "Light"),
        Field("what", TEXT, "How it looks"),
    ),
)  # fmt: skip

SPECIMENS = Register(
    number=6,
    name="specimens",
    title="Document specimens",
    about="Genuine documents as their issuers made them, to compare a document in hand with.",
    legal_source="Issuers' own specimens; fields of ICAO Doc 9303-2 to -7; no names but those of an invented holder on a specimen",
    retention_years=10,
    purposes=(Purpose.BORDER, Purpose.FORENSIC),
    fields=(
        Field("country", COUNTRY, "Country", required=True, section=WHAT),
        Field("type", DOCUMENT_TYPE, "Type of document", required=True, section=WHAT),
        Field("series", REFERENCE, "Series", required=True, sealed=False, section=WHAT),
        Field("title", TEXT, "Title as printed", sealed=False, section=WHAT),
        Field("languages", LANGUAGE, "Languages printed", many=8, section=WHAT),
        Field("format", FORMAT, "Format", section=WHAT),
        Field("material", MATERIAL, "Material of the data page", section=WHAT),
        Field("pages", whole("pages", 1, 100, "Pages"), "Pages", section=WHAT),
        Field("first_issued", PAST_DATE, "First issued", sealed=False, section=WHAT),
        Field("last_issued", PAST_DATE, "Last issued", sealed=False, section=WHAT),
        Field("valid_until", DATE, "No longer valid after", sealed=False, section=WHAT),
        Field("validity_years", whole("years", 1, 99, "Years"), "Validity in years", section=WHAT),
        Field("number_form", TEXT, "Form of the number", section=WHAT),
        Field("number_technique", TEXT, "How the number is applied", section=WHAT),
        Field("zone", YES_NO, "Machine readable zone", section=WHAT),
        Field("chip", CHIP, "Access to the chip", section=WHAT),
        Field("signing_certificate", REFERENCE, "Country signing certificate", section=WHAT, first_line=False),
        DOCUMENT_IMAGES,
        FEATURES,
        Field("remarks", LONG_TEXT, "Remarks", section=IMAGES),
    ),
    keys=(),
    found_by="Country, type and series; side by side with a document in hand",
    identity=("country", "type", "series"),
    listed_by="country",
    first_step=SPECIMEN_STEPS,
    orders=(
        Order("first_issued", "last_issued", "The last issue cannot lie before the first."),
        Order("first_issued", "valid_until", "A document cannot expire before it is issued."),
    ),
    issuer_writes="country",
    no_names=True,
)  # fmt: skip
