//! The numbers of the workload that a person can edit, each with its range.

use crate::model::workload::Workload;

/// A number of the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Percent of the users active at once.
    ActivePercent,
    /// Requests of an active user a minute.
    RequestsPerMinute,
    /// Peak against average.
    PeakFactor,
    /// Pages in the mix.
    MixPage,
    /// Writes in the mix.
    MixWrite,
    /// Static files in the mix.
    MixStatic,
    /// Uploads in the mix.
    MixUpload,
    /// Reports in the mix.
    MixReport,
    /// When a client gives up, seconds.
    Timeout,
    /// CPU of a page, milliseconds.
    PageCpu,
    /// CPU of a write.
    WriteCpu,
    /// CPU of an upload.
    UploadCpu,
    /// Database reads of a page.
    PageReads,
    /// Database reads of a write.
    WriteReads,
    /// Percent of the reads that a cache may answer.
    Cacheable,
    /// Percent of the reads that a replica may answer.
    ReplicaSafe,
    /// Size of a page, kB.
    PageKb,
    /// Size of a static file, kB.
    StaticKb,
    /// Size of an upload, kB.
    UploadKb,
    /// Background jobs of an upload.
    JobsPerUpload,
    /// CPU of a job, milliseconds.
    JobCpu,
    /// Rows of a report, millions.
    ReportRows,
}

impl Field {
    /// Every field, in the order that the page shows them.
    pub const ALL: [Self; 22] = [
        Self::ActivePercent,
        Self::RequestsPerMinute,
        Self::PeakFactor,
        Self::MixPage,
        Self::MixWrite,
        Self::MixStatic,
        Self::MixUpload,
        Self::MixReport,
        Self::PageCpu,
        Self::WriteCpu,
        Self::UploadCpu,
        Self::PageReads,
        Self::WriteReads,
        Self::Cacheable,
        Self::ReplicaSafe,
        Self::PageKb,
        Self::StaticKb,
        Self::UploadKb,
        Self::JobsPerUpload,
        Self::JobCpu,
        Self::ReportRows,
        Self::Timeout,
    ];

    /// The links of the chain from users to requests a second.
    pub const CHAIN: [Self; 3] = [Self::ActivePercent, Self::RequestsPerMinute, Self::PeakFactor];

    /// A stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ActivePercent => "active_percent",
            Self::RequestsPerMinute => "requests_per_minute",
            Self::PeakFactor => "peak_factor",
            Self::MixPage => "mix_page",
            Self::MixWrite => "mix_write",
            Self::MixStatic => "mix_static",
            Self::MixUpload => "mix_upload",
            Self::MixReport => "mix_report",
            Self::ReportRows => "report_mrows",
            Self::Timeout => "timeout_s",
            Self::PageCpu => "page_cpu_ms",
            Self::WriteCpu => "write_cpu_ms",
            Self::UploadCpu => "upload_cpu_ms",
            Self::PageReads => "page_reads",
            Self::WriteReads => "write_reads",
            Self::Cacheable => "cacheable_percent",
            Self::ReplicaSafe => "replica_safe_percent",
            Self::PageKb => "page_kb",
            Self::StaticKb => "static_kb",
            Self::UploadKb => "upload_kb",
            Self::JobsPerUpload => "jobs_per_upload",
            Self::JobCpu => "job_cpu_ms",
        }
    }

    /// Its value.
    pub fn get(self, workload: &Workload) -> f64 {
        match self {
            Self::ActivePercent => workload.active_percent,
            Self::RequestsPerMinute => workload.requests_per_minute,
            Self::PeakFactor => workload.peak_factor,
            Self::MixPage => f64::from(workload.mix.page),
            Self::MixWrite => f64::from(workload.mix.write),
            Self::MixStatic => f64::from(workload.mix.static_file),
            Self::MixUpload => f64::from(workload.mix.upload),
            Self::MixReport => f64::from(workload.mix.report),
            Self::ReportRows => workload.report_mrows,
            Self::Timeout => workload.timeout_s,
            Self::PageCpu => workload.page_cpu_ms,
            Self::WriteCpu => workload.write_cpu_ms,
            Self::UploadCpu => workload.upload_cpu_ms,
            Self::PageReads => workload.page_reads,
            Self::WriteReads => workload.write_reads,
            Self::Cacheable => workload.cacheable_percent,
            Self::ReplicaSafe => workload.replica_safe_percent,
            Self::PageKb => workload.page_kb,
            Self::StaticKb => workload.static_kb,
            Self::UploadKb => workload.upload_kb,
            Self::JobsPerUpload => workload.jobs_per_upload,
            Self::JobCpu => workload.job_cpu_ms,
        }
    }

    /// Sets it, held inside its range; what is no number changes nothing.
    pub fn set(self, workload: &mut Workload, value: f64) {
        if !value.is_finite() {
            return;
        }
        let (least, most) = self.range();
        let value = value.max(least).min(most);
        let whole = libm::round(value) as u32;
        match self {
            Self::ActivePercent => workload.active_percent = value,
            Self::RequestsPerMinute => workload.requests_per_minute = value,
            Self::PeakFactor => workload.peak_factor = value,
            Self::MixPage => workload.mix.page = whole,
            Self::MixWrite => workload.mix.write = whole,
            Self::MixStatic => workload.mix.static_file = whole,
            Self::MixUpload => workload.mix.upload = whole,
            Self::MixReport => workload.mix.report = whole,
            Self::ReportRows => workload.report_mrows = value,
            Self::Timeout => workload.timeout_s = value,
            Self::PageCpu => workload.page_cpu_ms = value,
            Self::WriteCpu => workload.write_cpu_ms = value,
            Self::UploadCpu => workload.upload_cpu_ms = value,
            Self::PageReads => workload.page_reads = value,
            Self::WriteReads => workload.write_reads = value,
            Self::Cacheable => workload.cacheable_percent = value,
            Self::ReplicaSafe => workload.replica_safe_percent = value,
            Self::PageKb => workload.page_kb = value,
            Self::StaticKb => workload.static_kb = value,
            Self::UploadKb => workload.upload_kb = value,
            Self::JobsPerUpload => workload.jobs_per_upload = value,
            Self::JobCpu => workload.job_cpu_ms = value,
        }
    }

    /// The smallest and the largest value.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::ActivePercent => (0.1, 100.0),
            Self::RequestsPerMinute => (0.1, 600.0),
            Self::PeakFactor => (1.0, 20.0),
            Self::MixPage | Self::MixWrite | Self::MixStatic | Self::MixUpload | Self::MixReport => (0.0, 100.0),
            Self::ReportRows => (0.0, 10_000.0),
            Self::Cacheable | Self::ReplicaSafe => (0.0, 100.0),
            Self::Timeout => (1.0, 300.0),
            Self::PageReads | Self::WriteReads | Self::JobsPerUpload => (0.0, 100.0),
            Self::PageCpu | Self::WriteCpu | Self::UploadCpu | Self::JobCpu => (0.0, 10_000.0),
            Self::PageKb | Self::StaticKb | Self::UploadKb => (0.0, 100_000.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_keeps_what_it_is_given() {
        for field in Field::ALL {
            let mut workload = Workload::default();
            let (least, most) = field.range();
            field.set(&mut workload, least + 1.0);
            assert_eq!(field.get(&workload), least + 1.0, "{field:?}");
            field.set(&mut workload, 1e12);
            assert_eq!(field.get(&workload), most, "{field:?}");
            field.set(&mut workload, f64::NAN);
            assert_eq!(field.get(&workload), most, "{field:?}");
        }
    }

    #[test]
    fn every_default_is_inside_its_range() {
        for field in Field::ALL {
            let (value, (least, most)) = (field.get(&Workload::default()), field.range());
            assert!(value >= least && value <= most, "{field:?}");
        }
    }
}
