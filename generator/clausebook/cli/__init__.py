"""The command line. Each command says what it did, where, and what to do next; exit codes are those of errors.py.

0 done, 1 problems in the input, 2 wrong usage, 3 some records held or rejected.
"""

from clausebook.cli import certify, content, editions, export, records, register, roster, trust, verify
from clausebook.cli.shell import main

for command in (
    content.check,
    content.build,
    content.forms,
    content.handbook,
    export.export_group,
    records.score,
    roster.roster_command,
    certify.certify,
    records.erase,
    register.register_group,
    trust.keys_group,
    trust.lists,
    verify.verify,
    content.sample_command,
    content.schema,
    content.translated,
    editions.diff,
    content.translations,
    content.new,
    content.doctor_command,
):
    main.add_command(command)
