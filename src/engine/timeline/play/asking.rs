//! Those who ask, as a fluid: users who think, cohorts that wait and are answered first come first served, cohorts whose
//! client has given up, and those who ask again after a while.
//!
//! A cohort's wait is the horizontal distance between all that came and all that went. An attempt that fails is another
//! one after its client's wait, as long as there is one left; with a share p that fails whatever is done, a request is
//! (1 − pʳ⁺¹) ÷ (1 − p) attempts with r retries.

use std::collections::VecDeque;

use super::fluid::{Late, Waiting};
use super::met::{Met, Rules, Second};
use crate::engine::timeline::breaker::Circuits;
use crate::engine::timeline::clock::nanos;
use crate::engine::timeline::draw::added_up;
use crate::engine::timeline::tally::Cause;

/// Less than this many requests are nobody.
pub(super) const NOBODY: f64 = 1e-9;

/// Rounds after which those who ask agree with those who are refused.
const ROUNDS: u32 = 4;

/// Attempts that came at a time.
#[derive(Clone, Debug)]
struct Cohort {
    /// When the first attempts began, and when these did.
    born_s: f64,
    since_s: f64,
    attempt: usize,
    /// Whether nobody waits for them any more.
    abandoned: bool,
    /// By class.
    amounts: Vec<f64>,
}

impl Cohort {
    fn all(&self) -> f64 {
        self.amounts.iter().sum()
    }
}

/// Who asks and waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    rules: Rules,
    /// Those who wait, oldest first; and how many of them still have a client who does.
    line: VecDeque<Cohort>,
    waiting: f64,
    /// Of each further attempt: those who will make it, by when.
    again: Vec<VecDeque<(f64, Cohort)>>,
    backing_off: f64,
    /// Of each class, in a breaker's trial: when it ends, and whether it is answered.
    trials: Vec<Option<(f64, bool)>>,
    /// Ends of attempts that are less than one, answered and failed.
    owed: Vec<(f64, f64)>,
    /// Ends of a step, and the share of those who come to the line in it that may join it.
    ends: Vec<(f64, f64)>,
    enter: f64,
}

impl Asking {
    pub(super) fn new(rules: Rules) -> Self {
        Self { again: vec![VecDeque::new(); rules.backoff_s.len()], rules, ..Self::default() }
    }

    /// Whether nobody waits, and nobody is to ask again.
    pub(super) fn is_calm(&self) -> bool {
        self.line.is_empty() && self.again.iter().all(VecDeque::is_empty)
    }

    /// Whether clients ask again.
    pub(super) fn retries(&self) -> bool {
        !self.rules.backoff_s.is_empty()
    }

    /// Those who wait and those who will ask again; the latter with the time.
    pub(super) fn who_waits(&self, classes: &[u16]) -> Waiting {
        // What is left of each cohort's fraction goes to the next.
        let mut owed = 0.0;
        let mut whole = |amount: f64| {
            owed += amount;
            let count = libm::floor(owed + NOBODY);
            owed -= count;
            count.max(0.0) as u32
        };
        let waiting = self.line.iter().filter(|cohort| !cohort.abandoned).map(|cohort| (None, cohort));
        let backing_off = self.again.iter().flatten().map(|(due_s, cohort)| (Some(*due_s), cohort));
        let mut sums = vec![0.0; classes.len()];
        let mut groups = VecDeque::new();
        for (due_s, cohort) in waiting.chain(backing_off) {
            sums.iter_mut().zip(&cohort.amounts).for_each(|(sum, amount)| *sum += amount);
            let count = whole(cohort.all());
            if count > 0 {
                let Cohort { born_s, since_s, attempt, .. } = *cohort;
                groups.push_back(Late { born_s, since_s, attempt: attempt as u16, due_s, count });
            }
        }
        let all = sums.iter().sum::<f64>().max(NOBODY);
        Waiting { groups, classes: added_up(sums.iter().map(|sum| sum / all)).zip(classes.iter().copied()).collect() }
    }

    /// A part of a second. Who waits does not ask: that is taken at the step's end, so that no step is too long (implicit
    /// Euler). Those who do not need what is full are answered at once.
    pub(super) fn step(&mut self, met: &Met, circuits: &mut Circuits, (at_s, step_s): (f64, f64), second: &mut Second) {
        let count = met.shares.len();
        self.trials.resize(count, None);
        self.owed.resize(count, (0.0, 0.0));
        self.ends = vec![(0.0, 0.0); count];
        let sent = self.sent(met, circuits, at_s);
        let mut due: Vec<Cohort> =
            (0..self.again.len()).map(|place| self.due(place, at_s + step_s / 2.0, count)).collect();
        let asked = self.asked(met, &sent, &due, step_s);
        second.offered += asked;
        let amounts = met.shares.iter().map(|share| share * asked).collect();
        let first = Cohort { born_s: at_s, since_s: at_s, attempt: 0, abandoned: false, amounts };
        // Of first and further attempts the same share is refused.
        let joins = |cohort: &Cohort| -> f64 {
            (0..count).map(|place| cohort.amounts[place] * joining(met, &sent, place)).sum()
        };
        let many = joins(&first) + due.iter().map(joins).sum::<f64>();
        let room = if met.bound.is_finite() { met.bound + met.most_rps * step_s - self.inside() } else { many };
        self.enter = if many > room { (room / many).max(0.0) } else { 1.0 };
        self.attempt(first, met, &sent, at_s, second);
        for place in 0..due.len() {
            // With a short wait the attempts of this step are among those due.
            let new = self.due(place, at_s + step_s / 2.0, count);
            if let Some(cohort) = due.get_mut(place) {
                let cohort = together(std::mem::replace(cohort, nothing(0, 0)), new);
                self.attempt(Cohort { since_s: at_s, ..cohort }, met, &sent, at_s, second);
            }
        }
        self.serve(met, (at_s, step_s), second);
        self.give_up(met, at_s, second);
        self.judge(met, circuits, at_s);
    }

    /// Whether attempts of each class are sent, by its breaker.
    fn sent(&mut self, met: &Met, circuits: &mut Circuits, at_s: f64) -> Vec<bool> {
        let mut sent = vec![true; met.shares.len()];
        if !circuits.is_any() {
            return sent;
        }
        let now = nanos(at_s);
        for (place, class) in met.classes.iter().enumerate() {
            if let Some((_, done)) = self.trials[place].take_if(|(ends_s, _)| *ends_s <= at_s) {
                circuits.ended(now, *class, true, done);
            }
            let (is_sent, is_trial) = circuits.lets_through(now, *class);
            if is_trial {
                self.trials[place] = Some(self.trial(met, place, at_s));
            }
            sent[place] = is_sent && !is_trial;
        }
        sent
    }

    /// How the one attempt ends that is sent to try: as most of its class would.
    fn trial(&self, met: &Met, place: usize, at_s: f64) -> (f64, bool) {
        let waits = met.waits[place] >= 0.5;
        let full = waits && self.inside() >= met.bound;
        if met.lost.all[place] >= 0.5 || full {
            return (at_s, false);
        }
        let wait_s = if waits { self.work(met) / met.most_rps.max(NOBODY) } else { 0.0 };
        let took_s = wait_s + met.level_s;
        (at_s + took_s.min(self.rules.timeout_s), took_s <= self.rules.timeout_s)
    }

    /// All in the line, and their work.
    fn inside(&self) -> f64 {
        self.line.iter().map(Cohort::all).sum()
    }

    fn work(&self, met: &Met) -> f64 {
        self.line.iter().map(|cohort| work(&cohort.amounts, met)).sum()
    }

    /// Those whose wait before a further attempt is over by a time, together.
    fn due(&mut self, place: usize, by_s: f64, classes: usize) -> Cohort {
        let mut found = nothing(place + 1, classes);
        let Some(again) = self.again.get_mut(place) else { return found };
        while again.front().is_some_and(|(due_s, _)| *due_s <= by_s) {
            let Some((_, cohort)) = again.pop_front() else { break };
            self.backing_off -= cohort.all();
            found = together(found, cohort);
        }
        if self.again.iter().all(VecDeque::is_empty) {
            self.backing_off = 0.0;
        }
        found
    }

    /// How many users ask for the first time.
    fn asked(&self, met: &Met, sent: &[bool], due: &[Cohort], step_s: f64) -> f64 {
        let count = sent.len();
        let stays = |place: usize| if sent[place] { 1.0 - met.lost.all[place] } else { 0.0 };
        let joins = |place: usize| joining(met, sent, place);
        let sum = |of: &dyn Fn(usize) -> f64| (0..count).map(of).sum::<f64>();
        let waits = sum(&|place| met.shares[place] * joins(place));
        let work = sum(&|place| met.shares[place] * joins(place) * met.work[place]);
        let again: f64 = due.iter().map(|cohort| sum(&|place| cohort.amounts[place] * joins(place))).sum();
        let abandoned: f64 =
            self.line.iter().filter(|cohort| cohort.abandoned).map(|cohort| work_of(cohort, met)).sum();
        let each = if waits > 0.0 { work / waits } else { 1.0 };
        let most = (met.most_rps * step_s - abandoned).max(0.0) / each.max(NOBODY);
        let users = (met.users - self.backing_off - due.iter().map(Cohort::all).sum::<f64>()).max(0.0);
        let sent = sum(&|place| met.shares[place] * stays(place));
        let (mut asked, mut refused) = (0.0, 0.0);
        // Who is refused thinks again at once.
        for _ in 0..ROUNDS {
            let cycle_s = met.think_s + met.level_s * (sent - refused);
            let free = self.waiting + again + waits * step_s * users / cycle_s;
            let left = ((free - most) / (1.0 + waits * step_s / cycle_s)).clamp(0.0, met.bound);
            asked = step_s * (users - left).max(0.0) / cycle_s;
            let beyond = (self.waiting + again + waits * asked - most - met.bound).max(0.0);
            refused = if asked > 0.0 { (beyond / asked).min(waits) } else { 0.0 };
        }
        asked
    }

    /// Attempts begin: they are not sent, meet a dead instance, are refused, are answered at once, or join the line.
    fn attempt(&mut self, cohort: Cohort, met: &Met, sent: &[bool], at_s: f64, second: &mut Second) {
        if cohort.all() <= NOBODY {
            return;
        }
        let each = |of: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..sent.len()).map(of).collect() };
        let of = |amounts: Vec<f64>| Cohort { amounts, ..cohort.clone() };
        let cut_off: f64 = (0..sent.len()).filter(|place| !sent[*place]).map(|place| cohort.amounts[place]).sum();
        second.failed[Cause::CircuitOpen as usize] += cut_off;
        let attempts = each(&|place| if sent[place] { cohort.amounts[place] } else { 0.0 });
        second.attempts += attempts.iter().sum::<f64>();
        let stays = |place: usize| attempts[place] * (1.0 - met.lost.all[place]);
        let at_once = each(&|place| stays(place) * (1.0 - met.waits[place]));
        let joins = each(&|place| stays(place) * met.waits[place]);
        let refused = of(joins.iter().map(|amount| amount * (1.0 - self.enter)).collect());
        if cohort.attempt > 0 {
            second.later.push((at_s - cohort.born_s, at_once.iter().sum()));
        }
        for (place, amount) in at_once.iter().enumerate() {
            second.at_once[place] += amount;
            self.ends[place].0 += amount;
        }
        let enters = of(joins.iter().map(|amount| amount * self.enter).collect());
        if enters.all() > NOBODY {
            self.waiting += enters.all();
            self.line.push_back(enters);
        }
        for (cause, shares) in &met.lost.by_cause {
            self.fail(of(each(&|place| attempts[place] * shares[place])), *cause, at_s, second);
        }
        self.fail(refused, Cause::Refused, at_s, second);
    }

    /// Attempts have failed: others follow, or their requests have.
    fn fail(&mut self, cohort: Cohort, cause: Cause, at_s: f64, second: &mut Second) {
        let all = cohort.all();
        if all <= 0.0 {
            return;
        }
        self.ends.iter_mut().zip(&cohort.amounts).for_each(|(ends, amount)| ends.1 += amount);
        match self.rules.backoff_s.get(cohort.attempt).zip(self.again.get_mut(cohort.attempt)) {
            Some((backoff_s, again)) => {
                self.backing_off += all;
                again.push_back((at_s + backoff_s, Cohort { attempt: cohort.attempt + 1, abandoned: false, ..cohort }));
            }
            None => second.failed[cause as usize] += all,
        }
    }

    /// A share of those who were answered in a second was on instances that died.
    pub(super) fn die(&mut self, share: f64, at_s: f64, second: &mut Second) {
        let amounts = second.served.iter().zip(&second.at_once).map(|(one, other)| share * (one + other)).collect();
        second.served.iter_mut().chain(&mut second.at_once).for_each(|amount| *amount *= 1.0 - share);
        self.ends = vec![(0.0, 0.0); second.served.len()];
        let cohort = Cohort { born_s: at_s, since_s: at_s, attempt: 0, abandoned: false, amounts };
        self.fail(cohort, Cause::InstanceDied, at_s, second);
        // A breaker looks at them with those of the next step.
        self.owed.iter_mut().zip(&self.ends).for_each(|(owed, ends)| owed.1 += ends.1);
    }

    /// As many of the line are answered as can be.
    fn serve(&mut self, met: &Met, (at_s, step_s): (f64, f64), second: &mut Second) {
        let mut room = met.most_rps * step_s;
        while let Some(cohort) = self.line.front_mut() {
            let needs = work(&cohort.amounts, met);
            let goes = if needs > room { room / needs } else { 1.0 };
            room -= goes * needs;
            let into = if cohort.abandoned { &mut second.wasted } else { &mut second.served };
            into.iter_mut().zip(&cohort.amounts).for_each(|(sum, amount)| *sum += goes * amount);
            if !cohort.abandoned {
                let count = goes * cohort.all();
                self.waiting -= count;
                second.waits_s += count * (at_s - cohort.since_s);
                if cohort.attempt > 0 {
                    second.later.push((cohort.since_s - cohort.born_s, count));
                }
                self.ends.iter_mut().zip(&cohort.amounts).for_each(|(ends, amount)| ends.0 += goes * amount);
            }
            cohort.amounts.iter_mut().for_each(|amount| *amount *= 1.0 - goes);
            if cohort.all() > NOBODY {
                break;
            }
            self.line.pop_front();
        }
        if self.line.is_empty() {
            self.waiting = 0.0;
        }
    }

    /// Whoever has waited as long as it may gives up.
    fn give_up(&mut self, met: &Met, at_s: f64, second: &mut Second) {
        let longest = (self.rules.timeout_s - met.level_s).max(0.0);
        let over = |cohort: &&Cohort| at_s - cohort.since_s > longest;
        let many = self.line.iter().take_while(over).count();
        let mut gone = Vec::new();
        for cohort in self.line.iter_mut().take(many).filter(|cohort| !cohort.abandoned) {
            gone.push(cohort.clone());
            cohort.abandoned = true;
        }
        if !self.rules.finishes_abandoned {
            self.line.drain(..many);
        }
        for cohort in gone {
            self.waiting = (self.waiting - cohort.all()).max(0.0);
            second.given_up += cohort.all();
            self.fail(cohort, Cause::ClientTimeout, at_s, second);
        }
    }

    /// Breakers look at how the attempts of a step have ended.
    fn judge(&mut self, met: &Met, circuits: &mut Circuits, at_s: f64) {
        if !circuits.is_any() {
            return;
        }
        for ((owed, ends), class) in self.owed.iter_mut().zip(&self.ends).zip(&met.classes) {
            *owed = (owed.0 + ends.0, owed.1 + ends.1);
            let (done, failed) = (libm::floor(owed.0), libm::floor(owed.1));
            *owed = (owed.0 - done, owed.1 - failed);
            circuits.ended_together(nanos(at_s), *class, (done as u32, failed as u32));
        }
    }
}

fn nothing(attempt: usize, classes: usize) -> Cohort {
    Cohort { born_s: 0.0, since_s: 0.0, attempt, abandoned: false, amounts: vec![0.0; classes] }
}

/// Two cohorts of the same attempt as one, born when they were on average.
fn together(one: Cohort, other: Cohort) -> Cohort {
    let (first, second) = (one.all(), other.all());
    let share = if first + second > 0.0 { second / (first + second) } else { 0.0 };
    let amounts = one.amounts.iter().zip(&other.amounts).map(|(one, other)| one + other).collect();
    Cohort { born_s: one.born_s + share * (other.born_s - one.born_s), amounts, ..one }
}

/// The share of a class's attempts that come to the line.
fn joining(met: &Met, sent: &[bool], place: usize) -> f64 {
    if sent[place] { (1.0 - met.lost.all[place]) * met.waits[place] } else { 0.0 }
}

fn work(amounts: &[f64], met: &Met) -> f64 {
    amounts.iter().zip(met.work).map(|(amount, work)| amount * work).sum()
}

fn work_of(cohort: &Cohort, met: &Met) -> f64 {
    work(&cohort.amounts, met)
}
