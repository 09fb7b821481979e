"""The command line. `tree` names the commands, `main` runs one and turns whatever happens into a sentence and an exit code.

Each command lies in a module that is imported when it is called, so that `comity --help` starts without the engines.
"""
