//! Remarks of a service on how it is modelled.

/// A remark of a service on how it is modelled, as a code with numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// Burstable type, unlimited: full speed; above the baseline (share of a vCPU) surplus credits are billed.
    BurstUnlimited {
        /// Baseline, share of each vCPU.
        baseline: f64,
    },
    /// Burstable type, standard: the long run has only the baseline; bursts are faster until credits end.
    BurstStandard {
        /// Baseline, share of each vCPU.
        baseline: f64,
    },
    /// Fewer worker slots fit in memory than were set.
    MemoryCapsSlots {
        /// How many fit.
        fits: u32,
    },
    /// The speed of this type is an assumption: no measurement of its family.
    SpeedAssumed,
    /// The type is of the previous generation: AWS has newer ones.
    PreviousGeneration,
    /// Not all of its vCPUs do work: its processes are too few, or its work is not parallel enough.
    CoresIdle {
        /// Cores' work that is done.
        used: f64,
        /// vCPUs.
        of: u32,
    },
    /// A volume that is faster until its I/O credits end.
    DiskBurst {
        /// Operations a second in the long run.
        iops: f64,
        /// Operations a second with credits.
        burst: f64,
        /// Minutes from a full bucket to its end.
        minutes: f64,
    },
    /// What is on the instance store is lost when the instance stops.
    StoreIsLost,
    /// The type has no instance store; it has a volume instead.
    NoStore,
}
