"""nobody-watching: an involvement ends, a safety concern is open, and nobody accepted to watch the children."""

from collections.abc import Iterator

from hub.domain.items import Signal
from hub.domain.rules.gathering import days, ids_of
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

AN_END_IS_NEWS_FOR = days(1)


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding per involvement that ends or expires now; the one who ends it is told over its own view."""
    children = _unwatched(view)
    if not children:
        return
    lately = view.seen.ends_told_since(view.now - AN_END_IS_NEWS_FOR)
    expired = (signal for signal in view.seen.unended if _expires_now(view, signal))
    for ended in (*(signal for signal in lately if _ends_now(view, signal)), *expired):
        yield Finding(key=ended.id, about=children, items=ids_of((ended, *view.safety_concerns)))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:  # noqa: ARG001 - every rule has this shape
    """When each involvement expires, while it leaves children behind whom nobody watches."""
    for signal in view.active if _unwatched(view) else ():
        if _expires_for(view, signal) and signal.expires_at > view.now:
            yield Moment(key=signal.id, due=signal.expires_at)


def _unwatched(view: FamilyView) -> tuple[str, ...]:
    """The children whom nobody watches; nobody where no safety concern is open."""
    if not view.safety_concerns:
        return ()
    watched = {watch.child for watch in view.watches if watch.step == "accepted"}
    return tuple(child for child in view.children if child not in watched)


def _expires_now(view: FamilyView, signal: Signal) -> bool:
    return _expires_for(view, signal) and view.now - AN_END_IS_NEWS_FOR <= signal.expires_at <= view.now


def _expires_for(view: FamilyView, signal: Signal) -> bool:
    """Whether its lapse is the recipient's to know: that of another's shielded involvement narrows it down (5.5)."""
    shielded = signal.shielded and signal.owner != view.viewer.id
    return not signal.concern and signal.ended_at is None and not shielded


def _ends_now(view: FamilyView, signal: Signal) -> bool:
    """Whether its end is news: by when the hub was told, for an end that is told late leaves the children as alone."""
    told = signal.end_recorded_at
    return not signal.concern and told is not None and view.now - AN_END_IS_NEWS_FOR <= told <= view.now


NOBODY_WATCHING = Rule(
    id="nobody-watching",
    version=2,
    order=140,
    source="R2.3 June 2013, L3.2, V3.3",
    looks_at=frozenset({"ended", "concern"}),
    find=find,
    fires_nl="een betrokkenheid eindigt of verloopt terwijl een zorg over veiligheid openstaat en niemand heeft "
    "aanvaard op dat kind te letten",
    fires_en="an involvement ends or expires while a safety concern is open and nobody has accepted to watch",
    told_nl="eerst wie beëindigt, over het eigen beeld; dan wie het mag zien",
    told_en="first who ends it, over its own view; then who may see it",
    reason_nl="Een betrokkenheid eindigt terwijl er een zorg over veiligheid openstaat ({categories}), en geen "
    "organisatie heeft aanvaard op deze kinderen te letten.",
    reason_en="An involvement ends while a safety concern is open ({categories}), and no organisation has accepted to "
    "keep an eye on these children.",
    term_nl="betrokkenheid verloopt",
    term_en="an involvement expires",
    due=due,
    lasts=False,
)
