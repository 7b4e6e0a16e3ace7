"""The reference engine asked about one definition of a pair: what is true of a reason, found without the product."""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.lib.reference import Answer, screen
from tests.lib.reference.contacts import TIERS, secondary_rules
from tests.lib.reference.exposures import Exposure, exposure_of, reaches
from tests.lib.reference.instants import read_instant
from tests.lib.reference.periods import window_of_close_contact
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import read_records
from tests.lib.reference.stretches import Stretch, merge
from tests.lib.worlds import World

NOT_LISTED = len(TIERS)


@dataclass(frozen=True)
class Judge:
    """One side of a comparison, as the reference sees it; people by the keys of their source."""

    world: World
    definition: dict

    @cached_property
    def answer(self) -> Answer:
        return screen(self.world.files, self.definition, self.world.as_of, self.world.timezone)

    @cached_property
    def inputs(self) -> Inputs:
        zone = ZoneInfo(self.world.timezone)
        as_of = read_instant(self.world.as_of, zone, closes_window=True)
        return Inputs(read_records(self.world.files, zone), self.definition, as_of, zone)

    @cached_property
    def lines(self) -> dict[tuple[str, str], dict]:
        return {(line["case_id"], line["person_id"]): line for line in self.answer.lines}

    @cached_property
    def people(self) -> dict[str, str]:
        """The person of each case."""
        return {case["case_id"]: case["person_id"] for case in self.inputs.records.kept["cases"]}

    def rank(self, line: tuple[str, str]) -> int:
        """How good the tier of a line is, 0 the best; `NOT_LISTED` without one."""
        return TIERS.index(self.lines[line]["tier"]) if line in self.lines else NOT_LISTED

    def window(self, case: str, source: str, hop: int) -> list[Stretch]:
        """The window of the case, or of one of its close contacts."""
        if hop == 0:
            return self.answer.windows[case]
        firsts = [
            one["episodes"][0][0]
            for one in self.answer.exposures
            if (one["case_id"], one["person"], one["hop"], one["tier"]) == (case, source, 1, "close")
        ]
        latent = self.definition["secondary"].get("latent_hours", 0)
        return window_of_close_contact(source, min(firsts), latent, self.inputs.records, self.inputs.as_of)

    def rules(self, reach: int, hop: int) -> list[dict]:
        """The rules that give a tier of that rank or a better one."""
        if hop == 0:
            return [rule for rule in self.definition["rule"] if TIERS.index(rule["tier"]) <= reach]
        return secondary_rules(self.definition) if "secondary" in self.definition else []

    def together(self, rule: dict, case: str, source: str, hop: int, person: str) -> Exposure:
        """What one rule shows of a source in its window and a person, long enough or not."""
        return exposure_of(rule, source, person, self.window(case, source, hop), self.inputs)

    def short(self, reach: int, case: str, source: str, hop: int, person: str) -> dict[str, int]:
        """The rules within reach that saw the pair for too short a time, and the time; none may have been reached."""
        seen = [(rule, self.together(rule, case, source, hop, person)) for rule in self.rules(reach, hop)]
        assert not [rule["id"] for rule, one in seen if one.episodes and reaches(rule, one.measured)]
        return {rule["id"]: one.measured for rule, one in seen if one.episodes}

    def close(self, case: str) -> list[str]:
        """The close contacts of a case."""
        return [line["person_id"] for line in self.answer.lines if (line["case_id"], line["tier"]) == (case, "close")]

    def ways(self, line: tuple[str, str]) -> list[dict]:
        """The exposures a line stands on."""
        return [one for one in self.answer.exposures if (one["case_id"], one["person"]) == line and one["listed"]]

    def met(self, line: tuple[str, str], source: str) -> list[Stretch]:
        """When the source and the person of a line were together, all rules of the line taken as one."""
        return merge([tuple(part) for one in self.ways(line) if one["source"] == source for part in one["episodes"]])

    def evidence(self, rule: str) -> str:
        return next(one["evidence"] for one in self.definition["rule"] if one["id"] == rule)
