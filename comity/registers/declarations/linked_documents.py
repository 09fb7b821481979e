"""Travel documents of people in notices. Derived from the notices: a hit speaks of this person, not of a bad document (HIT-07)."""

from comity.kernel.kinds import DATE, DOCUMENT_NUMBER, DOCUMENT_TYPE, ISSUING_CODE, RECORD_ID
from comity.kernel.purposes import Purpose
from comity.registers.declarations.notices import NOTICE_COLOUR
from comity.registers.declarations.shared import LINKED, OF_PERSONS, WHAT
from comity.registers.model import Field, Key, Register

LINKED_DOCUMENTS = Register(
    number=5,
    name="linked_documents",
    title="Documents linked to notices",
    about="Travel documents that people in notices are known to carry; made from the notices, and gone with them.",
    legal_source="Rules on notices: documents of the person, checked where documents are checked",
    retention_years=5,
    purposes=(Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.WARNING, Purpose.MISSING, Purpose.BORDER),
    persons=True,
    derived=True,
    made_from=2,
    fields=(
        Field("number", DOCUMENT_NUMBER, "Number", required=True, section=WHAT),
        Field("issuer", ISSUING_CODE, "Issued by", required=True, section=WHAT),
        Field("type", DOCUMENT_TYPE, "Type of document", section=WHAT),
        Field("expires", DATE, "Date of expiry", section=WHAT),
        Field("colour", NOTICE_COLOUR, "Colour of the notice", required=True, section=LINKED),
        Field("notice", RECORD_ID, "Notice", required=True, sealed=False, section=LINKED),
    ),
    keys=(Key("document_number", "number", "issuer"),),
    identity=("number", "issuer", "notice"),
    listed_by="colour",
    first_step=(
        "This speaks of the person who carries the document: the document itself may be genuine and in order.",
        "This is not proof and not a warrant: read the notice, and compare the person with it.",
        "Ask the owner to confirm before you act.",
    ),
    warnings=OF_PERSONS,
)
