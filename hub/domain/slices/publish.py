"""Publishing a signal: that an organisation is involved with a child or family, or concerned (DOMAIN.md 2)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.disclosure import Ground
from hub.domain.errors import Fault, InvalidSignal
from hub.domain.facts.matches import MatchRaised
from hub.domain.facts.signals import FamilyRole, Informed, Member, SignalRecorded
from hub.domain.informing import informing_faults
from hub.domain.items import Item
from hub.domain.looking import Looked, sealed, shown
from hub.domain.matching import Occasion, raise_matches
from hub.domain.openness import openness
from hub.domain.policy import Policy
from hub.domain.relatives import relatives_of
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.sortings import unended
from hub.domain.terms import comes_later

RELATIONS: dict[str, tuple[FamilyRole | None, FamilyRole]] = {
    "child": ("parent", "child"),
    "parent": ("child", "parent"),
    "sibling": ("child", "child"),
    "partner": (None, "partner"),
    "ex-partner": (None, "ex-partner"),
    "other-adult": (None, "other-adult"),
}
"""relation of a household member to the subject -> (the subject's role, the member's role)."""

MEASURES = frozenset({"eviction-threat", "rent-arrears", "income-stopped", "benefit-refused", "utilities-cut"})
"""Categories that may tell of a measure before it takes effect (DOMAIN.md 2.5; R6.4)."""

COLLECTION_STEPS = frozenset(
    {"written-reminder", "personal-contact-attempt", "pointed-to-debt-help", "offered-to-pass-on"}
)
"""What a landlord must have done before arrears may be signalled (STANDARDS.md A6; DOMAIN.md 2.3)."""


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """A household member as stated: its relation to the subject, by position in the command's subjects."""

    relation: str
    about: bool = False
    in_home: bool = True
    authority: bool = False
    unsafe_to_ask: bool = False


class SignalDetails(msgspec.Struct, frozen=True, kw_only=True):
    """A signal as an organisation publishes it, persons left out: these come as the command's subjects."""

    kind: Literal["involvement", "concern"]
    occurred_at: datetime
    state: Literal["started", "continues"] | None = None
    category: str | None = None
    severity: Severity | None = None
    subject_band: AgeBand = AgeBand.UNKNOWN
    """How old the message itself says its subject is: what others stated changes no answer (DOMAIN.md 6)."""
    authority: bool = False
    """The subject holds authority over the children stated with it."""
    unsafe_to_ask: bool = False
    """The subject is an alleged source of danger whom asking for consent is unsafe (DOMAIN.md 3.2)."""
    relatives: tuple[Relative, ...] = ()
    kindcheck: Literal["named", "none", "unknown"] | None = None
    informed: tuple[Informed, ...] = ()
    informed_persons: tuple[int | None, ...] = ()
    """Of each of these the position among the command's subjects, where the message states them by that label."""
    report_to_veilig_thuis: Literal["intended", "made", "not-needed"] | None = None
    objection: bool | None = None
    """Arrears: whether the tenant objects to passing it on."""
    collection_steps: frozenset[str] = frozenset()
    through: str | None = None
    effect_at: datetime | None = None
    """When a measure that hits the family takes effect (DOMAIN.md 2.5)."""


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of publishing: what the organisation now has, and what it may be shown of others at this moment."""

    signal: str
    subject: str
    grounds: tuple[str, ...] = ()
    """On which grounds this signal is open to anybody; empty where it is sealed."""
    matches: tuple[MatchRaised, ...] = ()
    """What was raised to the publishing organisation itself by this signal."""
    consent: str | None = None
    """The consent recorded with it, where there was one."""
    exception: str | None = None
    """The safety exception recorded with it, where there was one."""
    person: str | None = None
    """The subject as its family reads it, where several pseudonyms are one person; not known when recalled."""
    looked: tuple[Looked, ...] = ()
    """What the answer tells the publishing organisation, and what stays sealed to it: for the disclosure log."""
    decided: bool = True
    """False when recalled: what else the answer discloses is to be decided again."""


class PublishSignal(HubSlice):
    """Record one signal and raise what it makes converge, in the same decision: no signal exists without its match."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, signal: str, details: SignalDetails
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.signal = signal
        self.details = details

    def execute(self) -> None:
        """Raises ``InvalidSignal`` with every fault that the catalogue, the clock and the household show."""
        faults = self._faults()
        if faults:
            raise InvalidSignal(*faults)
        self._record()
        item = self.state.items[self.signal]
        widened = not self._known_before(item)
        raised = raise_matches(self, Occasion(change=self.details.kind, touched=(item,), widened=widened))
        if self.joined:
            raised += raise_matches(self, Occasion(touched=(item,), joined=True))
        own = tuple(each for each in raised if each.recipient == self.organisation and not self._is_of_own(each))
        self.outcome = Published(
            signal=self.signal,
            subject=self.persons[0],
            person=min(self.as_one(self.persons[:1])),
            grounds=tuple(sorted(openness(item, self.circumstances()))),
            matches=own,
            looked=self._looked(own),
        )

    def _known_before(self, item: Item) -> bool:
        """Whether the organisation had this reason to know already: an own active signal about the same persons."""
        persons = frozenset(item.about)
        own = (each for each in unended(self.state.sorted, self.now, self.organisation) if each.id != item.id)
        return any(persons.issubset(each.about) and each.active(self.now) for each in own)

    def _is_of_own(self, raised: MatchRaised) -> bool:
        """Whether it tells of the family of who publishes: the organisation is told, they are not (DOMAIN.md 5.3)."""
        own = relatives_of(self.state.relatives.values(), self.organisation, self.professional)
        return bool(own) and not own.isdisjoint(self.as_one((*raised.persons, *self.persons)))

    def _looked(self, raised: Sequence[MatchRaised]) -> tuple[Looked, ...]:
        """The signal itself, the matches told of with what they rest on, and all that the organisation may not see."""
        items = self.state.items
        rests_on = {each.item: each.ground for match in raised for each in match.shown if each.item != self.signal}
        return (
            shown(items[self.signal], Ground.OWN.value),
            *(Looked(thing=match.match, about=self._read_as(match.about), ground=Ground.OWN.value) for match in raised),
            *(shown(items[item], ground) for item, ground in rests_on.items()),
            *sealed(item for id_, item in items.items() if id_ not in self.saw),
        )

    def _read_as(self, persons: tuple[str, ...]) -> tuple[str, ...]:
        """Of pseudonyms that are one person, the one by which the family is read: one data subject of the log."""
        return tuple(dict.fromkeys(self.state.names.get(person, person) for person in persons))

    def _faults(self) -> list[Fault]:
        return faults_of(self.details, self.policy, self.organisation, self.now)

    def _record(self) -> None:
        self.record(self._fact())

    def _fact(self) -> SignalRecorded:
        details, (subject, *others) = self.details, self.persons
        relatives = list(zip(others, details.relatives, strict=True))
        household = _household(subject, details, relatives)
        about = (subject, *(person for person, relative in relatives if relative.about))
        linked = dict.fromkeys((subject, *others))
        organisation = self.policy.organisations[self.organisation]
        return SignalRecorded(
            recorded_at=self.now,
            signal=self.signal,
            owner=self.organisation,
            kind=details.kind,
            subject=subject,
            about=tuple(dict.fromkeys(about)),
            occurred_at=min(details.occurred_at, self.now),
            state=details.state,
            category=details.category,
            severity=details.severity,
            household=household,
            kindcheck=details.kindcheck,
            bands={p: self.ages[p] for p in linked if self.ages.get(p, AgeBand.UNKNOWN) is not AgeBand.UNKNOWN},
            informed=tuple(self._informed()),
            report_to_veilig_thuis=details.report_to_veilig_thuis,
            shielded=organisation.shielded,
            through=details.through,
            effect_at=details.effect_at,
            unsafe_to_ask=tuple(self._unsafe_to_ask(relatives)),
        )

    def _informed(self) -> Iterator[Informed]:
        positions = self.details.informed_persons or (None,) * len(self.details.informed)
        for each, position in zip(self.details.informed, positions, strict=True):
            person = None if position is None else self.persons[position]
            yield msgspec.structs.replace(each, person=person)

    def _unsafe_to_ask(self, relatives: Sequence[tuple[str, Relative]]) -> Iterator[str]:
        if self.details.unsafe_to_ask:
            yield self.persons[0]
        yield from dict.fromkeys(person for person, relative in relatives if relative.unsafe_to_ask)


def _household(subject: str, details: SignalDetails, relatives: Sequence[tuple[str, Relative]]) -> tuple[Member, ...]:
    if not relatives:
        return ()
    own_roles = [own for _, relative in relatives if (own := RELATIONS[relative.relation][0]) is not None]
    own_role: FamilyRole = own_roles[0] if own_roles else "other-adult"
    members = [Member(person=subject, role=own_role, authority=details.authority)]
    members.extend(
        Member(
            person=person,
            role=RELATIONS[relative.relation][1],
            in_home=relative.in_home,
            authority=relative.authority,
        )
        for person, relative in relatives
    )
    return tuple(members)


def faults_of(details: SignalDetails, policy: Policy, organisation: str, now: datetime) -> list[Fault]:
    """Everything that is wrong with these details, at once; values are never repeated in a fault."""
    faults: list[Fault] = []
    if comes_later(details.occurred_at, now):
        faults.append(Fault("occurred_at", "date-in-future", "A signal cannot have occurred after now."))
    if details.kind == "involvement":
        faults.extend(_involvement_faults(details, policy, organisation))
    else:
        faults.extend(_concern_faults(details, policy, organisation))
    faults.extend(_kindcheck_faults(details))
    for index, each in enumerate(details.informed):
        faults.extend(informing_faults(each, f"informed[{index}]", now))
    faults.extend(_arrears_faults(details))
    if details.effect_at is not None and details.category not in MEASURES:
        message = "Only a measure that hits a family takes effect on a day."
        faults.append(Fault("takes_effect_on", "effect-not-for-category", message))
    if details.through is not None:
        agent = policy.organisations.get(details.through)
        if agent is None or agent.publishes_through != organisation:
            faults.append(Fault("through", "organisation-unknown", "This organisation does not publish through you."))
    return faults


def _kindcheck_faults(details: SignalDetails) -> list[Fault]:
    """The kindcheck is required on every signal about an adult (DOMAIN.md 1); a mother of 22 counts as one."""
    is_parent = any(relative.relation == "child" for relative in details.relatives)
    if details.kindcheck is not None or not (is_parent or details.subject_band.is_of_age):
        return []
    return [Fault("kindcheck", "kindcheck-missing", "A signal about an adult says whether children depend on them.")]


def _involvement_faults(details: SignalDetails, policy: Policy, organisation: str) -> list[Fault]:
    faults = []
    if details.state is None:
        faults.append(Fault("state", "state-missing", "An involvement says whether it started or continues."))
    sender = policy.organisations.get(organisation)
    if sender is None or policy.legal_bases.for_involvement(sender.sector) is None:
        faults.append(Fault("kind", "legal-basis-missing", "Your sector has no legal basis to record an involvement."))
    if details.category is not None or details.severity is not None:
        faults.append(Fault("category", "category-not-for-involvement", "An involvement has no category or severity."))
    return faults


def _concern_faults(details: SignalDetails, policy: Policy, organisation: str) -> list[Fault]:
    faults = []
    if details.severity is None:
        faults.append(Fault("severity", "severity-missing", "A concern says how serious it is."))
    category = policy.catalogue.get(details.category) if details.category else None
    sender = policy.organisations.get(organisation)
    if details.category is None:
        faults.append(Fault("category", "category-missing", "A concern has a category of the catalogue."))
    elif category is None:
        faults.append(Fault("category", "category-unknown", "This category is not in the catalogue."))
    elif sender is None or sender.sector not in category.records:
        faults.append(Fault("category", "category-not-for-sector", "Your sector may not record this category."))
    elif policy.legal_bases.for_concern(sender.sector, category.domain) is None:
        faults.append(Fault("category", "legal-basis-missing", "Your sector has no legal basis to record this."))
    return faults


def _arrears_faults(details: SignalDetails) -> list[Fault]:
    """Arrears are refused with an objection or without the collection steps (DOMAIN.md 2.3; STANDARDS.md A6)."""
    if details.category != "rent-arrears":
        return []
    faults = []
    if details.objection is None:
        faults.append(Fault("arrears.objection", "objection-missing", "Arrears say whether the tenant objects."))
    elif details.objection:
        faults.append(Fault("arrears.objection", "tenant-objects", "Arrears to which the tenant objects are not kept."))
    if not details.collection_steps >= COLLECTION_STEPS:
        faults.append(
            Fault("arrears.collection_steps", "collection-steps-missing", "Not all collection steps were taken.")
        )
    return faults
