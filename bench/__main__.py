"""`make bench`: starts a city of its own and measures it. `python -m bench start latency memory` picks some."""

import json
import os
import platform
import sys

from bench import advance, audit, casework, hops, latency, memory, plugin, start, worlds
from bench.trial import Trial, tell

MEASURES = {
    "start": start.measure,
    "worlds": worlds.measure,
    "advance": advance.measure,
    "plugin": plugin.measure,
    "hops": hops.measure,
    "audit": audit.measure,
    "casework": casework.measure,
    "latency": latency.measure,
    "memory": memory.measure,
}


def main() -> int:
    chosen = sys.argv[1:] or list(MEASURES)
    if unknown := set(chosen) - set(MEASURES):
        print(f"there is no measure {unknown.pop()}; there are {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    )
    results: dict[str, object] = {}
    with Trial() as trial:
        for name in chosen:
            tell(name)
            results[name] = MEASURES[name](trial)
            tell(f"{name}: {json.dumps(results[name], ensure_ascii=False)}")
    print(json.dumps(results, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
