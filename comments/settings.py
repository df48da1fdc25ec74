"""What the environment sets; a wrong value stops the start and names its variable."""

import ipaddress
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

INSTANCE: Final = Path(__file__).parent.parent / "instance"
TRANSLATIONS: Final = Path(__file__).parent / "translations"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
DEMO: Final = "PARLEY_DEMO"  # set by `make run` for `flask demo` and the server
NEWSPAPER: Final = "https://courier.example"  # where the demo's articles would be
# What a browser takes for another site, though it is the same machine.
OTHER_NAMES: Final = {
    "127.0.0.1": "localhost",
    "::1": "localhost",
    "localhost": "127.0.0.1",
}
# As browsers spell one; nothing in it can end a directive of a security policy.
ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(?::[1-9][0-9]{0,4})?", re.ASCII)
LONGEST_TERM: Final = 3_650  # days
MIN_KEY: Final = 32  # characters: 128 bits even when the key is hexadecimal


class WrongSetting(Exception):
    """A variable is missing or has a value that cannot be used."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations.

    `limits_raised` lifts rate limits and the flood check for load tests, never the text
    filter.  `mail_url` is smtp://…, or a folder that collects messages, or empty.  With
    `embed_key` the newsroom's publishing system signs the titles of its articles.
    After `news_days` a reader's news is forgotten.
    `language` is what pages are in unless a reader chooses; `translations` is a folder
    with catalogues beside ours.
    """

    database_url: str
    secret_key: str
    ledger_key: str
    redis_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: tuple[str, ...] = ()
    embed_origins: tuple[str, ...] = ()
    embed_key: str = ""
    limits_raised: bool = False
    mail_url: str = ""
    language: str = "en"
    translations: str = ""
    news_days: int = 180
    demo: bool = False

    @property
    def is_https(self) -> bool:
        """Whether readers come by https."""
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        """The host, with its port when it has one, that readers type."""
        return urlsplit(self.public_url).netloc

    @property
    def newspaper(self) -> str:
        """Where the demo's articles can be read; empty where there is no demo."""
        return _newspaper(self.public_url) if self.demo else ""


def for_demo(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which settings are the demo newsroom's.

    It has a database and keys of its own, so that no real installation comes to run on
    them.
    """
    return dict(environment) | {DEMO: "1"}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read settings; WrongSetting names the first variable that is wrong or missing."""
    host = environment.get("HOST") or "127.0.0.1"
    port = _port(environment.get("PORT") or "8000")
    demo = _is_demo(environment)
    public_url = _public_url(environment.get("PUBLIC_URL") or _own_url(host, port))
    return Settings(
        database_url=environment.get("DATABASE_URL")
        or _sqlite("demo" if demo else "parley"),
        secret_key=_key(environment, "SECRET_KEY"),
        ledger_key=_key(environment, "LEDGER_KEY"),
        redis_url=environment.get("REDIS_URL", ""),
        host=host,
        port=port,
        public_url=public_url,
        trusted_proxies=_proxies(environment.get("TRUSTED_PROXIES", "")),
        embed_origins=_origins(environment.get("ALLOWED_EMBED_ORIGINS", ""))
        + ((NEWSPAPER, _newspaper(public_url)) if demo else ()),
        embed_key=_embed_key(environment.get("EMBED_KEY", "")),
        limits_raised=_limits(environment.get("LIMITS") or "production"),
        mail_url=environment.get("MAIL_URL", ""),
        language=_language(environment),
        translations=_translations(environment),
        news_days=_days(environment, "NEWS_DAYS", 180),
        demo=demo,
    )


def with_generated_keys(
    environment: Mapping[str, str], folder: Path | None = None
) -> dict[str, str]:
    """The environment with keys from a private file, made on first use.

    For the demo newsroom and `flask init`: a real installation keeps the file, which
    only its owner may read, or sets the variables itself.
    """
    completed, folder = dict(environment), folder or _keys_folder(environment)
    for variable in ("SECRET_KEY", "LEDGER_KEY"):
        if not completed.get(variable):
            completed[variable] = _stored_key(folder / variable.lower())
    return completed


def with_stored_keys(
    environment: Mapping[str, str], folder: Path | None = None
) -> dict[str, str]:
    """The environment with keys from the file that `flask init` made, if it did."""
    completed, folder = dict(environment), folder or _keys_folder(environment)
    for variable in ("SECRET_KEY", "LEDGER_KEY"):
        path = folder / variable.lower()
        if not completed.get(variable) and path.exists():
            completed[variable] = _stored_key(path)
    return completed


def _days(environment: Mapping[str, str], variable: str, usual: int) -> int:
    typed = environment.get(variable) or str(usual)
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= LONGEST_TERM):
        problem = f"a whole number of days from 1 to {LONGEST_TERM}"
        raise WrongSetting(variable, problem)
    return int(typed)


def _is_demo(environment: Mapping[str, str]) -> bool:
    """Whether `make run` says so, or the database is the one that it made."""
    file = environment.get("DATABASE_URL", "").removeprefix("sqlite:///")
    own_file = file != "" and Path(file).resolve() == INSTANCE / "demo.sqlite3"
    return own_file or environment.get(DEMO) == "1"


def _keys_folder(environment: Mapping[str, str]) -> Path:
    return INSTANCE / "demo-keys" if _is_demo(environment) else INSTANCE


def _stored_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _sqlite(name: str) -> str:
    return f"sqlite:///{INSTANCE / name}.sqlite3"


def _key(environment: Mapping[str, str], variable: str) -> str:
    value = environment.get(variable, "")
    if not value:
        raise WrongSetting(
            variable, "is missing; `flask init` makes one, or set your own"
        )
    if len(value) < MIN_KEY:
        raise WrongSetting(variable, f"needs at least {MIN_KEY} characters")
    return value


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise WrongSetting("PORT", "must be a number from 1 to 65535")
    return int(value)


def _own_url(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongSetting("PUBLIC_URL", "must start with https:// (or http://)")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise WrongSetting("PUBLIC_URL", "must be only a scheme and a host")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise WrongSetting("PUBLIC_URL", "may be http only on a loopback host")
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _limits(value: str) -> bool:
    if value not in ("production", "raised"):
        raise WrongSetting("LIMITS", "must be production or raised")
    return value == "raised"


def _proxies(value: str) -> tuple[str, ...]:
    proxies = _listed(value)
    for proxy in proxies:
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError as error:
            raise WrongSetting("TRUSTED_PROXIES", str(error)) from None
    return proxies


def _origins(value: str) -> tuple[str, ...]:
    origins = _listed(value)
    for origin in origins:
        if ORIGIN.fullmatch(origin) is None:
            raise WrongSetting("ALLOWED_EMBED_ORIGINS", f"{origin} is not an origin")
        parts = urlsplit(origin)
        if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
            problem = f"{origin} may be http only on a loopback host"
            raise WrongSetting("ALLOWED_EMBED_ORIGINS", problem)
    return origins


def _newspaper(public_url: str) -> str:
    parts = urlsplit(public_url)
    name = OTHER_NAMES.get(parts.hostname or "")
    if name is None:
        return public_url
    return f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port else "")


def _embed_key(value: str) -> str:
    if value and len(value) < MIN_KEY:
        raise WrongSetting("EMBED_KEY", f"needs at least {MIN_KEY} characters")
    return value


def _translations(environment: Mapping[str, str]) -> str:
    folder = environment.get("TRANSLATIONS", "")
    if folder and not Path(folder).is_dir():
        raise WrongSetting("TRANSLATIONS", "must be a folder")
    return folder


def _language(environment: Mapping[str, str]) -> str:
    """The newsroom's language; not LANGUAGE, which many systems set for themselves."""
    code = (environment.get("NEWSROOM_LANGUAGE") or "en").replace("-", "_")
    known = {file.stem for folder in _catalogues(environment) for file in folder}
    if code not in known | {"en"}:
        listed = ", ".join(sorted(known | {"en"}))
        raise WrongSetting("NEWSROOM_LANGUAGE", f"must be one of: {listed}")
    return code


def _catalogues(environment: Mapping[str, str]) -> list[list[Path]]:
    own = _translations(environment)
    folders = [TRANSLATIONS, *([Path(own)] if own else [])]
    return [list(folder.glob("*.po")) for folder in folders]


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
