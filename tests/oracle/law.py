"""The oracle: DOMAIN.md 2.6 and 3 to 7 once more, slowly, over plain dictionaries.

Nothing of ``hub.domain`` decides here; only fact types, words and what is configured are taken from it. Every question
goes through the facts from the first, keeps nothing between questions, and says for one viewer and one item what may be
shown: everything, bare that its owner is involved, or nothing, and on which grounds.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hub.domain.organisations import Organisation
from tests.oracle.kept import Record
from tests.oracle.sharing import Sharing

OFFER = timedelta(days=14)
_ADULT_ROLES = frozenset({"parent", "partner", "ex-partner", "other-adult"})
_UNDER_TWELVE = frozenset({"expected", "under-four", "under-twelve"})
_FROM_SIXTEEN = frozenset({"sixteen-seventeen", "eighteen-to-twenty-two", "adult"})
ALWAYS = datetime.min.replace(tzinfo=UTC)


class May(NamedTuple):
    """What may be shown: of these persons, on any of these grounds; ``bare``: only that its owner is involved."""

    grounds: frozenset[str]
    about: tuple[str, ...]
    bare: bool = False


class Law(Sharing):
    """The law over one history."""

    def seen_by(self, viewer: str, asked_about: str | None = None) -> dict[str, May]:
        """Everything that this organisation may be shown now, by item. ``asked_about``: a purpose was logged."""
        who = self.organisations[viewer]
        asked_about = self.names.get(asked_about or "", asked_about)
        involved = self._reached(who, self._own_reasons(viewer), None)
        known = involved if asked_about is None else self._reached(who, {**involved, asked_about: ALWAYS}, involved)
        found = {id_: self._decide(who, item, known, involved) for id_, item in self.records.items.items()}
        return {id_: may for id_, may in found.items() if may is not None}

    # --- Reasons to know (5, 5.3) ----------------------------------------------------------------------------------

    def _own_reasons(self, viewer: str) -> dict[str, datetime]:
        """Person -> since when, by what the viewer recorded itself."""
        reasons: dict[str, datetime] = {}
        own = [item for item in self.records.items.values() if item["owner"] == viewer]
        for item in own:
            if not self._is_a_reason(item, own):
                continue
            for person in item["about"]:
                if self._judged_no_reason(viewer, person, item):
                    continue
                since = item["recorded_at"]
                confirmed = self.records.confirmed_reasons.get((viewer, person))
                if item.get("given_by") or (confirmed is not None and confirmed >= since):
                    since = ALWAYS
                reasons[person] = min(since, reasons.get(person, since))
        return reasons

    def _judged_no_reason(self, viewer: str, person: str, item: Record) -> bool:
        """5.3: the first look was not in order, so that what the viewer did itself before is no reason, until a second
        professional confirms it later. A role that another gave it is not of its own doing.
        """
        judged = self.records.judged_no_reason.get((viewer, person))
        if judged is None or judged < item["recorded_at"] or item.get("given_by"):
            return False
        confirmed = self.records.confirmed_reasons.get((viewer, person))
        return confirmed is None or confirmed <= judged

    def _is_a_reason(self, item: Record, own: Sequence[Record]) -> bool:
        if item["kind"] in {"coordination", "watch"}:
            return bool(item["step"] == "accepted")
        if item["kind"] not in {"involvement", "concern"} or not self._goes_on(item):
            return False
        if item["kind"] == "involvement" or self._is_safety(item):
            return True
        family = set(item["about"])
        before = None
        while before != family:
            before = set(family)
            for other in own:
                if family.intersection(other["about"]):
                    family.update(other["about"])
        involvements = [each for each in own if each["kind"] == "involvement" and family.intersection(each["about"])]
        return not involvements or any(self._goes_on(each) for each in involvements)

    def _reached(
        self, who: Organisation, reasons: Mapping[str, datetime], involved: Mapping[str, datetime] | None
    ) -> dict[str, datetime]:
        """By links that may be seen, one step by the register, and again by links; the limited have no register."""
        known = self._spread(who, reasons, involved)
        nearer = dict(known)
        for group in self.records.register_groups() if who.sector not in self.rules.limits else ():
            sinces = [known[person] for person in group if person in known]
            for person in group if sinces else ():
                nearer[person] = min(*sinces, nearer.get(person, sinces[0]))
        return self._spread(who, nearer, involved)

    def _spread(
        self, who: Organisation, reasons: Mapping[str, datetime], involved: Mapping[str, datetime] | None
    ) -> dict[str, datetime]:
        """Those whom the viewer may know as family: over items of which it may see everything.

        ``involved`` is None while it is being found out who is involved: those who are reached so are.
        """
        known = dict(reasons)
        before = None
        while before != known:
            before = dict(known)
            known.update(self._by_role(who, known, known if involved is None else involved))
            for item in self.records.items.values():
                sinces = [known[person] for person in item["about"] if person in known]
                if len(item["about"]) == 1 or not sinces:
                    continue
                may = self._decide(who, item, known, known if involved is None else involved)
                if may is None or may.bare:
                    continue
                if item["owner"] == who.id and any(self._judged_no_reason(who.id, p, item) for p in item["about"]):
                    continue
                since = max(min(sinces), self._stated_since(who, item))
                for person in item["about"]:
                    known[person] = min(since, known.get(person, since))
        return known

    def _by_role(
        self, who: Organisation, known: Mapping[str, datetime], involved: Mapping[str, datetime]
    ) -> dict[str, datetime]:
        """5: an interpreting role that another gave, as far as it may be seen, for 14 days or until it was taken; of a
        GP and a youth doctor for their own patients (1).
        """
        found = dict[str, datetime]()
        done = {each.get("interprets") for each in self.records.items.values() if each["owner"] == who.id}
        for item in self.records.items.values():
            asked = item["kind"] == "follow-up" and item.get("offered_to") == who.id and item["owner"] != who.id
            if not asked or "interpreting" not in who.roles or item["id"] in done:
                continue
            if self.now >= item["offered_at"] + OFFER or self._decide(who, item, known, involved) is None:
                continue
            for person in item["about"]:
                own = who.sector not in {"general-practice", "youth-health-care"}
                if own or self._is_basic_care_of(who.id, person):
                    found[person] = ALWAYS
        return found

    def _stated_since(self, who: Organisation, item: Record) -> datetime:
        """5.3: a link by the viewer's own statement begins with it, until its second professional confirms it."""
        if item["owner"] != who.id:
            return ALWAYS
        stated: datetime = item["recorded_at"]
        confirmed = [self.records.confirmed_reasons.get((who.id, person)) for person in item["about"]]
        return ALWAYS if any(each is not None and each >= stated for each in confirmed) else stated

    # --- The decision (5) ------------------------------------------------------------------------------------------

    def _decide(
        self, who: Organisation, item: Record, known: Mapping[str, datetime], involved: Mapping[str, datetime]
    ) -> May | None:
        if item["owner"] == who.id:
            return May(frozenset({"own"}), item["about"])
        if not self._sector_may_receive(who, item):
            return None
        limit = self.rules.limits.get(who.sector)
        if limit is not None:
            return self._limited(who, item, known) if limit.of_children else None
        whole, bare = set[str](), set[str]()
        self._by_exception(who, item, involved, whole, bare)
        if not self._restricted(item):
            self._by_consent(who, item, known, whole, bare)
        if whole:
            return May(frozenset(whole), item["about"])
        return self._bare(item, bare, tuple(person for person in item["about"] if person in known))

    def _by_exception(
        self, who: Organisation, item: Record, involved: Mapping[str, datetime], whole: set[str], bare: set[str]
    ) -> None:
        if self._named_by_exception(who, item):
            whole.add("exception")
        elif any("those-involved" in each["recipients"] for each in self._exceptions_over(who, item)):
            since = min((involved[person] for person in item["about"] if person in involved), default=None)
            if since is not None:
                (whole if item["recorded_at"] >= since else bare).add("exception")

    def _by_consent(
        self, who: Organisation, item: Record, known: Mapping[str, datetime], whole: set[str], bare: set[str]
    ) -> None:
        since = min((known[person] for person in item["about"] if person in known), default=None)
        offered = item.get("offered_to") == who.id and self.now < item["offered_at"] + OFFER
        if since is None and not offered:
            return
        if self._consented(who, item, by_name=False):
            earlier = since is not None and item["recorded_at"] < since and not offered
            (bare if earlier and not self._consented(who, item, by_name=True) else whole).add("consent")
        elif self._profile_allows(item):
            bare.add("profile")

    def _bare(self, item: Record, grounds: set[str], about: tuple[str, ...]) -> May | None:
        """Only that somebody is involved now can be told of so."""
        told = grounds and about and item["kind"] in {"involvement", "concern"} and self._goes_on(item)
        return May(frozenset(grounds), about, bare=True) if told else None

    def _limited(self, who: Organisation, item: Record, known: Mapping[str, datetime]) -> May | None:
        """5.4: that a child needs contact, and with whom, where they were named for it."""
        grounds = set[str]()
        if self._named_by_exception(who, item):
            grounds.add("exception")
        elif not self._restricted(item) and self._consented(who, item, by_name=True):
            grounds.add("consent")
        minors = tuple(person for person in item["about"] if person in known and self._may_be_minor(person))
        return self._bare(item, grounds, minors)

    def _sector_may_receive(self, who: Organisation, item: Record) -> bool:
        if item["category"] is None:
            return True
        category = self.catalogue[item["category"]]
        if who.sector not in category.receives:
            return False
        if who.sector not in category.own_child_only:
            return True
        return any(self._is_basic_care_of(who.id, person) for person in item["about"])

    def _profile_allows(self, item: Record) -> bool:
        """5.7: an item keeps the profile under which it was recorded; informing comes first, of everybody (2.4)."""
        profile = self.rules.profiles.get(item["profile"])
        if profile is None or item["kind"] not in profile.after_informing:
            return False
        informed = item["informed"]
        if any(each.on is None for each in informed):
            return False
        to_tell = set().union(*(self._to_tell(person, item) for person in item["about"]))
        return bool(to_tell) and to_tell <= {each.person for each in informed}

    def _to_tell(self, person: str, item: Record) -> set[str]:
        """2.4: under 12 the representatives, 12-15 the youth and the representatives, from 16 the youth alone, adults
        themselves; by what the owner stated with the signal.
        """
        bands = {band for each, band in item["bands"].items() if self.names.get(each, each) == person}
        band = bands.pop() if len(bands) == 1 else None
        adult = any(each.person == person and each.role in _ADULT_ROLES for each in item["household"])
        if band in _FROM_SIXTEEN or (band is None and adult):
            return {person}
        representatives = {each.person for each in item["household"] if each.authority}
        return representatives if band in _UNDER_TWELVE else {person, *representatives}

    def _restricted(self, item: Record) -> bool:
        restricted = self.records.restricted
        return any(each in restricted for each in (item["id"], item.get("stated_with"), *item["about"]))
