"""From a result to a certificate: the document, its serial, and the register of all that were issued."""
