//! Queues of several servers with general service, first come first served, simulated customer by customer: the
//! recursion of Kiefer and Wolfowitz, which needs no calendar. It shares no code with the engine that it referees.

/// How the services of a referee's system are distributed; all have mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Work {
    /// Always 1.
    Deterministic,
    /// A sum of so many exponentials.
    Erlang(u32),
    /// Two exponentials with balanced means, by the squared coefficient of variation.
    Hyperexponential(f64),
    /// The exponential of a normal, by the squared coefficient of variation.
    LogNormal(f64),
}

/// A system: services, servers and utilisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct System {
    pub(crate) work: Work,
    pub(crate) servers: u32,
    pub(crate) utilisation: f64,
}

/// Services, servers, and utilisations with the customers that are counted at each: what is simulated for
/// tests/fixtures/general_service.csv, chosen before the first comparison.
const WORKS: [(&str, Work); 8] = [
    ("D", Work::Deterministic),
    ("E2", Work::Erlang(2)),
    ("E5", Work::Erlang(5)),
    ("H2 2", Work::Hyperexponential(2.0)),
    ("H2 8", Work::Hyperexponential(8.0)),
    ("LN 0.5", Work::LogNormal(0.5)),
    ("LN 2", Work::LogNormal(2.0)),
    ("LN 6", Work::LogNormal(6.0)),
];
const SERVERS: [u32; 7] = [1, 2, 3, 6, 12, 32, 100];
const UTILISATIONS: [(f64, u64); 5] =
    [(0.3, 7_500_000), (0.6, 20_000_000), (0.8, 50_000_000), (0.9, 110_000_000), (0.97, 250_000_000)];

/// The seed of the first system; each further one has the next. Fixed before the first run.
const FIRST_SEED: u64 = 20_261_121_000;

/// A line of the fixture to be made.
pub(crate) struct Task {
    name: &'static str,
    system: System,
    customers: u64,
    seed: u64,
}

/// All lines of tests/fixtures/general_service.csv in their order.
pub(crate) fn tasks() -> Vec<Task> {
    grid(&WORKS, &SERVERS, &UTILISATIONS, FIRST_SEED)
}

/// All lines of tests/fixtures/general_service_later.csv: systems that were simulated when the method had its last
/// form, and compared with it only then.
pub(crate) fn later_tasks() -> Vec<Task> {
    let works = [
        ("H2 5", Work::Hyperexponential(5.0)),
        ("E3", Work::Erlang(3)),
        ("LN 1", Work::LogNormal(1.0)),
        ("LN 3", Work::LogNormal(3.0)),
        ("LN 6", Work::LogNormal(6.0)),
    ];
    grid(&works, &[5, 9, 24], &[(0.7, 15_000_000), (0.92, 40_000_000)], 20_261_122_001)
}

fn grid(works: &[(&'static str, Work)], servers: &[u32], loads: &[(f64, u64)], first_seed: u64) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (name, work) in works {
        for servers in servers {
            for (utilisation, customers) in loads {
                let system = System { work: *work, servers: *servers, utilisation: *utilisation };
                tasks.push(Task { name, system, customers: *customers, seed: first_seed + tasks.len() as u64 });
            }
        }
    }
    tasks
}

/// The fixture's first line.
pub(crate) fn head() -> String {
    "service,servers,utilisation,customers".to_owned() + &NUMBERS.map(|name| format!(",{name},±")).concat()
}

impl Task {
    /// The line: each number with half the width of its interval.
    pub(crate) fn line(&self) -> String {
        let Self { name, system, customers, seed } = self;
        let found = run(*system, *customers, *seed);
        let numbers: String = found.iter().map(|(value, half)| format!(",{value:.6},{half:.6}")).collect();
        format!("{name},{},{},{customers}{numbers}", system.servers, system.utilisation)
    }
}

/// Names of what [`run`] estimates, in its order: the share that waits, the mean wait, percentiles of the response time
/// and of the wait.
const NUMBERS: [&str; 8] = ["Pw", "Wq", "T50", "T95", "T99", "W50", "W95", "W99"];

/// Batches of a run, and Student's 97.5 % point for one fewer.
const BATCHES: u64 = 20;
const STUDENT: f64 = 2.093;

/// Bins for each doubling of a time, and doublings from the shortest told apart.
const PER_OCTAVE: f64 = 512.0;
const OCTAVES: f64 = 32.0;
const SHORTEST: f64 = 1e-5;

/// Simulates so many customers after a tenth as many that are not counted; of each number the estimate and half the
/// width of its 95 % interval by batch means.
pub(crate) fn run(system: System, customers: u64, seed: u64) -> [(f64, f64); 8] {
    let mut draws = Draws::new(seed);
    let mut queue = Queue { free: vec![0.0; system.servers as usize], now: 0.0 };
    let gap = 1.0 / (system.utilisation * f64::from(system.servers));
    let mut next = |tally: Option<&mut Tally>| {
        let work = draws.work(system.work);
        let wait = queue.wait(gap * draws.exponential(), work);
        if let Some(tally) = tally {
            tally.add(wait, wait + work);
        }
    };
    (0..customers / 10).for_each(|_| next(None));
    let mut all = Tally::new();
    let batches: Vec<[f64; 8]> = (0..BATCHES)
        .map(|_| {
            let mut tally = Tally::new();
            (0..customers / BATCHES).for_each(|_| next(Some(&mut tally)));
            all.join(&tally);
            tally.numbers()
        })
        .collect();
    let pooled = all.numbers();
    std::array::from_fn(|which| {
        let mean = batches.iter().map(|batch| batch[which]).sum::<f64>() / BATCHES as f64;
        let squares: f64 = batches.iter().map(|batch| (batch[which] - mean) * (batch[which] - mean)).sum();
        (pooled[which], STUDENT * (squares / ((BATCHES - 1) * BATCHES) as f64).sqrt())
    })
}

/// When each server is free next, as a heap with the earliest on top.
struct Queue {
    free: Vec<f64>,
    now: f64,
}

impl Queue {
    /// The wait of the next customer, who comes a gap later and needs so much work.
    fn wait(&mut self, gap: f64, work: f64) -> f64 {
        self.now += gap;
        let start = self.free[0].max(self.now);
        let wait = start - self.now;
        self.replace_first(start + work);
        if self.now > 1e6 {
            // Times stay small, so that their differences stay exact enough.
            let now = std::mem::replace(&mut self.now, 0.0);
            self.free.iter_mut().for_each(|time| *time -= now);
        }
        wait
    }

    fn replace_first(&mut self, time: f64) {
        let (mut at, count) = (0, self.free.len());
        loop {
            let mut child = 2 * at + 1;
            if child >= count {
                break;
            }
            if child + 1 < count && self.free[child + 1] < self.free[child] {
                child += 1;
            }
            if self.free[child] >= time {
                break;
            }
            self.free[at] = self.free[child];
            at = child;
        }
        self.free[at] = time;
    }
}

/// What a batch has seen.
struct Tally {
    count: u64,
    waits: u64,
    sum: f64,
    wait: Vec<u32>,
    response: Vec<u32>,
}

impl Tally {
    fn new() -> Self {
        let bins = (PER_OCTAVE * OCTAVES) as usize + 1;
        Self { count: 0, waits: 0, sum: 0.0, wait: vec![0; bins], response: vec![0; bins] }
    }

    fn add(&mut self, wait: f64, response: f64) {
        self.count += 1;
        self.response[bin(response)] += 1;
        if wait > 0.0 {
            self.waits += 1;
            self.sum += wait;
            self.wait[bin(wait)] += 1;
        }
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.waits += other.waits;
        self.sum += other.sum;
        self.wait.iter_mut().zip(&other.wait).for_each(|(all, more)| *all += more);
        self.response.iter_mut().zip(&other.response).for_each(|(all, more)| *all += more);
    }

    fn numbers(&self) -> [f64; 8] {
        let count = self.count as f64;
        let response = |level: f64| quantile(&self.response, level * count);
        let at_once = count - self.waits as f64;
        let wait =
            |level: f64| if level * count <= at_once { 0.0 } else { quantile(&self.wait, level * count - at_once) };
        [
            self.waits as f64 / count,
            self.sum / count,
            response(0.5),
            response(0.95),
            response(0.99),
            wait(0.5),
            wait(0.95),
            wait(0.99),
        ]
    }
}

/// The bin of a time. Between powers of two bins are equally wide, so that no logarithm is needed.
fn bin(time: f64) -> usize {
    let scaled = (time / SHORTEST).max(1.0);
    let bits = scaled.to_bits();
    let octave = ((bits >> 52) as f64) - 1023.0;
    let within = (bits & ((1 << 52) - 1)) as f64 / (1u64 << 52) as f64;
    (((octave + within) * PER_OCTAVE) as usize).min((PER_OCTAVE * OCTAVES) as usize)
}

/// The time below which `rank` of the counted lie, evenly within a bin.
fn quantile(bins: &[u32], rank: f64) -> f64 {
    let mut below = 0.0;
    for (index, count) in bins.iter().enumerate() {
        let count = f64::from(*count);
        if count > 0.0 && below + count >= rank {
            let place = (index as f64 + (rank - below) / count) / PER_OCTAVE;
            let octave = place.floor();
            return SHORTEST * libm::exp2(octave) * (1.0 + place - octave);
        }
        below += count;
    }
    f64::NAN
}

/// Random numbers: xoshiro256++ (Blackman & Vigna 2019), seeded by splitmix64.
struct Draws {
    state: [u64; 4],
    spare: Option<f64>,
}

impl Draws {
    fn new(seed: u64) -> Self {
        let mut at = seed;
        let state = std::array::from_fn(|_| {
            at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let word = (at ^ (at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ (word >> 31)
        });
        Self { state, spare: None }
    }

    /// Evenly from just above 0 up to 1.
    fn share(&mut self) -> f64 {
        let [a, b, c, d] = self.state;
        let word = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        ((word >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -libm::log(self.share())
    }

    /// By Box and Muller, two at a time.
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (2.0 * self.exponential()).sqrt();
        let (sin, cos) = libm::sincos(2.0 * std::f64::consts::PI * self.share());
        self.spare = Some(radius * sin);
        radius * cos
    }

    fn work(&mut self, work: Work) -> f64 {
        match work {
            Work::Deterministic => 1.0,
            Work::Erlang(phases) => {
                let product: f64 = (0..phases).map(|_| self.share()).product();
                -libm::log(product) / f64::from(phases)
            }
            Work::Hyperexponential(scv) => {
                let first = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
                let of = if self.share() < first { first } else { 1.0 - first };
                self.exponential() / (2.0 * of)
            }
            Work::LogNormal(scv) => {
                let variance = libm::log1p(scv);
                libm::exp(variance.sqrt() * self.normal() - variance / 2.0)
            }
        }
    }
}
