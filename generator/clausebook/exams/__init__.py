"""Exams: papers assembled from the bank, and what is made of them."""
