"""Counters for the operator, in the text format that Prometheus reads. No label says who asked, or about whom."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the duration classes, in seconds."""


class _Gauge(NamedTuple):
    name: str
    help: str
    read: Callable[[], float]
    kind: str


class Metrics:
    """The figures of one process. Labels are templates of routes, never addresses that were asked for."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._problems: Counter[str] = Counter()
        self._classes: dict[str, list[int]] = {}
        self._seconds: Counter[str] = Counter()
        self._gauges: list[_Gauge] = []

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests[method, route, status] += 1
        classes = self._classes.get(route)
        if classes is None:
            classes = self._classes[route] = [0] * (len(BOUNDS) + 1)
        classes[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds floats as well

    def refused(self, code: str) -> None:
        """Count one refused token, by the code of its problem."""
        self._problems[code] += 1

    def add(self, name: str, help_text: str, read: Callable[[], float], kind: str = "gauge") -> None:
        """Show a figure of another part of the hub; ``read`` is called when the operator asks, and must not wait."""
        self._gauges.append(_Gauge(name, help_text, read, kind))

    def text(self) -> str:
        """Everything counted so far, in the exposition format."""
        return "\n".join((*self._request_lines(), *self._duration_lines(), *self._other_lines(), ""))

    def _request_lines(self) -> Iterator[str]:
        yield "# HELP hub_http_requests_total Answered requests."
        yield "# TYPE hub_http_requests_total counter"
        for (method, route, status), count in sorted(self._requests.items()):
            yield f'hub_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'

    def _duration_lines(self) -> Iterator[str]:
        yield "# HELP hub_http_request_seconds Time from request to the end of its answer."
        yield "# TYPE hub_http_request_seconds histogram"
        for route, classes in sorted(self._classes.items()):
            total = 0
            for bound, count in zip((*BOUNDS, "+Inf"), classes, strict=True):
                total += count
                yield f'hub_http_request_seconds_bucket{{route="{route}",le="{bound}"}} {total}'
            yield f'hub_http_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}'
            yield f'hub_http_request_seconds_count{{route="{route}"}} {total}'

    def _other_lines(self) -> Iterator[str]:
        yield "# HELP hub_tokens_refused_total Requests without a valid access token."
        yield "# TYPE hub_tokens_refused_total counter"
        for code, count in sorted(self._problems.items()):
            yield f'hub_tokens_refused_total{{code="{code}"}} {count}'
        for gauge in self._gauges:
            yield f"# HELP {gauge.name} {gauge.help}"
            yield f"# TYPE {gauge.name} {gauge.kind}"
            yield f"{gauge.name} {gauge.read()}"
