"""Writes docs/reference/commands.md from the command tree: `python3 run python -m comity.edges.cli.reference`. A test compares them."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING, Final

from comity.edges.cli.exits import MEANINGS
from comity.edges.cli.tree import COMMANDS, Command, tree

if TYPE_CHECKING:
    from cyclopts import App
    from cyclopts.argument import Argument

_HEAD: Final = """# Commands

`python3 run comity COMMAND`. This page is written from the command tree; a test compares them.

Commands without a star talk to the server that `COMITY_URL` names (`http://127.0.0.1:8400` where it is not set), with the session that
`comity sign-in` keeps in a file of yours alone, or with `COMITY_TOKEN`. Those with a star (\\*) work on the machine itself.
Whatever goes wrong is a sentence on standard error, with the rule and who can grant it. Options in brackets may be left out.
"""
_LOCAL: Final = ("admin", "audit verify", "bench", "demo", "keys", "migrate", "prepare", "serve", "up", "work")


def page() -> str:
    """The whole page."""
    lines = [_HEAD, "## Exit codes\n", "| code | means |", "|---|---|"]
    lines += [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    lines += ["\n## All commands\n", "| command | does |", "|---|---|"]
    lines += [f"| [`{_name(command)}`](#comity-{'-'.join(command.words)}){_star(command)} | {command.does} |" for command in COMMANDS]
    for command in COMMANDS:
        lines += _section(command)
    return "\n".join(lines) + "\n"


def _name(command: Command) -> str:
    return " ".join(command.words)


def _star(command: Command) -> str:
    return " \\*" if f"{_name(command)} ".startswith(tuple(f"{word} " for word in _LOCAL)) else ""


def app_of(command: Command) -> App:
    """A command's own app, with what it really accepts."""
    app = tree(command.words)
    for word in command.words:
        app = app[word]
    return app


def _section(command: Command) -> list[str]:
    app = app_of(command)
    arguments = list(app.assemble_argument_collection())
    usage = " ".join([f"comity {_name(command)}", *map(_usage, arguments)])
    said = inspect.getdoc(app.default_command) or command.does
    lines = [f"\n## `comity {_name(command)}`\n", said, f"\n```\n{usage}\n```"]
    told = [f"| `{_shown(one)}` | {_help(one)} |" for one in arguments if one.parameter.help or _default(one)]
    return [*lines, "\n| option | is |", "|---|---|", *told] if told else lines


def _positional(argument: Argument) -> bool:
    return bool(argument.field_info.is_positional)


def _shown(argument: Argument) -> str:
    return argument.names[0].lstrip("-").upper() if _positional(argument) else argument.names[0]


def _usage(argument: Argument) -> str:
    name = _shown(argument)
    text = name if _positional(argument) or argument.hint is bool else f"{name} {name.lstrip('-').upper()}"
    return text if argument.required else f"[{text}]"


def _default(argument: Argument) -> str:
    default = argument.field_info.default
    if argument.required or default is inspect.Parameter.empty or not default:
        return ""
    return f"`{default}` where it is left out."


def _help(argument: Argument) -> str:
    variable = argument.parameter.env_var
    of_variable = f"`{next(iter(variable))}` sets it too." if variable else ""
    return " ".join(part for part in (argument.parameter.help or "", of_variable, _default(argument)) if part).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
