"""`python -m luohu_pages.gallery FOLDER`: an index of the pictures in a folder, shown where there is a screen."""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from html import escape
from pathlib import Path

_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>luohu: the pages</title><style>
body{font:16px/1.4 system-ui,sans-serif;margin:2rem;background:#eee}section{display:flex;gap:1rem;align-items:start}
h2{margin:2rem 0 .4rem}figure{margin:0}img{height:22rem;max-width:44rem;object-fit:contain;object-position:top left}
img{border:1px solid #999;background:#fff}</style><h1>The pages</h1>"""


def index_of(folder: Path) -> Path:
    """Write `index.html` beside the pictures (`name.language.width.png`); where it is."""
    pages: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*.png")):
        pages[picture.name.split(".")[0]].append(picture)
    rows = [f"<h2>{escape(name)}</h2><section>{''.join(map(_figure, each))}</section>" for name, each in pages.items()]
    index = folder / "index.html"
    index.write_text("\n".join([_HEAD, *rows]), encoding="utf-8")
    return index


def _figure(picture: Path) -> str:
    _, language, width, _ = picture.name.split(".")
    shown = f'<a href="{picture.name}"><img loading="lazy" alt="" src="{picture.name}"></a>'
    return f"<figure>{shown}<figcaption>{language}, {width} px</figcaption></figure>"


def main(folder: Path) -> None:
    """Write the index, say where it is, and open it."""
    index = index_of(folder).resolve()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures: {index.as_uri()}\n")
    opener = shutil.which("xdg-open") or shutil.which("open")
    if opener and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
        subprocess.run([opener, str(index)], check=False)  # noqa: S603 - a file that was just written


if __name__ == "__main__":
    main(Path(sys.argv[1]))
