"""One function a command: load, check, make, write. Only this package writes files."""
