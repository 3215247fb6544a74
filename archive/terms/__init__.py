"""Terms: French expressions whose English the house has decided. Pure functions of two texts."""

from archive.terms.expressions import Expression, Fault, Found, Use, faults
from archive.terms.glossary import Glossary, Known, apart

__all__ = ["Expression", "Fault", "Found", "Glossary", "Known", "Use", "apart", "faults"]
