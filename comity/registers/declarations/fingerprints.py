"""Ten-prints, palms and marks from scenes, by code. The name belonging to a code stays with its owner."""

from comity.kernel.kinds import (
    COUNTRY,
    GROUP,
    LONG_TEXT,
    NATIONAL_REFERENCE,
    PAST_DATE,
    PERCENT,
    PROFILE_CODE,
    RECORD_ID,
    SEALED_BLOB,
    TEXT,
    choice,
    whole,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import CASE, LABORATORY_STEPS, LINKED, PLACE_NAME, SOURCE, STATUS, WHAT, quality
from comity.registers.model import Field, Keep, Register, Review

PRINT = choice("print_kind", (("ten_print", "Ten-print card"), ("palm", "Palm print"), ("mark", "Finger mark"), ("palm_mark", "Palm mark")))
FORMAT = choice("print_format", (
    ("nist_traditional", "ANSI/NIST-ITL, traditional"), ("nist_xml", "ANSI/NIST-ITL, XML"), ("wsq", "WSQ image"),
    ("image", "Other image"),
))  # fmt: skip
MODE = choice("answer_mode", (
    ("lights_out", "Without an examiner, as a candidate only"), ("examiner_confirmed", "After an examiner has confirmed"),
))  # fmt: skip
FINGER = choice("finger", (
    ("right_thumb", "Right thumb"), ("right_index", "Right index"), ("right_middle", "Right middle"), ("right_ring", "Right ring"),
    ("right_little", "Right little"), ("left_thumb", "Left thumb"), ("left_index", "Left index"), ("left_middle", "Left middle"),
    ("left_ring", "Left ring"), ("left_little", "Left little"),
))  # fmt: skip
PATTERN = choice("pattern", (
    ("arch", "Arch"), ("tented_arch", "Tented arch"), ("left_loop", "Left loop"), ("right_loop", "Right loop"), ("whorl", "Whorl"),
    ("unknown", "Not known"),
))  # fmt: skip

FINGERPRINTS = Register(
    number=14,
    name="fingerprints",
    title="Fingerprints",
    about="Prints of known people and marks of unknown ones, by code; a search is never stored.",
    legal_source="Rules on biometric data: capture, quality, legal ground, link by code only (REC-20); ANSI/NIST-ITL 1-2011 for the files",
    retention_years=5,
    kept=(Keep("kind", ("mark", "palm_mark"), 15),),
    purposes=(Purpose.FORENSIC, Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.MISSING),
    persons=True,
    statuses="status",
    fields=(
        Field("code", PROFILE_CODE, "Code", required=True, section=WHAT),
        Field("kind", PRINT, "Kind", required=True, section=WHAT),
        Field("status", STATUS, "Status in the case", required=True, section=WHAT),
        Field("file", SEALED_BLOB, "File of prints", section=WHAT, first_line=False),
        Field("format", FORMAT, "Format", section=WHAT, first_line=False),
        Field("fingers", GROUP, "Fingers", many=12, section=WHAT, first_line=False, parts=(
            Field("finger", FINGER, "Finger", required=True), Field("pattern", PATTERN, "Pattern"), Field("quality", PERCENT, "Quality"),
        )),
        Field("captured", PAST_DATE, "Taken on", required=True, section=SOURCE),
        Field("quality", quality(20), "Quality (NFIQ 2)", required=True, section=SOURCE),
        Field("resolution", whole("ppi", 250, 2000, "Pixels an inch"), "Resolution", section=SOURCE, first_line=False),
        Field("legal_ground", TEXT, "Legal ground or consent", required=True, section=SOURCE, first_line=False),
        Field("mode", MODE, "How a comparison is answered", section=SOURCE, first_line=False),
        Field("template_version", TEXT, "Template: program and version", section=SOURCE, first_line=False),
        Field("case_reference", NATIONAL_REFERENCE, "Case", required=True, sealed=True, section=CASE, first_line=False),
        Field("event_country", COUNTRY, "Country of the scene", section=CASE, first_line=False),
        Field("event_place", PLACE_NAME, "Place of the scene", section=CASE, first_line=False),
        Field("surface", TEXT, "Surface, and how the mark was made visible", section=CASE, first_line=False),
        Field("person", RECORD_ID, "Record of the person", section=LINKED, first_line=False),
        Field("remarks", LONG_TEXT, "Remarks", section=CASE, first_line=False),
    ),
    keys=(),
    found_by="Comparison of prints, by code",
    identity=("code", "kind"),
    listed_by="kind",
    first_step=LABORATORY_STEPS,
    reviewed=(Review("REV-01"),),
    no_names=True,
)  # fmt: skip
