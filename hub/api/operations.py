"""For the operator and the developer: health, figures, and the specification. No token, and nothing about anybody."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Final, Literal

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from hub.answers.own import Own
from hub.api import openapi
from hub.api.answers import answer
from hub.api.metrics import MEDIA_TYPE
from hub.api.services import ApiServices, Probe
from hub.api.version import BASE_PATH
from hub.logs import describe

log = logging.getLogger("hub.api")
PROBE_SECONDS: Final = 2.0
Word = Literal["pass", "warn", "fail"]


class Health(Own, frozen=True, omit_defaults=True):
    """Whether this process, and each part that it depends on, is well."""

    status: Word
    checks: dict[str, Word] | None = None


def router(services: ApiServices) -> APIRouter:
    """``/health/live``, ``/health/ready`` and, unless figures are shown apart, ``/metrics``."""
    routes = _health(services)
    if not services.figures_apart:
        _figures(routes, services)
    return routes


def operator_app(services: ApiServices) -> FastAPI:
    """What the operator's own listener answers: health and figures, and nothing else."""
    app, routes = FastAPI(openapi_url=None), _health(services)
    _figures(routes, services)
    app.include_router(routes)
    return app


def _health(services: ApiServices) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/health/live")
    async def live(_: Request) -> Response:
        """The process answers. Says nothing about what it depends on: a restart would not mend that."""
        return answer(Health("pass"))

    @routes.get("/health/ready")
    async def ready(_: Request) -> Response:
        """Whether requests should be sent here: every part answers and the server is not going down.

        A part without which requests are still answered warns only: taking every process out would stop publishing.
        """
        checks, lesser = await asyncio.gather(probe_all(services.probes), probe_all(services.lesser_probes))
        fine = all(checks.values()) and not services.closing.is_set()
        words: dict[str, Word] = {name: "pass" if passed else "fail" for name, passed in checks.items()}
        words |= {name: "pass" if passed else "warn" for name, passed in lesser.items()}
        if not fine:
            return answer(Health("fail", words), 503)
        return answer(Health("pass" if all(lesser.values()) else "warn", words))

    return routes


def _figures(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/metrics")
    async def metrics(_: Request) -> Response:
        """The figures of this process, for Prometheus."""
        return Response(services.metrics.text(), media_type=MEDIA_TYPE)


async def probe_all(probes: Mapping[str, Probe]) -> dict[str, bool]:
    """Which parts answer within two seconds; all are asked at the same time."""
    answers = await asyncio.gather(*(_probe(name, probe) for name, probe in probes.items()))
    return dict(zip(probes, answers, strict=True))


async def _probe(name: str, probe: Probe) -> bool:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            await probe()
    except Exception as error:  # noqa: BLE001 - whatever it is, the part does not answer
        log.warning("probe-failed part=%s error=%s", name, describe(error))
        return False
    return True


def add_specification(app: FastAPI, services: ApiServices) -> None:
    """Serve the OpenAPI document to anyone from anywhere (NLGov ADR publish-openapi, transport/cors)."""
    made: list[bytes] = []

    async def specification(_: Request) -> Response:
        if not made:
            made.append(msgspec.json.encode(openapi.document(app, services.contact)))
        return Response(made[0], 200, {"access-control-allow-origin": "*"}, "application/json")

    app.add_route(f"{BASE_PATH}/openapi.json", specification, methods=["GET"], include_in_schema=False)
