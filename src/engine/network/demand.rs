//! The work that a question puts on whoever answers it: the one basis of all service demands (docs/model.md).

use crate::catalogue::spec::{Ask, Blueprint, Role, Work};
use crate::model::topology::Part;
use crate::model::workload::{Class, Workload};

/// CPU seconds of the reference vCPU for one static file: 1 ÷ 32,303 files a second measured on a vCPU of m5.large.
pub const STATIC_CPU_S: f64 = 1.0 / 32_303.0;

/// CPU seconds for handing one dynamic request on: taken as twice a static file, once in and once out (assumption).
pub const PROXY_CPU_S: f64 = 2.0 * STATIC_CPU_S;

/// CPU seconds of a point or short range read: 10,695 a second measured on a vCPU of c5.large, whose vCPU is 1.148
/// times the reference.
pub const READ_CPU_S: f64 = 1.148 / 10_695.0;

/// CPU seconds of a writing transaction: 4,198 a second measured on the four vCPUs of db.m5.xlarge.
pub const WRITE_CPU_S: f64 = 4.0 / 4_198.0;

/// Disk operations of a writing transaction: 446 a second measured where the volume gave 1,000 operations a second.
pub const WRITE_DISK_OPS: f64 = 1_000.0 / 446.0;

/// Disk operations of a point read: one read in a hundred is not in memory (assumption).
pub const READ_DISK_OPS: f64 = 0.01;

/// Bytes of one disk operation at most: what the volume counts as one.
pub const DISK_OP_BYTES: f64 = 262_144.0;

/// Bytes of a query's result (assumption).
pub const QUERY_BYTES: f64 = 2_000.0;

/// Bytes of the answer to a write or an upload (assumption).
pub const REPLY_BYTES: f64 = 2_000.0;

/// Rows that a reference vCPU goes through a second in a database that keeps rows (assumption).
pub const SCAN_ROWS_PER_S: f64 = 2e6;

/// Bytes of a row on disk (assumption).
pub const ROW_BYTES: f64 = 100.0;

/// Bytes that a unit of read capacity reads where they may be late: twice 4 KiB.
const READ_UNIT_BYTES: f64 = 2.0 * 4_096.0;

const KB: f64 = 1_000.0;

/// Bytes that users get for a request of a class, and bytes that they send with it.
pub fn user_bytes(workload: &Workload, class: Class) -> (f64, f64) {
    match class {
        Class::Page | Class::Report => (workload.page_kb * KB, 0.0),
        Class::Write => (REPLY_BYTES, 0.0),
        Class::Static => (workload.static_kb * KB, 0.0),
        Class::Upload => (REPLY_BYTES, workload.upload_kb * KB),
    }
}

/// Bytes that an asked question and its answer take between two nodes, in both directions together. A copy of a change
/// is not charged for, and a job's message is not modelled.
pub fn exchanged_bytes(ask: Ask, (out_bytes, sent_bytes): (f64, f64)) -> f64 {
    match ask {
        Ask::Page | Ask::Static | Ask::AppCall => out_bytes + sent_bytes,
        Ask::DbRead | Ask::DbWrite | Ask::CacheRead | Ask::Analyze => QUERY_BYTES,
        Ask::StoreFile => sent_bytes,
        Ask::SendJob | Ask::RunJob | Ask::Notify | Ask::Replicate => 0.0,
    }
}

/// Work of a node in answering a question of a class, without what it asks of others for it.
/// `inline_jobs` are jobs that the application does while the user waits.
pub fn work(part: &Part, ask: Ask, class: Class, workload: &Workload, inline_jobs: f64) -> Work {
    if let Some(work) = handled(&part.blueprint, ask) {
        return work;
    }
    let (out, _) = user_bytes(workload, class);
    match ask {
        Ask::Page => {
            let here = part.ports.answers.contains(&Ask::AppCall);
            let app = if here { app_cpu_s(workload, class, inline_jobs) } else { 0.0 };
            let proxy = if part.roles.contains(&Role::Web) { PROXY_CPU_S } else { 0.0 };
            Work { cpu_s: app + proxy, bytes: out, ..Work::default() }
        }
        Ask::AppCall => Work { cpu_s: app_cpu_s(workload, class, inline_jobs), bytes: out, ..Work::default() },
        Ask::Static => Work { cpu_s: STATIC_CPU_S, bytes: out, requests: 1.0, ..Work::default() },
        Ask::StoreFile => Work {
            cpu_s: STATIC_CPU_S,
            disk_ops: workload.upload_kb * KB / DISK_OP_BYTES,
            requests: 1.0,
            ..Work::default()
        },
        Ask::DbRead => {
            let quality = workload.query_quality.factor();
            Work {
                cpu_s: READ_CPU_S * quality,
                disk_ops: READ_DISK_OPS * quality,
                bytes: QUERY_BYTES,
                ..Work::default()
            }
        }
        Ask::Analyze => scan(workload.report_mrows * 1e6),
        Ask::DbWrite | Ask::Replicate => {
            let share = part.blueprint.copy_share.filter(|_| ask == Ask::Replicate).unwrap_or(1.0);
            Work { cpu_s: WRITE_CPU_S * share, disk_ops: WRITE_DISK_OPS, bytes: QUERY_BYTES, ..Work::default() }
        }
        Ask::CacheRead => Work { cpu_s: READ_CPU_S, bytes: QUERY_BYTES, ..Work::default() },
        Ask::RunJob | Ask::Notify => Work { cpu_s: workload.job_cpu_ms / 1_000.0, ..Work::default() },
        Ask::SendJob => Work { requests: 1.0, ..Work::default() },
    }
}

/// Going through so many rows from the disk, whichever of these a node has a limit of.
fn scan(rows: f64) -> Work {
    let bytes = rows * ROW_BYTES;
    Work {
        cpu_s: rows / SCAN_ROWS_PER_S,
        disk_ops: bytes / DISK_OP_BYTES,
        bytes: QUERY_BYTES,
        read_units: bytes / READ_UNIT_BYTES,
        rows,
        ..Work::default()
    }
}

/// Work of a node in passing a question on.
pub fn passing_work(part: &Part, ask: Ask, class: Class, workload: &Workload) -> Work {
    handled(&part.blueprint, ask).unwrap_or_else(|| {
        let (out, _) = user_bytes(workload, class);
        Work { bytes: out, requests: 1.0, ..Work::default() }
    })
}

fn handled(blueprint: &Blueprint, ask: Ask) -> Option<Work> {
    blueprint.handles.iter().find(|(kind, _)| *kind == ask).map(|(_, work)| *work)
}

fn app_cpu_s(workload: &Workload, class: Class, inline_jobs: f64) -> f64 {
    let own_ms = match class {
        Class::Page | Class::Report => workload.page_cpu_ms,
        Class::Write => workload.write_cpu_ms,
        Class::Upload => workload.upload_cpu_ms,
        Class::Static => 0.0,
    };
    (own_ms + inline_jobs * workload.job_cpu_ms) / 1_000.0
}
