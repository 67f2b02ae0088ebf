"""Finding, under the address at which the panels look for it."""

from kit.diagnosis.finding import Finding

__all__ = ["Finding"]
