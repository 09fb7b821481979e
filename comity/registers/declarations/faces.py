"""Facial images for comparison, by code, each with the record that it comes from. It ends with that record."""

from comity.kernel.kinds import GROUP, IMAGE, NATIONAL_REFERENCE, PAST_DATE, PROFILE_CODE, RECORD_ID, SEALED_BLOB, TEXT, choice
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import CASE, LABORATORY_STEPS, LINKED, SOURCE, STATUS, WHAT, quality
from comity.registers.model import Field, Register, Review

OUTCOME = choice("face_outcome", (
    ("potential_candidate", "Potential candidate"), ("no_candidate", "No candidate"), ("inconclusive", "Inconclusive"),
))  # fmt: skip
TAKEN_BY = choice("taken_by", (
    ("police", "Police photograph"), ("document", "Portrait of a document"), ("family", "Family photograph"),
    ("camera", "Camera at a scene"), ("other", "Other"),
))  # fmt: skip

FACES = Register(
    number=15,
    name="faces",
    title="Faces",
    about="Facial images for comparison by two examiners; no name beside them, and no machine decides.",
    legal_source="Rules on biometric data: capture, quality, legal ground, link by code only (REC-20); ISO/IEC 29794-5 for quality",
    retention_years=5,
    purposes=(Purpose.FORENSIC, Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.MISSING),
    persons=True,
    statuses="status",
    fields=(
        Field("code", PROFILE_CODE, "Code", required=True, section=WHAT),
        Field("status", STATUS, "Status in the case", required=True, section=WHAT),
        Field("image", IMAGE, "Image", section=WHAT, first_line=False),
        Field("template", SEALED_BLOB, "Template", section=WHAT, first_line=False, searched=False),
        Field("template_version", TEXT, "Template: program and version", section=WHAT, first_line=False),
        Field("captured", PAST_DATE, "Taken on", required=True, section=SOURCE),
        Field("quality", quality(30), "Quality", required=True, section=SOURCE),
        Field("taken_by", TAKEN_BY, "Where the image comes from", section=SOURCE),
        Field("legal_ground", TEXT, "Legal ground or consent", required=True, section=SOURCE, first_line=False),
        Field("case_reference", NATIONAL_REFERENCE, "Case", required=True, sealed=True, section=CASE, first_line=False),
        Field("examinations", GROUP, "Examinations", many=20, section=CASE, first_line=False, parts=(
            Field("outcome", OUTCOME, "Outcome", required=True), Field("on", PAST_DATE, "On", required=True),
            Field("with_record", RECORD_ID, "Compared with"),
        )),
        Field("person", RECORD_ID, "Record that it comes from", required=True, section=LINKED, first_line=False),
    ),
    keys=(),
    found_by="Comparison of faces, by code",
    identity=("code",),
    listed_by="status",
    first_step=LABORATORY_STEPS,
    reviewed=(Review("REV-01"),),
    no_names=True,
)  # fmt: skip
