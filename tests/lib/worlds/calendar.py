"""The few instants of a world, local wall-clock times near a clock change or an ordinary day, as files say them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.lib.worlds.dice import Dice

DAYS = {
    "Asia/Shanghai": ("2021-08-05",),
    "UTC": ("2021-08-05",),
    "Europe/Berlin": ("2021-10-31", "2021-03-28"),
    "America/New_York": ("2021-11-07", "2021-03-14"),
}
STEP = timedelta(minutes=5)
MILLISECOND = timedelta(milliseconds=1)
# The hours of a clock change, noon, and the midnights before and after.
ANCHORS = (timedelta(hours=1, minutes=30), timedelta(hours=12), timedelta(minutes=-20), timedelta(hours=23, minutes=40))
ODD = (MILLISECOND, -MILLISECOND, timedelta(seconds=59.999), timedelta(seconds=30.5))


@dataclass(frozen=True)
class Calendar:
    """The zone of a world, its day (local midnight, naive), the anchors its instants lie near, and a meeting."""

    zone: ZoneInfo
    day: datetime
    anchors: tuple[timedelta, ...]
    meeting: datetime

    def moment(self, dice: Dice) -> datetime:
        """A naive local time of the grid, seldom a little beside it."""
        moment = self.day + dice.one(self.anchors) + STEP * dice.number(0, 10)
        return moment + dice.one(ODD) if dice.chance(6) else moment

    def gathering(self, dice: Dice) -> datetime:
        """Mostly a moment about the meeting, else any."""
        return self.meeting + STEP * dice.number(0, 3) if dice.chance(60) else self.moment(dice)

    def text(self, dice: Dice, moment: datetime) -> str:
        """How a file says a moment: as local time, with the local offset, or in UTC; now and then with more digits."""
        form = dice.number(0, 9)
        if form < 6:
            return spoken(dice, moment)
        aware = moment.replace(tzinfo=self.zone).astimezone(UTC)
        if form < 8:
            return spoken(dice, aware.replace(tzinfo=None)) + "Z"
        local = aware.astimezone(self.zone)
        offset = local.isoformat()[-6:]
        return spoken(dice, local.replace(tzinfo=None)) + offset

    def instant(self, dice: Dice) -> str:
        return self.text(dice, self.moment(dice))

    def instant_or_date(self, dice: Dice, percent_dates: int = 30) -> str:
        """An instant or a date alone."""
        moment = self.moment(dice)
        return moment.date().isoformat() if dice.chance(percent_dates) else self.text(dice, moment)


def spoken(dice: Dice, moment: datetime) -> str:
    """ISO 8601 without an offset, as short or as long as the moment allows; digits beyond the millisecond are noise."""
    if moment.microsecond:
        return moment.isoformat(timespec="milliseconds") + ("987" if dice.chance(40) else "")
    if dice.chance(10):
        return moment.isoformat(timespec="seconds") + ".000999"
    return moment.isoformat(timespec="seconds" if moment.second or dice.chance(30) else "minutes")


def draw_calendar(dice: Dice) -> Calendar:
    """A zone, a day and two or three of the anchors."""
    zone = dice.one(tuple(DAYS))
    first = dice.number(0, len(ANCHORS) - 1)
    anchors = tuple(ANCHORS[(first + step) % len(ANCHORS)] for step in range(dice.one((1, 1, 2, 2, 3))))
    day = datetime.fromisoformat(dice.one(DAYS[zone]))
    return Calendar(ZoneInfo(zone), day, anchors, day + dice.one(anchors) + STEP * dice.number(0, 7))
