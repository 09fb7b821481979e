"""DNA profiles of people known by code and of traces of unknown people. Nothing else of a person is beside a profile."""

from comity.kernel.kinds import COUNTRY, LOCI, NATIONAL_REFERENCE, PAST_DATE, PROFILE_CODE, TEXT, choice, text
from comity.kernel.purposes import Purpose
from comity.registers.declarations.shared import CASE, LABORATORY_STEPS, SOURCE, STATUS, WHAT, quality
from comity.registers.model import Field, Keep, Register, Review

CATEGORY = choice("dna_category", (
    ("convicted", "Convicted person"), ("suspect", "Suspect"), ("missing", "Missing person"), ("trace", "Trace from a scene"),
    ("remains", "Unidentified remains"),
))  # fmt: skip
MARKERS = choice("dna_markers", (("autosomal", "Autosomal STR"), ("y", "Y-STR"), ("mitochondrial", "Mitochondrial")))
KIT = text("dna_kit", 60, "As its maker names it", personal=False, examples=("PowerPlex 21",))

DNA = Register(
    number=16,
    name="dna",
    title="DNA",
    about="DNA profiles by code, compared with the profiles of the countries that the owner chose; no personal data beside them.",
    legal_source="DNA charter: coded profiles, no personal data, the owner says who may compare; loci of the European standard set",
    retention_years=5,
    kept=(Keep("category", ("trace", "remains"), 15),),
    purposes=(Purpose.FORENSIC, Purpose.WANTED, Purpose.MISSING),
    persons=True,
    statuses="status",
    fields=(
        Field("code", PROFILE_CODE, "Code", required=True, section=WHAT),
        Field("category", CATEGORY, "Category", required=True, section=WHAT),
        Field("status", STATUS, "Status in the case", required=True, section=WHAT),
        Field("markers", MARKERS, "Markers", required=True, section=WHAT),
        Field("loci", LOCI, "Loci and alleles", required=True, section=WHAT, searched=False),
        Field("compared_with", COUNTRY, "Countries that may compare", many=250, section=WHAT),
        Field("kit", KIT, "Kit", section=SOURCE),
        Field("laboratory", TEXT, "Laboratory", required=True, section=SOURCE),
        Field("accreditation", TEXT, "Accreditation (ISO/IEC 17025)", section=SOURCE),
        Field("captured", PAST_DATE, "Sampled on", required=True, section=SOURCE),
        Field("quality", quality(40), "Quality: share of loci typed", required=True, section=SOURCE),
        Field("legal_ground", TEXT, "Legal ground or consent", required=True, section=SOURCE),
        Field("case_reference", NATIONAL_REFERENCE, "Case", required=True, sealed=True, section=CASE),
    ),
    keys=(),
    found_by="Comparison of profiles, by code",
    identity=("code",),
    listed_by="category",
    first_step=LABORATORY_STEPS,
    reviewed=(Review("REV-01"),),
    no_names=True,
)  # fmt: skip
