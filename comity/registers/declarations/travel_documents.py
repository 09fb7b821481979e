"""Travel documents that were lost, stolen, stolen as blanks or revoked. Holds no name, only documents (REC-13)."""

from comity.kernel.kinds import COUNTRY, DATE, DOCUMENT_NUMBER, DOCUMENT_TYPE, ISSUING_CODE, NATIONAL_REFERENCE, PAST_DATE, TEXT, choice
from comity.kernel.purposes import Purpose
from comity.registers.model import Field, Key, Order, Register, Review

REASON = choice("reason", (("stolen_blank", "Stolen blank"), ("stolen", "Stolen"), ("lost", "Lost"), ("revoked", "Revoked")))
TOLD = choice("holder_told", (("told", "The holder was told"), ("will_be_told", "The holder will be told")), "Of a revoked document")
REVOKED, BLANK = ("reason", "revoked"), ("reason", "stolen_blank")

TRAVEL_DOCUMENTS = Register(
    number=3,
    name="travel_documents",
    title="Travel documents",
    about="Travel documents reported lost, stolen, stolen as blanks or revoked by those who issued them.",
    legal_source="Rules on travel documents: the issuer alone records, no names (REC-13); issuing practice of ICAO Doc 9303-2, 5",
    retention_years=10,
    purposes=(Purpose.BORDER, Purpose.WANTED, Purpose.WHEREABOUTS, Purpose.MISSING),
    fields=(
        Field("number", DOCUMENT_NUMBER, "Number", required=True),
        Field("issuer", ISSUING_CODE, "Issued by", required=True),
        Field("type", DOCUMENT_TYPE, "Type of document", required=True),
        Field("reason", REASON, "Reason", required=True),
        Field("theft_date", PAST_DATE, "Date of loss or theft", sealed=False),
        Field("theft_country", COUNTRY, "Country of loss or theft"),
        Field("theft_place", TEXT, "Place of loss or theft", first_line=False),
        Field("issue_date", PAST_DATE, "Date of issue", sealed=False),
        Field("expiry_date", DATE, "Date of expiry", sealed=False),
        Field("report_date", PAST_DATE, "Reported on", sealed=False),
        Field("report_reference", NATIONAL_REFERENCE, "Reference of the report", sealed=True, first_line=False),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", sealed=True, first_line=False),
        Field("batch_reference", NATIONAL_REFERENCE, "Reference of the batch of blanks", sealed=True, first_line=False, needed_for=BLANK),
        Field("legal_basis", TEXT, "Legal basis of the revocation", first_line=False, needed_for=REVOKED),
        Field("authority", TEXT, "Authority that decided", first_line=False, needed_for=REVOKED),
        Field("decision_date", PAST_DATE, "Date of the decision", sealed=False, needed_for=REVOKED),
        Field("holder_told", TOLD, "Has the holder been told?", first_line=False, needed_for=REVOKED),
    ),
    keys=(Key("document_number", "number", "issuer"),),
    identity=("number", "issuer", "type"),
    listed_by="reason",
    first_step=(
        "Compare the number on the document with the record, character by character.",
        "Ask the owner to confirm before you act.",
        "The person before you may be the rightful holder: many find a lost document again.",
    ),
    orders=(
        Order("issue_date", "theft_date", "A document cannot be lost before it is issued."),
        Order("issue_date", "expiry_date", "A document cannot expire before it is issued."),
        Order("issue_date", "decision_date", "A document cannot be revoked before it is issued."),
        Order("theft_date", "report_date", "A loss cannot be reported before it happens."),
    ),
    issuer_writes="issuer",
    reviewed=(
        Review("REC-14", "reason", ("revoked",)),
        Review("REC-15", "reason", ("lost", "stolen"), without="report_reference", of_authority=True),
    ),
    no_names=True,
)
