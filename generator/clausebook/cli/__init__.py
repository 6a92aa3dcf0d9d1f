"""The command line. Each command says what it did, where, and what to do next; exit codes are those of errors.py.

0 done, 1 problems in the input, 2 wrong usage, 3 some records held or rejected.
"""

from clausebook.cli.shell import main

main.places |= {
    "check": "content:check",
    "build": "products:build",
    "forms": "products:forms",
    "handbook": "products:handbook",
    "export": "export:export_group",
    "score": "records:score",
    "roster": "roster:roster_command",
    "exam": "exams:exam_group",
    "items": "items:items_group",
    "certify": "certify:certify",
    "erase": "records:erase",
    "register": "register:register_group",
    "keys": "trust:keys_group",
    "lists": "trust:lists",
    "verify": "verify:verify",
    "sample": "products:sample_command",
    "schema": "content:schema",
    "translated": "content:translated",
    "diff": "editions:diff",
    "translations": "content:translations",
    "new": "content:new",
    "doctor": "doctor:doctor_command",
}
