"""Hash values of images and films of child abuse, to find them again without looking. Values and words alone, never content."""

from comity.kernel.kinds import MD5, NATIONAL_REFERENCE, PAST_DATE, PDQ, SHA256, choice, text
from comity.kernel.purposes import Purpose
from comity.registers.model import Field, Key, Register

LIST = text("hash_list", 60, "Name of the list", personal=False, examples=("Baseline 2026",))
SERIES = text("hash_series", 60, "Name of the series", personal=False, examples=("Series 0412",))
CATEGORY = choice(
    "hash_category",
    (
        ("baseline", "Baseline: unlawful in every country"),
        ("national", "Unlawful under the owner's law"),
        ("related", "Of a known series, not unlawful by itself"),
        ("lawful", "Looked at, and lawful"),
    ),
)
MEDIUM = choice("hash_medium", (("image", "Image"), ("film", "Film"), ("frame", "Frame of a film")))

HASH_LISTS = Register(
    number=18,
    name="hash_lists",
    title="Child protection hash lists",
    about="Hash values of known abuse material, so that it is found without anybody looking at it again. For cleared specialists.",
    legal_source="Convention on Cybercrime (2001), article 9; rules on data on victims: hash values and metadata only",
    retention_years=99,
    purposes=(Purpose.INTELLIGENCE, Purpose.WARNING),
    specialists=True,
    fields=(
        Field("list", LIST, "List", required=True),
        Field("category", CATEGORY, "Category", required=True),
        Field("medium", MEDIUM, "Medium", required=True),
        Field("series", SERIES, "Series"),
        Field("md5", MD5, "MD5", sealed=True),
        Field("sha256", SHA256, "SHA-256", sealed=True),
        Field("pdq", PDQ, "PDQ", sealed=True),
        Field("seen_first", PAST_DATE, "First seen on", sealed=False),
        Field("national_reference", NATIONAL_REFERENCE, "National reference", sealed=True, first_line=False),
    ),
    keys=(Key("md5", "md5"), Key("sha256", "sha256"), Key("pdq", "pdq")),
    identity=("list", "md5", "sha256", "pdq"),
    listed_by="category",
    first_step=(
        "Do not open the file: the value says what it is.",
        "Ask the owner of the list to confirm its category; a near value is a candidate until a specialist confirms it.",
    ),
    one_of=(("md5", "sha256", "pdq"),),
    no_names=True,
)
