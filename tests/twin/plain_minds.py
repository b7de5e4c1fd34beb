"""The plain twin, what residents make of it: trust, talk, and what they do when they are let down.

What happens to the case afterwards is told in `plain_engine`.
"""

from __future__ import annotations

import math
from itertools import accumulate

from sim.world import World
from sim.world.codes import Decision, Event, Exit, Fate, Stage, Talk
from tests.twin.plain_hands import PlainHands
from tests.twin.plain_world import Case, Pool, duration, plain_rows, uniform

FIRST = -1e8
OUTSIDE = (Exit.PETITION, Exit.PETITION_ONLINE, Exit.LEGAL)


class PlainMinds(PlainHands):
    """A World whose residents think, talk and choose."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.minds = plain_rows(world.mind)
        self.known = [world.tie[a:b].tolist() for a, b in zip(world.tie_offset[:-1], world.tie_offset[1:], strict=True)]
        self.diverted = world.diverted.tolist()
        if self.policy.talk:
            self.calendar.book(self.policy.talk_every_h, Event.TALK, self.talk, 0)

    # ---- trust and talk ----------------------------------------------------------------------------------------------

    def eagerness(self, case: Case) -> float:
        """Factor on the hazard of reporting: trust, and the share of those known who were served."""
        if not self.policy.feels:
            return 1.0
        mind = self.minds[case.issue.resident]
        factor = math.exp(self.policy.trust_effect * (mind.trust - 0.5))
        if self.policy.cue_effect and self.known[case.issue.resident]:
            served = [self.minds[other].content for other in self.known[case.issue.resident]]
            factor *= math.exp(self.policy.cue_effect * sum(served) / len(served))
        return factor

    def learn(self, case: Case) -> None:
        """A judged episode moves trust towards the logistic of its satisfaction, downwards faster."""
        if not self.policy.learns:
            return
        assert case.satisfaction is not None
        mind, rule = self.minds[case.issue.resident], self.policy
        target = 1 / (1 + math.exp(-case.satisfaction))
        for name in ("trust", "conviction"):
            before = getattr(mind, name)
            speed = rule.trust_gain * (rule.trust_loss if target < before else 1)
            setattr(mind, name, (1 - speed) * before + speed * target)
        mind.content = int(case.fate == Fate.RESOLVED)

    def talk(self, turn: int) -> None:
        """A round of talk."""
        rule = self.policy
        if rule.talk == Talk.DEFFUANT:
            for mind, known in zip(self.minds, self.known, strict=True):
                if known:
                    other = self.minds[known[int(uniform(mind.key, Decision.TALK, turn) * len(known))]]
                    gap = other.trust - mind.trust
                    if abs(gap) < rule.talk_tolerance:
                        mind.trust, other.trust = mind.trust + mind.pull * gap, other.trust - mind.pull * gap
        else:
            before = [mind.trust for mind in self.minds]
            for row, mind in enumerate(self.minds):
                voices = [before[other] for other in self.known[row]]
                if rule.talk == Talk.HEGSELMANN_KRAUSE:
                    voices = [before[row], *(voice for voice in voices if abs(voice - before[row]) < rule.talk_tolerance)]
                mean = sum(voices) / len(voices) if voices else before[row]
                mind.trust = (1 - mind.pull) * before[row] + mind.pull * mean
                if rule.talk == Talk.FRIEDKIN_JOHNSEN:
                    mind.trust = mind.susceptibility * mind.trust + (1 - mind.susceptibility) * mind.conviction
        self.calendar.book(self.now + rule.talk_every_h, Event.TALK, self.talk, turn + 1)

    # ---- exit and voice ----------------------------------------------------------------------------------------------

    def choose(self, case: Case, ended: bool) -> Exit:
        """A multinomial logit: outside the system (petition or law), leave quietly, or stay in touch."""
        rule, row = self.policy, case.issue.resident
        felt = self.feeling(case)[0]
        power = rule.exit_dissatisfaction * (max(-felt, 0.0) - rule.usual_failure) - rule.exit_trust * (self.minds[row].trust - 0.5)
        power -= rule.exit_justice * (self.fairness(case) - 0.5)
        if rule.exit_peers and self.known[row]:
            power += rule.exit_peers * sum(self.minds[other].petitions > 0 for other in self.known[row]) / len(self.known[row])
        solved = case.fate == Fate.RESOLVED
        outside = rule.petition_odds * math.exp(power)
        law = outside * self.diverted[case.issue.category]
        alone = 0.0 if solved else rule.exit_private
        ways = [(Exit.PETITION, outside - law), (Exit.LEGAL, law), (Exit.PRIVATE, alone), (Exit.QUIET, 1.0 - alone)]
        if not ended:
            ways += [(Exit.WAIT, rule.exit_wait), (Exit.REMIND, rule.exit_remind)]
        elif not solved and case.exit != Exit.REPORT_AGAIN:
            ways.append((Exit.REPORT_AGAIN, rule.exit_again))
        left = case.luck(Decision.EXIT, case.choices) * sum(weight for _, weight in ways)
        case.choices += 1
        up_to = accumulate(weight for _, weight in ways)
        way = next((way for (way, _), end in zip(ways, up_to, strict=True) if left < end), ways[-1][0])
        if way == Exit.PETITION and case.luck(Decision.PETITION_WAY) < rule.online_share:
            return Exit.PETITION_ONLINE
        return way

    def feeling(self, case: Case) -> tuple[float, float, float]:
        """Satisfaction if it ended now, and the two waits in logs against what was promised."""
        raise NotImplementedError

    def fairness(self, case: Case) -> float:
        """How fair the procedure is felt to be; .5 is indifferent."""
        raise NotImplementedError

    def speak_up(self, case: Case) -> None:
        """Patience is over and nobody has come."""
        if case.lawsuit:
            return
        choice = self.choose(case, ended=False)
        if choice in OUTSIDE and self.appease(case):
            case.exit, choice = Exit.THREAT, Exit.WAIT
        if choice in (Exit.WAIT, Exit.REMIND):
            if case.exit != Exit.THREAT:
                case.exit = choice
            if choice == Exit.REMIND:
                self.press(case)
            self.patience_again(case)
            if choice == Exit.REMIND and case.fate == Fate.LOST:
                case.fate = Fate.TRANSIT
                self.route(case)
            return
        case.exit = choice
        self.stop_waiting(case)
        if choice == Exit.LEGAL:
            self.go_to_law(case)
            return
        if choice in OUTSIDE:
            self.minds[case.issue.resident].petitions += 1
        self.end(case, {Exit.PRIVATE: Fate.SELF_RESOLVED, Exit.QUIET: Fate.WITHDRAWN}.get(choice, Fate.PETITIONED))

    def leave_for_good(self, case: Case) -> None:
        """The flat rule: a petition or not; of the petitions, the unluckiest become legal cases, the others go online or not."""
        u, petition = case.luck(Decision.PETITION), self.policy.petition
        to_law = petition * self.diverted[case.issue.category]
        if petition - to_law <= u < petition:
            case.exit = Exit.LEGAL
            self.go_to_law(case)
        elif u < petition:
            case.exit = Exit.PETITION_ONLINE if case.luck(Decision.PETITION_WAY) < self.policy.online_share else Exit.NONE
            self.end(case, Fate.PETITIONED)
        else:
            self.end(case, Fate.WITHDRAWN)

    def appease(self, case: Case) -> bool:
        """Once, a case in line for work (none of it done) is put first lest its resident petition."""
        in_line = case.fate == Fate.WAITING and case.stage == Stage.WORK and case.left_h is None
        if case.exit == Exit.THREAT or not in_line or case.luck(Decision.THREAT) >= self.policy.threat_response:
            return False
        self.leave_line(case)
        case.rank = FIRST
        self.line_of(case).stand(case)
        return True

    def go_to_law(self, case: Case) -> None:
        """To the lowest pool that does legal work here; where there is none, to somebody else's court."""
        pool = self.lawyers(case)
        if pool is None:
            self.end(case, Fate.LEGAL)
            return
        case.lawsuit, case.stage, case.left_h = True, Stage.WORK, None
        case.pool, case.level = pool, pool.facts.level
        case.registered_h = self.now if case.registered_h is None else case.registered_h
        self.enter(case)

    def lawyers(self, case: Case) -> Pool | None:
        """Who does the legal work at this place."""
        law = self.policy.legal_category
        rows = [self.owner[self.seat[case.issue.entrance][level]][law] for level in self.climb] if law >= 0 else []
        return next((self.pools[row] for row in rows if row >= 0), None)

    def legal_hours(self, pool: Pool, case: Case) -> float:
        """Length of the legal work."""
        law = self.categories[self.policy.legal_category]
        hours = duration(law.law, law.work_h, law.work_cv, case.luck(Decision.LEGAL_WORK))
        return hours / float(pool.facts.speed)

    def fate_after(self, case: Case, fate: Fate) -> Fate | None:
        """What becomes of a case about to end: its resident, if let down, chooses; None if it goes on."""
        known = case.reported_h is not None and case.noticed_h is not None
        if not self.policy.exits or not known or case.lawsuit:
            return fate
        assert case.reported_h is not None and case.noticed_h is not None
        late_h = self.policy.exit_late * case.kind.deadline_h
        late = fate == Fate.RESOLVED and self.now - max(case.reported_h, case.noticed_h) > late_h
        if not late and fate not in (Fate.UNRESOLVED, Fate.REJECTED):
            return fate
        case.fate = fate
        case.exit = self.choose(case, ended=True)
        if case.exit == Exit.REPORT_AGAIN:
            case.fate = Fate.TRANSIT
            rule = self.policy
            hours = duration(rule.again_law, rule.again_h, rule.again_cv, case.luck(Decision.REPORT_AGAIN))
            self.calendar.book(self.now + hours, Event.ARRIVAL, self.arrive, case)
            return None
        if case.exit in (Exit.PETITION, Exit.PETITION_ONLINE):
            self.minds[case.issue.resident].petitions += 1
        changed = {Exit.QUIET: fate, Exit.PRIVATE: Fate.SELF_RESOLVED, Exit.LEGAL: Fate.LEGAL}
        return fate if fate == Fate.RESOLVED else changed.get(Exit(case.exit), Fate.PETITIONED)

    def press(self, case: Case) -> None:
        """A reminder."""
        raise NotImplementedError

    def patience_again(self, case: Case) -> None:
        """Patience runs once more."""
        raise NotImplementedError

    def enter(self, case: Case) -> None:
        """The case comes to its pool."""
        raise NotImplementedError

    def stop_waiting(self, case: Case) -> None:
        """Out of the line, or no longer on offer."""
        raise NotImplementedError

    def route(self, case: Case) -> None:
        """To the office in charge."""
        raise NotImplementedError

    def arrive(self, case: Case) -> None:
        """The case arrives where it was sent."""
        raise NotImplementedError

    def end(self, case: Case, fate: Fate) -> None:
        """The case ends."""
        raise NotImplementedError
