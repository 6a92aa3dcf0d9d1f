"""The only readers of what users write: YAML, rosters and responses. Everything they return is checked."""
