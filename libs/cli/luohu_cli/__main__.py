"""`python -m luohu_cli`: the command line, where the program `luohu` is not on the path."""

from luohu_cli.app import main

main()
