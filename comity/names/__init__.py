"""Names of persons and organisations in any script: read once into forms, compared part by part, explained.

    model      values: a name, its words, their roles
    reading    any text to a `Name`
    scripts/   one module a script: its words to practical Latin forms
    parts      roles of words: titles, particles, patronymics
    compounds  names of two words that are also written as one
    nicknames  short forms, and one name in several languages
    rarity     how much a part tells, from a fixed table
    tables/    facts as data, each file with its source and licence
    sounds     a Latin form to the sounds that scripts share; the consonant skeleton
    likeness   two names to a number and matched parts
    entities/  the same for organisations and vessels

Opens nothing but its own tables. Knows no register, no viewer, no index.
"""
