"""What can go wrong, in the words of the one who must act.

    KinerjaError                      exit 1   a fault of the machine or the installation: mend and run again
    |-- WrongUsage                    exit 2   the command, the workspace or a configuration file is wrong
    |-- InputRefused                  exit 3   some input was refused; the rest is loaded
    |-- IntegrityBroken               exit 4   what is stored is not what was recorded
    `-- FileRefused                   (value)  one file cannot be read: becomes a REFUSED row, never a traceback

A message says where, what was expected, what was found and what to do. It never holds a value from a
person's row: those are in the quarantine only.
"""


class KinerjaError(Exception):
    """A fault that is shown without a traceback."""

    exit_code = 1

    def __init__(self, where: str, *, expected: str, found: str, todo: str) -> None:
        self.where, self.expected, self.found, self.todo = where, expected, found, todo
        super().__init__(f"{where}: expected {expected}, found {found}. {todo}")


class WrongUsage(KinerjaError):
    """The command or a configuration file has to be corrected."""

    exit_code = 2


class InputRefused(KinerjaError):
    """Files or records were refused; everything else is loaded."""

    exit_code = 3


class IntegrityBroken(KinerjaError):
    """Stored bytes or figures differ from what was recorded."""

    exit_code = 4


class FileRefused(KinerjaError):
    """One file cannot be taken as a whole; `reason_code` goes to `audit.source_file` and `status`."""

    def __init__(self, reason_code: str, *, expected: str, found: str, todo: str) -> None:
        self.reason_code = reason_code
        super().__init__(reason_code, expected=expected, found=found, todo=todo)
