"""Who is this: persons, their pseudonyms, and the keys that make them readable.

A reader may follow a person through the files in this order: ``subject`` (as an organisation states it), ``exact``
(when two statements are the same person), ``linking`` (which pseudonym that gives), ``identity`` and ``cipher`` (what
is kept, and how), ``master_keys`` and ``key_ring`` (what opens it), ``reference`` (what one organisation may call a
person), and ``people``, which puts these to work.
"""
