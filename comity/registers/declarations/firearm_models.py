"""The firearms reference: makes, models, calibres and markings, the vocabulary of the register of firearms."""

from comity.kernel.kinds import CALIBRE, COUNT, COUNTRY, LONG_TEXT, MEASUREMENT, TEXT, YEAR
from comity.kernel.purposes import Purpose
from comity.registers.declarations.firearms import FIREARM_ACTION, FIREARM_MAKE, FIREARM_MODEL, FIREARM_TYPE, MARKINGS
from comity.registers.declarations.shared import PHOTOGRAPHS, WHAT
from comity.registers.model import Field, Register

FIREARM_MODELS = Register(
    number=12,
    name="firearm_models",
    title="Firearms reference",
    about="Makes and models of firearms with their markings and pictures, to name a weapon rightly.",
    legal_source="International Tracing Instrument (2005), paragraph 7: maker, model, calibre, country and serial number identify a weapon",
    retention_years=99,
    purposes=(Purpose.FORENSIC, Purpose.INTELLIGENCE, Purpose.BORDER),
    fields=(
        Field("make", FIREARM_MAKE, "Make", required=True, section=WHAT),
        Field("model", FIREARM_MODEL, "Model", required=True, section=WHAT),
        Field("type", FIREARM_TYPE, "Type", required=True, section=WHAT),
        Field("mechanism", FIREARM_ACTION, "Action", section=WHAT),
        Field("calibres", CALIBRE, "Calibres", many=20, section=WHAT),
        Field("made_in", COUNTRY, "Country of manufacture", section=WHAT),
        Field("made_from", YEAR, "Made from", section=WHAT),
        Field("made_until", YEAR, "Made until", section=WHAT),
        Field("variants", FIREARM_MODEL, "Variants and copies", many=40, section=WHAT),
        Field("barrel", MEASUREMENT, "Length of the barrel", sealed=False, section=WHAT),
        Field("length", MEASUREMENT, "Overall length", sealed=False, section=WHAT),
        Field("weight", MEASUREMENT, "Weight", sealed=False, section=WHAT),
        Field("capacity", COUNT, "Capacity of the magazine", section=WHAT),
        Field("serial_form", TEXT, "Form and place of the serial number", section=WHAT),
        MARKINGS,
        PHOTOGRAPHS,
        Field("history", LONG_TEXT, "History of make and model", section=WHAT),
    ),
    keys=(),
    found_by="Make and model",
    identity=("make", "model"),
    listed_by="type",
    first_step=("Compare every marking with the entry.", "Ask a weapons examiner to confirm which model it is."),
)
