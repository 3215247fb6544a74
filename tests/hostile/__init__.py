"""Hostile words: each would run, fetch, forge or break something where it is taken at its word.

What runs sets `ran`, or fetches the path `/canary`. All are made here, from families.
"""

from tests.hostile import markup, others

FAMILIES = (*markup.FAMILIES, *others.FAMILIES)
VECTORS = tuple(dict.fromkeys(vector for family in FAMILIES for vector in family()))
