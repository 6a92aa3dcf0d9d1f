"""What a standard, a form, an answer and a certificate are: frozen models without any input or output."""
