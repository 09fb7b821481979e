"""Private inventories: somebody's own list of works of art, described as Object ID asks, which nobody here can read.

A box is found by a code and sealed under a key that is made of its owner's passphrase. Neither is kept. Who loses one of them loses the
box. If a work is stolen, its owner takes the description out as a file and hands it to the police, who record it.

InvalidItem    a description that the register of works of art would not take (Invalid)
WrongPassphrase   one that is too short or too long (Invalid)
NoSuchBox      no box opens with this code and passphrase; whether there is one is not said (Absent)
BoxChanged     another window changed the box meanwhile (Invalid)
"""
