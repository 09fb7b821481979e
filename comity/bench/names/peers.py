"""What others score names with. Never a dependency: measured where `python3 run bench` installed it, imported when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from comity.bench.names.model import Kind, Scorer

Compare: TypeAlias = Callable[[Kind, str, str], float]

_NOT_THERE: Final = "not measured: {} is not installed (python3 run bench names)"
_KEPT: Final = 200_000
_SCHEMAS: Final = {Kind.PERSON: "Person", Kind.ENTITY: "Company"}


def peers() -> list[Scorer]:
    """All of them; those that are not installed say so."""
    return [
        *_of("nomenklatura", {"logic-v2": lambda: _logic("LogicV2"), "logic-v1": lambda: _logic("LogicV1")}),
        *_of("rapidfuzz", {"rapidfuzz token_sort": lambda: _fuzz("token_sort_ratio"), "rapidfuzz WRatio": lambda: _fuzz("WRatio")}),
    ]


def _of(package: str, makers: dict[str, Callable[[], Compare]]) -> Sequence[Scorer]:
    if find_spec(package) is None:
        return [Scorer(name, lambda *_: 0.0, _NOT_THERE.format(package)) for name in makers]
    return [Scorer(name, make()) for name, make in makers.items()]


def _logic(name: str) -> Compare:
    """A matcher of nomenklatura over two entities of which nothing but the name is known."""
    matcher: Any = getattr(import_module("nomenklatura.matching"), name)
    model: Any = import_module("followthemoney").model
    config = matcher.default_config()

    @lru_cache(maxsize=_KEPT)
    def entity(kind: Kind, text: str) -> Any:
        made = model.make_entity(_SCHEMAS[kind])
        made.id = text
        made.add("name", text)
        return made

    return lambda kind, a, b: float(matcher.compare(entity(kind, a), entity(kind, b), config).score)


def _fuzz(name: str) -> Compare:
    """A ratio of rapidfuzz over small letters without marks, 0 to 100. Latin letters are not made of others: it has no means for it."""
    ratio: Any = getattr(import_module("rapidfuzz.fuzz"), name)
    prepared: Any = import_module("rapidfuzz.utils").default_process
    return lambda _, a, b: float(ratio(a, b, processor=prepared))
