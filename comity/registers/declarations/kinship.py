"""Profiles that relatives gave to find the missing, and profiles of remains. Used for nothing else; consent may be withdrawn (PUR-04)."""

from comity.kernel.kinds import DAY, GROUP, LOCI, NATIONAL_REFERENCE, PAST_DATE, PROFILE_CODE, RECORD_ID, SEX, TEXT, choice
from comity.kernel.purposes import Purpose
from comity.registers.declarations.dna import KIT, MARKERS
from comity.registers.declarations.shared import CASE, LABORATORY_STEPS, LINKED, SOURCE, STATUS, WHAT, heading, quality
from comity.registers.model import Field, Register, Review

ROLE = choice("kinship_role", (
    ("relative", "Relative"), ("missing_person", "Missing person, own sample"), ("remains", "Unidentified remains"),
))  # fmt: skip
RELATION = choice("kinship_relation", (
    ("father", "Father"), ("mother", "Mother"), ("child", "Child"), ("sibling", "Brother or sister"),
    ("half_sibling", "Half brother or half sister"), ("grandparent", "Grandparent"), ("other", "Other"),
))  # fmt: skip
CONSENT = heading("Consent")
RELATIVE = ("role", "relative")

KINSHIP = Register(
    number=17,
    name="kinship",
    title="Kinship",
    about="Profiles given by relatives with their consent, and profiles of remains, to give the missing back their names.",
    legal_source="Rules on missing persons: consent of relatives for this purpose alone (PUR-04); kept apart from criminal data",
    retention_years=10,
    purposes=(Purpose.MISSING,),
    persons=True,
    statuses="status",
    fields=(
        Field("code", PROFILE_CODE, "Code", required=True, section=WHAT),
        Field("role", ROLE, "Whose profile it is", required=True, section=WHAT),
        Field("status", STATUS, "Status in the case", required=True, section=WHAT),
        Field("family", PROFILE_CODE, "Code of the family", required=True, section=WHAT),
        Field("relation", RELATION, "Relation to the missing person", section=WHAT, needed_for=RELATIVE),
        Field("sex", SEX, "Sex", sealed=True, section=WHAT),
        Field("markers", MARKERS, "Markers", required=True, section=WHAT),
        Field("loci", LOCI, "Loci and alleles", required=True, section=WHAT, searched=False),
        Field("pedigree", GROUP, "Pedigree", many=40, section=WHAT, parts=(
            Field("code", PROFILE_CODE, "Code", required=True), Field("relation", RELATION, "Relation", required=True),
            Field("to", PROFILE_CODE, "To the code", required=True), Field("sex", SEX, "Sex"),
        )),
        Field("consent_given", PAST_DATE, "Consent given on", section=CONSENT, needed_for=RELATIVE),
        Field("consent_form", NATIONAL_REFERENCE, "Form of consent", sealed=True, section=CONSENT, needed_for=RELATIVE),
        Field("consent_until", DAY, "Consent ends on", sealed=True, section=CONSENT),
        Field("consent_scope", TEXT, "What the consent allows", section=CONSENT, needed_for=RELATIVE),
        Field("kit", KIT, "Kit", section=SOURCE),
        Field("laboratory", TEXT, "Laboratory", required=True, section=SOURCE),
        Field("captured", PAST_DATE, "Sampled on", required=True, section=SOURCE),
        Field("quality", quality(60), "Quality: share of loci typed", required=True, section=SOURCE),
        Field("case_reference", NATIONAL_REFERENCE, "Case", required=True, sealed=True, section=CASE),
        Field("notice", RECORD_ID, "Notice", section=LINKED),
    ),
    keys=(),
    found_by="Comparison of profiles within families, by code",
    identity=("code",),
    listed_by="role",
    first_step=LABORATORY_STEPS,
    reviewed=(Review("REV-01"),),
    no_names=True,
)  # fmt: skip
