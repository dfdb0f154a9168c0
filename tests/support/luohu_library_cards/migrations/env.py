from luohu_kit.migration import run_env
from luohu_library_cards.app import HISTORIES

run_env(HISTORIES[1])
