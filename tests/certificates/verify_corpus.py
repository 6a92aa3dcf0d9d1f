"""Certificates to be verified, genuine, forged and damaged, each with what has to be said of it.

The same cases are run in Python and in a browser.
"""

from tests.certificates.verify_bent_lists import contents, lists, tokens
from tests.certificates.verify_forged import forged
from tests.certificates.verify_genuine import genuine

GENUINE = tuple(genuine())
FORGED = (*forged(), *lists(), *tokens(), *contents())
CORPUS = (*GENUINE, *FORGED)
