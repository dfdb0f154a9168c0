"""Writes the pinned messages again: `python -m luohu_testbed.pin`. The difference is for a reviewer to see."""

import json

from luohu_testbed.messages import PINNED, examples


def main() -> None:
    """Write one file for each message."""
    PINNED.mkdir(parents=True, exist_ok=True)
    for name, message in examples().items():
        text = json.dumps(json.loads(message.model_dump_json()), ensure_ascii=False, indent=2)
        (PINNED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
