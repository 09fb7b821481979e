"""The other seventeen registers: their tables, with the policies that travel documents and vehicles have."""

from __future__ import annotations

import json

from comity.engines.store.migrations.sql import run

revision = "0009_nineteen"
down_revision = "0008_search_keys"

HEADER = """
    id uuid primary key,
    owner smallint not null,
    bureau integer not null,
    author integer not null,
    changed_by integer not null,
    reviewer integer,
    audience integer not null,
    state smallint not null check (state between 0 and 4),
    blocked_by smallint check ((blocked_by is null) = (state in (0, 1)) or state in (3, 4)),
    purposes integer not null check (purposes > 0),
    level smallint not null check (level between 0 and 2),
    discreet boolean not null,
    handling_codes integer not null,
    warnings integer not null,
    law text not null check (law <> ''),
    source smallint not null check (source between 1 and 2),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    confirmed_at timestamptz not null,
    ends_at date not null,
    version integer not null,
    identity bigint not null,
    sealed bytea not null,"""

# Names, identifiers, profiles and free text are sealed: a column is what an owner filters by.
REGISTERS = {
    "persons": (
        """
    status text not null,
    request text not null,
    why_deceased text,
    minor text,
    opened text""",
        "5 years",
    ),
    "notices": (
        """
    colour text not null,
    subject text not null,
    status text,
    request text,
    minor text,
    assured text,
    threat text,
    forfeiture text""",
        "5 years",
    ),
    "administrative_documents": (
        """
    country text not null,
    type text not null,
    reason text not null,
    issue_date text,
    expiry_date text,
    theft_date text,
    theft_country text""",
        "10 years",
    ),
    "linked_documents": (
        """
    issuer text not null,
    type text,
    colour text not null""",
        "with its notice, at most 5 years",
    ),
    "specimens": (
        """
    country text not null,
    type text not null,
    series text not null,
    title text,
    format text,
    material text,
    pages text,
    first_issued text,
    last_issued text,
    valid_until text,
    validity_years text,
    zone text,
    chip text""",
        "10 years",
    ),
    "counterfeits": (
        """
    country text not null,
    type text not null,
    forgery text not null,
    series text,
    found_date text,
    found_country text""",
        "10 years",
    ),
    "vessels": (
        """
    type text not null,
    flag text,
    builder text,
    model text,
    year text,
    length text,
    beam text,
    colour text,
    theft_date text not null,
    theft_country text not null""",
        "5 years",
    ),
    "art": (
        """
    type text not null,
    object_name text,
    title text,
    maker text,
    period text,
    subject text,
    origin text,
    theft_date text not null,
    theft_country text not null,
    taken_from text,
    public text""",
        "10 years",
    ),
    "firearms": (
        """
    status text not null,
    type text not null,
    make text not null,
    model text,
    calibre text,
    mechanism text,
    made_in text,
    made_year text,
    imported_to text,
    imported_year text,
    barrel text,
    capacity text,
    event_date text,
    event_country text not null""",
        "10 years",
    ),
    "firearm_models": (
        """
    make text not null,
    model text not null,
    type text not null,
    mechanism text,
    made_in text,
    made_from text,
    made_until text,
    barrel text,
    length text,
    weight text,
    capacity text""",
        "99 years (a reference)",
    ),
    "ballistics": (
        """
    item text not null,
    calibre text not null,
    weapon_type text,
    pin_shape text,
    breech_marks text,
    ejector_at text,
    extractor_at text,
    grooves text,
    twist text,
    land_width text,
    groove_width text,
    quality text not null,
    event_country text""",
        "30 years",
    ),
    "fingerprints": (
        """
    kind text not null,
    status text not null,
    format text,
    quality text not null,
    resolution text,
    mode text,
    event_country text""",
        "5 years, marks 15",
    ),
    "faces": (
        """
    status text not null,
    quality text not null,
    taken_by text""",
        "5 years",
    ),
    "dna": (
        """
    category text not null,
    status text not null,
    markers text not null,
    kit text,
    quality text not null""",
        "5 years, traces and remains 15",
    ),
    "kinship": (
        """
    role text not null,
    status text not null,
    relation text,
    markers text not null,
    kit text,
    quality text not null""",
        "10 years, or as long as consent lasts",
    ),
    "hash_lists": (
        """
    list text not null,
    category text not null,
    medium text not null,
    series text,
    seen_first text""",
        "99 years",
    ),
    "piracy": (
        """
    kind_of_entry text not null,
    status text,
    vessel_type text,
    flag text,
    incident text,
    event_date text,
    crew_taken text,
    source_grade text not null,
    fact_grade text not null""",
        "5 years",
    ),
}

TABLE = """
create table registers.{name} ({columns}
);
comment on table registers.{name} is 'purpose: the register; retention: {keep}, each record its own end';
create unique index {name}_identity on registers.{name} (owner, identity) where state < 3;
create index {name}_listed on registers.{name} (owner, changed_at desc, id desc);
create index {name}_ends on registers.{name} (ends_at);
create trigger guard before update on registers.{name} for each row execute function registers.guard();
alter table registers.{name} enable row level security;
alter table registers.{name} force row level security;
create policy readers on registers.{name} for select to comity_app
    using (access.may_read(owner, audience, state, purposes, level, discreet));
create policy enter on registers.{name} for insert to comity_app with check (comity.mode() = 2 and owner = comity.viewer());
create policy amend on registers.{name} for update to comity_app
    using (comity.mode() = 2 and owner = comity.viewer()) with check (comity.mode() = 2 and owner = comity.viewer());
create policy erase on registers.{name} for delete to comity_app
    using (comity.mode() = 2 and owner = comity.viewer() and coalesce(blocked_by, 1) = 1);
create policy ordered on registers.{name} for all to comity_owner using (comity.mode() = 2 and comity.viewer_kind() = 3);
grant select, insert, update, delete on registers.{name} to comity_app;
"""

# A victim, a witness (REC-05), a profile in a laboratory (REC-20): what the application refuses, the tables refuse too.
CHECKS = """
alter table registers.persons add constraint "REC-03"
    check (status in ('wanted', 'charged', 'convicted', 'suspect', 'person_of_interest', 'witness', 'victim', 'missing', 'unidentified',
                      'deceased', 'sanctioned'));
alter table registers.persons add constraint "REC-05"
    check (status not in ('victim', 'witness') or request in ('identify', 'inform_owner', 'welfare', 'hear'));
alter table registers.persons add constraint "REC-09" check (status <> 'deceased' or why_deceased is not null);
alter table registers.notices add constraint "REC-05"
    check (status not in ('victim', 'witness') or request is null or request in ('identify', 'inform_owner', 'welfare', 'hear'));
"""

ORDER_BLOCK = """
create or replace function registers.order_block(which smallint, what uuid, rank smallint, lift boolean, at timestamptz)
    returns table (owner smallint, bureau integer, audience integer, state smallint)
    language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
    name text := (array[{names}])[which];
    became smallint := case when lift then 1 else 2 end;
begin
    if comity.mode() <> 2 or comity.viewer_kind() <> 3 or rank not in (2, 3) or name is null then
        raise exception 'BLK-02: only the secretariat and the commission block what another owns' using errcode = 'CO001';
    end if;
    return query execute format(
        'update registers.%I as t set state = $1, blocked_by = case when $3 then null else $2 end, version = t.version + 1, changed_at = $4'
        ' where t.id = $5 and case when $3 then t.state = 2 and t.blocked_by <= $2'
        '                          else t.state = 1 or (t.state = 2 and t.blocked_by < $2) end'
        ' returning t.owner, t.bureau, t.audience, t.state', name) using became, rank, lift, at, what;
    if found then
        update registers.search_key as k set live = lift where k.record = what;
        if lift then
            insert into registers.change (register, audience, key)
                select k.register, k.audience, k.key from registers.search_key k where k.record = what;
        end if;
    end if;
end $$;
"""

# In the order of their numbers, which never change.
NAMES = (
    "persons", "notices", "travel_documents", "administrative_documents", "linked_documents", "specimens", "counterfeits", "vehicles",
    "vessels", "art", "firearms", "firearm_models", "ballistics", "fingerprints", "faces", "dna", "kinship", "hash_lists", "piracy",
)  # fmt: skip

# What each column is for; all live as long as their table's comment says.
PURPOSES = {
    "assured": "Whether extradition will be asked for at once.",
    "barrel": "Length of the barrel, to recognise the weapon.",
    "beam": "Beam of the hull, to recognise the vessel.",
    "breech_marks": "Class characteristic: marks of the breech face.",
    "builder": "Builder or maker, to recognise the vessel.",
    "calibre": "Calibre, to recognise the weapon or its ammunition.",
    "capacity": "Capacity of the magazine, to recognise the weapon.",
    "category": "What kind of profile or hash value it is; decides how long it is kept.",
    "chip": "How the chip of a genuine document is read.",
    "colour": "Colour of the hull, or of the notice.",
    "country": "Country that issued the document, or that it names.",
    "crew_taken": "How many were taken in the incident.",
    "ejector_at": "Class characteristic: position of the ejector.",
    "event_country": "Country of the event or scene.",
    "event_date": "Date of the event, as far as known.",
    "expiry_date": "Date of expiry.",
    "extractor_at": "Class characteristic: position of the extractor.",
    "fact_grade": "How sure the fact is (REC-12).",
    "first_issued": "Since when the document is issued.",
    "flag": "Flag of the vessel.",
    "forfeiture": "Kind of forfeiture that the owner seeks.",
    "forgery": "How the document is false.",
    "format": "Format of the document, or of the file of prints.",
    "found_country": "Where the false document was found.",
    "found_date": "When the false document was found.",
    "groove_width": "Class characteristic: width of a groove.",
    "grooves": "Class characteristic: number of lands and grooves.",
    "imported_to": "Country of the last legal import, which is asked to trace.",
    "imported_year": "Year of that import.",
    "incident": "Kind of incident at sea.",
    "issue_date": "Date of issue.",
    "issuer": "Who issued the document.",
    "item": "Cartridge case or bullet, of a scene or a test shot.",
    "kind": "Print or mark; decides how long it is kept.",
    "kind_of_entry": "Person, phone, vessel, incident or account of the analysis file.",
    "kit": "Kit that typed the profile.",
    "land_width": "Class characteristic: width of a land.",
    "last_issued": "Until when the document was issued.",
    "length": "Length, to recognise the thing.",
    "list": "Hash list that the value belongs to.",
    "made_from": "First year of manufacture.",
    "made_in": "Country of manufacture, which is asked to trace.",
    "made_until": "Last year of manufacture.",
    "made_year": "Year of manufacture.",
    "make": "Maker as marked.",
    "maker": "Maker, workshop or culture (Object ID).",
    "markers": "Which markers the profile has.",
    "material": "Material of the data page.",
    "medium": "Image, film or frame.",
    "minor": "Under age at the time of the facts (REC-07).",
    "mode": "Whether a comparison is answered before an examiner has confirmed it.",
    "model": "Model as marked.",
    "object_name": "Kind of object in words (Object ID).",
    "opened": "Whether the owner opened a victim's or witness's record to all purposes (REC-06).",
    "origin": "Country of origin of the object.",
    "pages": "Pages of the booklet.",
    "period": "Date or period (Object ID).",
    "pin_shape": "Class characteristic: shape of the firing pin.",
    "public": "Whether anybody may look the object up.",
    "quality": "Quality, which has a minimum (REC-20).",
    "reason": "Lost, stolen, stolen as a blank, declared invalid.",
    "mechanism": "How the weapon works.",
    "relation": "Relation of the relative to the missing person.",
    "request": "What the owner asks for; against a victim or witness nothing (REC-05).",
    "resolution": "Pixels an inch of the prints.",
    "role": "Whose profile it is.",
    "seen_first": "When the file was first seen.",
    "series": "Series of a document, or of abuse material.",
    "source_grade": "How far the source is to be trusted (REC-12).",
    "status": "Status of the person in the case (REC-03), or of the weapon.",
    "subject": "Subject of a notice, or of a work of art.",
    "taken_by": "Where the facial image comes from.",
    "taken_from": "What kind of place the object was taken from.",
    "theft_country": "Country of loss or theft.",
    "theft_date": "Date of loss or theft, as far as known.",
    "threat": "What threatens: a person, an object, an event, a way of doing it.",
    "title": "Title of a document or of a work of art.",
    "twist": "Class characteristic: direction of the twist.",
    "type": "Kind of the thing.",
    "valid_until": "After which day no document of this series is valid.",
    "validity_years": "How long such a document is valid.",
    "vessel_type": "Type of the vessel.",
    "weapon_type": "Type of the weapon that fired it.",
    "weight": "Weight, to recognise the weapon.",
    "why_deceased": "Why a dead person is recorded (REC-09).",
    "year": "Year of building.",
    "zone": "Whether the document has a machine readable zone.",
}

# The shared header has one comment in every register: that of the table of vehicles.
COMMENTS = """
do $$
declare
    found record;
    said text;
begin
    for found in select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'registers'::regnamespace and c.relname = any (array[{tables}]) and a.attnum > 0 and not a.attisdropped loop
        said := ('{purposes}'::jsonb) ->> found.attname;
        if said is null then
            select col_description(b.attrelid, b.attnum) into said from pg_attribute b
                where b.attrelid = 'registers.vehicles'::regclass and b.attname = found.attname;
        end if;
        execute format('comment on column registers.%I.%I is %L', found.relname, found.attname, said);
    end loop;
end $$;
"""
OLD_ORDER_BLOCK = ORDER_BLOCK.replace(
    "(array[{names}])[which]", "case which when 3 then 'travel_documents' when 8 then 'vehicles' end"
)  # as revision 0004 made it


_ROLES = ("analyst", "auditor", "centre", "officer", "registrar", "security", "supervisor")


def _roles(*roles: str) -> None:
    """Which roles an officer and a system may have."""
    words = ", ".join(f"'{role}'" for role in roles)
    for table in ("officer", "system"):
        run(f"alter table access.{table} drop constraint {table}_roles_check")
        run(f"alter table access.{table} add constraint {table}_roles_check check (roles <@ array[{words}])")


def upgrade() -> None:
    """The tables, what they refuse, the role of specialists, and the block that the secretariat orders in any register."""
    _roles(*_ROLES, "specialist")
    for name, (columns, keep) in REGISTERS.items():
        run(TABLE.format(name=name, columns=HEADER + columns, keep=keep))
    run(CHECKS)
    run(ORDER_BLOCK.replace("{names}", ", ".join(f"'{name}'" for name in NAMES)))
    tables = ", ".join(f"'{name}'" for name in REGISTERS)
    run(COMMENTS.replace("{tables}", tables).replace("{purposes}", json.dumps(PURPOSES).replace("'", "''")))


def downgrade() -> None:
    """The seventeen tables go with what they hold; keys, versions and changes of their records go first."""
    for table in ("officer", "system"):
        run(f"update access.{table} set roles = array_remove(roles, 'specialist')")  # noqa: S608 - fixed words
    _roles(*_ROLES)
    numbers = ", ".join(str(number) for number, name in enumerate(NAMES, 1) if name in REGISTERS)
    for table in ("search_key", "version", "change"):
        run(
            f"alter table registers.{table} no force row level security; delete from registers.{table} where register in ({numbers});"  # noqa: S608 - names of this file
            f" alter table registers.{table} force row level security;"
        )
    run("alter table registers.record_key no force row level security;")
    for name in REGISTERS:
        run(
            f"alter table registers.{name} no force row level security;"  # noqa: S608 - names of this file
            f" delete from registers.record_key where record in (select id from registers.{name}); drop table registers.{name};"
        )
    run("alter table registers.record_key force row level security;", OLD_ORDER_BLOCK)
