"""What can be wrong with the configured periods of retention."""

from collections.abc import Iterator
from datetime import timedelta

from hub.configuration.errors import ConfigurationFault
from hub.configuration.files import RetentionFile
from hub.domain.items import SIGNAL_LIFETIME
from hub.domain.retention import Retention


def retention_faults(name: str, file: RetentionFile) -> Iterator[ConfigurationFault]:
    """Every period is there once, and none makes a signal active longer than the law has it (Jeugdwet 7.1.4.5)."""
    periods = [entry.period for entry in file.periods]
    for missing in sorted({*Retention.__struct_fields__} - {*periods}):
        yield ConfigurationFault(name, "$.periods", "period-missing", f"{missing} is not configured")
    for at, entry in enumerate(file.periods):
        if entry.period in periods[:at]:
            yield ConfigurationFault(name, f"$.periods[{at}]", "duplicate", f"{entry.period} occurs twice")
        if entry.period == "active" and timedelta(days=entry.days) > SIGNAL_LIFETIME:
            where = f"$.periods[{at}].days"
            yield ConfigurationFault(name, where, "too-long", "a signal is active two years at most")
