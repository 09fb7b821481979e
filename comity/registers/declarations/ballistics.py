"""Cartridge cases and bullets of scenes and test shots, with class characteristics. For specialists of the members that compare."""

from comity.kernel.kinds import (
    CALIBRE,
    COUNT,
    COUNTRY,
    GROUP,
    IMAGE,
    LONG_TEXT,
    MEASUREMENT,
    NATIONAL_REFERENCE,
    PAST_DATE,
    PROFILE_CODE,
    RECORD_ID,
    TEXT,
    choice,
    whole,
)
from comity.kernel.purposes import Purpose
from comity.registers.declarations.firearms import FIREARM_TYPE
from comity.registers.declarations.shared import CASE, LABORATORY_STEPS, LINKED, PLACE_NAME, SOURCE, WHAT, quality
from comity.registers.model import Field, Register

ITEM = choice("ballistic_item", (
    ("cartridge_case", "Cartridge case"), ("bullet", "Bullet"), ("test_case", "Cartridge case of a test shot"),
    ("test_bullet", "Bullet of a test shot"),
))  # fmt: skip
PART = choice("ballistic_part", (
    ("breech_face", "Breech face"), ("firing_pin", "Firing pin"), ("ejector", "Ejector"), ("extractor", "Extractor"),
    ("chamber", "Chamber"), ("land", "Land"), ("groove", "Groove"), ("side", "Side"), ("base", "Base"),
))  # fmt: skip
PIN = choice("firing_pin_shape", (
    ("round", "Round"), ("rectangular", "Rectangular"), ("elliptical", "Elliptical"), ("rim", "Rim"), ("other", "Other"),
))  # fmt: skip
BREECH = choice("breech_marks", (
    ("parallel", "Parallel"), ("circular", "Circular"), ("crossed", "Crossed"), ("arched", "Arched"), ("granular", "Granular"),
    ("smooth", "Smooth"),
))  # fmt: skip
TWIST = choice("twist", (("right", "Right"), ("left", "Left"), ("polygonal", "Polygonal")))
RESULT = choice("correlation_result", (
    ("asked", "Asked"), ("candidate", "Candidate"), ("confirmed", "Confirmed by an examiner"), ("excluded", "Excluded by an examiner"),
    ("inconclusive", "Inconclusive"),
))  # fmt: skip
CLOCK = whole("clock", 1, 12, "As on a clock")

BALLISTICS = Register(
    number=13,
    name="ballistics",
    title="Ballistics",
    about="Fired cartridge cases and bullets, to link shots across borders. Open to specialists of the members that compare.",
    legal_source="Charter of the members that compare ballistic images; rules on the processing of data, forensic purposes",
    retention_years=30,
    purposes=(Purpose.FORENSIC, Purpose.INTELLIGENCE, Purpose.WANTED),
    specialists=True,
    fields=(
        Field("code", PROFILE_CODE, "Code", required=True, section=WHAT),
        Field("item", ITEM, "Item", required=True, section=WHAT),
        Field("calibre", CALIBRE, "Calibre", sealed=False, required=True, section=WHAT),
        Field("weapon_type", FIREARM_TYPE, "Type of weapon that fired it", section=WHAT),
        Field("pin_shape", PIN, "Shape of the firing pin", section=WHAT),
        Field("breech_marks", BREECH, "Marks of the breech face", section=WHAT),
        Field("ejector_at", CLOCK, "Ejector at, in hours", section=WHAT),
        Field("extractor_at", CLOCK, "Extractor at, in hours", section=WHAT),
        Field("grooves", COUNT, "Lands and grooves", section=WHAT),
        Field("twist", TWIST, "Twist", section=WHAT),
        Field("land_width", MEASUREMENT, "Width of a land", sealed=False, section=WHAT),
        Field("groove_width", MEASUREMENT, "Width of a groove", sealed=False, section=WHAT),
        Field("images", GROUP, "Images", many=24, section=WHAT, parts=(
            Field("image", IMAGE, "Image"), Field("part", PART, "Part", required=True),
            Field("light", TEXT, "Light and scale"),
        )),
        Field("captured", PAST_DATE, "Images taken on", required=True, section=SOURCE),
        Field("system", TEXT, "Imaging system and version", section=SOURCE),
        Field("quality", quality(20), "Quality", required=True, section=SOURCE),
        Field("legal_ground", TEXT, "Legal ground", required=True, section=SOURCE),
        Field("case_reference", NATIONAL_REFERENCE, "Case", required=True, sealed=True, section=CASE),
        Field("event_date", PAST_DATE, "Date of the event", section=CASE),
        Field("event_country", COUNTRY, "Country of the event", section=CASE),
        Field("event_place", PLACE_NAME, "Place of the event", section=CASE),
        Field("firearm", RECORD_ID, "Firearm", section=LINKED),
        Field("correlations", GROUP, "Correlations", many=40, section=LINKED, parts=(
            Field("record", RECORD_ID, "Record", required=True), Field("result", RESULT, "Result", required=True),
            Field("on", PAST_DATE, "On"),
        )),
        Field("remarks", LONG_TEXT, "Remarks", section=CASE),
    ),
    keys=(),
    found_by="Comparison of images, by code",
    identity=("code",),
    listed_by="item",
    first_step=LABORATORY_STEPS,
    no_names=True,
)  # fmt: skip
