//! What of a blueprint shows in time only: instances that come and go, credits, copies behind, queues of jobs.

/// Environments that code runs in, made when they are needed and kept for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdStartBlueprint {
    /// Seconds until a new one works on its first request.
    pub start_s: f64,
    /// Seconds for which one is kept that does nothing.
    pub keep_s: f64,
    /// The most that are made at once.
    pub burst: u32,
    /// How many more may be made each second, up to that.
    pub more_per_s: f64,
    /// Those that are always there.
    pub provisioned: u32,
}

/// How many instances a group should have, by what it sees of its processors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalingPolicy {
    /// Only what is forecast or scheduled.
    None,
    /// As many as would bring the utilisation to a target, 0…1.
    Target(f64),
    /// So many more above a utilisation, and so many fewer below another (0…1).
    Step {
        /// Above this, more.
        above: f64,
        /// How many more.
        add: u32,
        /// Below this, fewer.
        below: f64,
        /// How many fewer.
        remove: u32,
    },
}

/// Capacity that is set at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledBlueprint {
    /// Seconds since the start of the run.
    pub at_s: u32,
    /// Fewest instances from then on.
    pub min: u32,
    /// How many there should be then.
    pub desired: u32,
}

/// How a group of instances follows its load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingBlueprint {
    /// Fewest instances.
    pub min: u32,
    /// Most instances.
    pub max: u32,
    /// What it does by what it sees.
    pub policy: ScalingPolicy,
    /// The utilisation, 0…1, at which forecast load is to be served (predictive scaling); none without a forecast.
    pub forecast_target: Option<f64>,
    /// What is set at a time.
    pub scheduled: Option<ScheduledBlueprint>,
    /// Seconds of one data point of the alarm.
    pub period_s: u32,
    /// Data points in a row above the limit before more are started.
    pub out_after: u32,
    /// Data points in a row below the limit before some are taken away.
    pub in_after: u32,
    /// Seconds from one step to the next at least.
    pub cooldown_s: u32,
    /// Seconds for which a new instance counts as not yet settled: none is taken away meanwhile.
    pub warm_up_s: u32,
    /// Seconds from the start of an instance until it would answer.
    pub start_s: f64,
}

/// CPU credits of each instance, in vCPU-seconds. (I/O credits of a volume likewise, in seconds of the disk at work.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditsBlueprint {
    /// What an instance has as a run begins.
    pub start_s: f64,
    /// What an instance has that is launched later.
    pub launch_s: f64,
    /// Earned a second.
    pub earn_per_s: f64,
    /// The most that are kept.
    pub cap_s: f64,
    /// Whether it goes on at full speed without credits, and the surplus is billed.
    pub unlimited: bool,
    /// How many times as fast its processors are with credits as the blueprint's station, which is that of the long run.
    pub burst: f64,
    /// US dollars for a vCPU-hour of surplus.
    pub surplus_usd: f64,
}

/// How far a copy of data is behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LagBlueprint {
    /// Seconds from a change to its being seen.
    pub lag_s: f64,
    /// Rows that reads and changes go to, each as likely as any other.
    pub rows: f64,
}

/// How a queue keeps jobs and hands them out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueBlueprint {
    /// Seconds after a job was received in which it is hidden; one that is not done by then is handed out again.
    pub visibility_s: f64,
    /// Receives after which a job that is not done goes to the dead-letter queue; none where there is none.
    pub max_receives: Option<u32>,
    /// Share of jobs that fail however often they are tried, 0…1.
    pub poison: f64,
    /// Where jobs are kept in order: how many groups there are, of each of which one is worked on at a time; none where
    /// they are not.
    pub groups: Option<u32>,
    /// Seconds in which a job that is sent once more is kept once only; none where it is kept as often as it is sent.
    pub once_within_s: Option<f64>,
    /// Where calls are limited: how many a second for each action, and how many jobs are sent with one.
    pub calls: Option<(f64, u32)>,
}
