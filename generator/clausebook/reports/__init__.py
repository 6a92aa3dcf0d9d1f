"""What a result tells people: a report for the person rated, and figures of a team that give nobody away."""
