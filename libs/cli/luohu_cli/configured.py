"""The settings of a command, read from the environment; what is wrong with them becomes one line."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError

from luohu_cli.failure import Failure
from luohu_contract.directory import BY_NAME, SERVICES, Role
from luohu_kit.settings import InsecureSettings, Mode, Settings


def settings() -> Settings:
    """Settings of the city, with an absolute data folder. Raises Failure naming the variable that is wrong."""
    try:
        read = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"][:1]).upper()
        raise Failure(f"LUOHU_{name}: {first['msg']}" if name else first["msg"]) from None
    except (SettingsError, InsecureSettings) as error:
        raise Failure(str(error)) from None
    return read.model_copy(update={"data_dir": Path(read.data_dir).expanduser().absolute()})


def known(service: str) -> str:
    """The name of a service, checked."""
    if service not in BY_NAME:
        raise Failure(f"there is no service {service!r}; the services are {', '.join(BY_NAME)}")
    return service


def reachable(settings: Settings, service: str) -> str:
    """Address of a service as this machine reaches it, without a trailing slash."""
    return settings.url_of(service).replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")


def services(settings: Settings) -> list[str]:
    """Names of the services of a city with these settings: production has no control plane."""
    production = settings.mode is Mode.PRODUCTION
    return [service.name for service in SERVICES if not (production and service.role is Role.CONTROL)]
