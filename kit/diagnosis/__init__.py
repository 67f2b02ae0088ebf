"""The mistake doctor: from facts to Findings, and from Findings to pages.

    kit.explain("integer-labels")     what a mistake is, and how to fix it
    kit.last_error()                  the whole traceback of the last error

Nothing here knows a model or JAX; `kit.training.doctor` collects the facts.
"""

from kit.diagnosis.finding import Finding
from kit.diagnosis.pages import explain
from kit.diagnosis.tracebacks import last_error

__all__ = ["Finding", "explain", "last_error"]
