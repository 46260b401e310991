//! Who comes and what they do: the chain users → requests a second, the mix of requests, and the work of each.
//!
//! Every default stands in docs/model.md with its source, or as an assumption; all of them were fixed before the
//! staged story was run for the first time.

use serde::Serialize;

/// The smallest and the largest number of users that the page offers.
pub const USERS: std::ops::RangeInclusive<u32> = 10..=1_000_000;

/// Kinds of requests that users wait for. (Background jobs have no user waiting; see [`Workload::jobs_per_upload`].)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A page made by the application: reads data.
    Page,
    /// A request that changes data.
    Write,
    /// A static file.
    Static,
    /// A file sent by the user.
    Upload,
    /// A page with figures over many rows.
    Report,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Page, Self::Write, Self::Static, Self::Upload, Self::Report];

    /// Its name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Write => "write",
            Self::Static => "static",
            Self::Upload => "upload",
            Self::Report => "report",
        }
    }
}

/// How many of a hundred requests are of each class. Need not add to 100: shares are taken of the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mix {
    /// Pages.
    pub page: u32,
    /// Writes.
    pub write: u32,
    /// Static files.
    #[serde(rename = "static")]
    pub static_file: u32,
    /// Uploads.
    pub upload: u32,
    /// Reports; none unless the user asks for them.
    #[serde(skip_serializing_if = "is_none")]
    pub report: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_none(weight: &u32) -> bool {
    *weight == 0
}

impl Default for Mix {
    fn default() -> Self {
        Self { page: 30, write: 9, static_file: 60, upload: 1, report: 0 }
    }
}

impl Mix {
    /// The share of a class, 0…1; 0 for all where the mix is empty.
    pub fn share(&self, class: Class) -> f64 {
        let total: u64 = Class::ALL.into_iter().map(|class| u64::from(self.weight(class))).sum();
        if total == 0 { 0.0 } else { f64::from(self.weight(class)) / total as f64 }
    }

    const fn weight(&self, class: Class) -> u32 {
        match class {
            Class::Page => self.page,
            Class::Write => self.write,
            Class::Static => self.static_file,
            Class::Upload => self.upload,
            Class::Report => self.report,
        }
    }
}

/// How well the queries are written: a multiplier on the work of a read (docs/model.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryQuality {
    /// Point and short range reads by key only, as in the benchmark: × 1.
    Tuned,
    /// Indexed, with joins and sorting: × 5 (assumption).
    #[default]
    Indexed,
    /// Without the index they need: × 50 (assumption).
    Unindexed,
}

impl QueryQuality {
    /// Every quality, best first.
    pub const ALL: [Self; 3] = [Self::Tuned, Self::Indexed, Self::Unindexed];

    /// Its name in files and links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Tuned => "tuned",
            Self::Indexed => "indexed",
            Self::Unindexed => "unindexed",
        }
    }

    /// The quality with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quality| quality.id() == id)
    }

    /// The multiplier on the CPU and disk work of a read.
    pub const fn factor(self) -> f64 {
        match self {
            Self::Tuned => 1.0,
            Self::Indexed => 5.0,
            Self::Unindexed => 50.0,
        }
    }
}

/// Millions of rows of a report's query, unless the user says otherwise (assumption).
pub const REPORT_MROWS: f64 = 10.0;

/// Who comes and what they do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Workload {
    /// Users of the service in all.
    pub users: u32,
    /// Percent of them active at the same time.
    pub active_percent: f64,
    /// Requests of one active user a minute.
    pub requests_per_minute: f64,
    /// Peak against average.
    pub peak_factor: f64,
    /// The mix of request classes.
    pub mix: Mix,
    /// A client gives up after this many seconds.
    pub timeout_s: f64,
    /// CPU work of one page in the application, milliseconds of the reference vCPU.
    pub page_cpu_ms: f64,
    /// The same of one write.
    pub write_cpu_ms: f64,
    /// The same of one upload.
    pub upload_cpu_ms: f64,
    /// Database reads of one page.
    pub page_reads: f64,
    /// Database reads of one write (its one writing transaction comes on top).
    pub write_reads: f64,
    /// How well the queries are written.
    pub query_quality: QueryQuality,
    /// Percent of reads that a cache may answer.
    pub cacheable_percent: f64,
    /// Percent of reads that a replica may answer, a moment late.
    pub replica_safe_percent: f64,
    /// Size of a page, kB (1,000 bytes).
    pub page_kb: f64,
    /// Size of a static file, kB.
    pub static_kb: f64,
    /// Size of an upload, kB.
    pub upload_kb: f64,
    /// Background jobs that each upload starts.
    pub jobs_per_upload: f64,
    /// CPU work of one job, milliseconds of the reference vCPU.
    pub job_cpu_ms: f64,
    /// Rows that the query of one report goes through, millions.
    pub report_mrows: f64,
}

impl Default for Workload {
    fn default() -> Self {
        Self {
            users: 10,
            active_percent: 10.0,
            requests_per_minute: 20.0,
            peak_factor: 2.0,
            mix: Mix::default(),
            timeout_s: 30.0,
            page_cpu_ms: 17.2,
            write_cpu_ms: 10.3,
            upload_cpu_ms: 6.9,
            page_reads: 5.0,
            write_reads: 2.0,
            query_quality: QueryQuality::default(),
            cacheable_percent: 80.0,
            replica_safe_percent: 70.0,
            page_kb: 30.0,
            static_kb: 40.0,
            upload_kb: 1000.0,
            jobs_per_upload: 1.0,
            job_cpu_ms: 200.0,
            report_mrows: REPORT_MROWS,
        }
    }
}

impl Workload {
    /// Users active at once: users × active share.
    pub fn active_users(&self, users: f64) -> f64 {
        users * self.active_percent / 100.0
    }

    /// Mean think time of an active user, seconds: 60 ÷ (requests a minute × peak factor); infinite where they ask nothing.
    pub fn think_s(&self) -> f64 {
        60.0 / (self.requests_per_minute * self.peak_factor)
    }

    /// Demanded requests a second: active users ÷ think time.
    pub fn demanded_rps(&self, users: f64) -> f64 {
        self.active_users(users) * self.requests_per_minute * self.peak_factor / 60.0
    }
}
