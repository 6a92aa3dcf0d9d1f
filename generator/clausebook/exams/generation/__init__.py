"""Items made from what a standard says of itself: its terms, its workflow, and how binding its provisions are."""
