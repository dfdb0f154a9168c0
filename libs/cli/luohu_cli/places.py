"""Where a city can live: a folder for its data, and ports to listen on."""

import os
import socket
from pathlib import Path

from luohu_cli.failure import Failure


class ClusterBroken(Failure):
    """The city cannot live here; the text is one line that says why and what to do."""


def usable_folder(data_dir: Path) -> Path:
    """The data folder, made where it is missing, as an absolute path. Raises ClusterBroken when it cannot serve."""
    data_dir = data_dir.expanduser().absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        (data_dir / "logs").mkdir(exist_ok=True)
        (data_dir / "run").mkdir(exist_ok=True)
        probe = data_dir / "run" / f"probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except FileExistsError as error:
        raise ClusterBroken(f"the data folder needs {error.filename} to be a folder; set LUOHU_DATA_DIR") from None
    except OSError as error:
        raise ClusterBroken(
            f"the data folder {data_dir} cannot be used ({error.strerror}); set LUOHU_DATA_DIR to another"
        ) from None
    return data_dir


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def some_free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
