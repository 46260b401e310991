//! The page in English.

use super::strings::Strings;
use crate::catalogue::spec::{Ask, Group, Resource, Role};
use crate::editor::status::Status;
use crate::editor::workload_field::Field;
use crate::model::workload::QueryQuality;

/// English.
pub static EN: Strings = Strings {
    untitled: "Untitled drawing",
    drawing_name: "Name of the drawing",
    region: "Region",
    file: "File",
    new: "New drawing",
    open: "Open a file…",
    save: "Save as JSON",
    story: "Story",
    more_menu: "Files and story",
    undo: "Undo",
    redo: "Redo",
    language: "Language",
    theme: "Theme",
    light: "Light",
    dark: "Dark",
    contrast: "High contrast",
    share: "Share",
    close: "Close",
    settings_tab: "Settings",

    users: "Users",
    users_unit: "users",
    users_in_chain: "users",
    users_entry: "Number of users",
    play: "Grow to 1,000,000",
    pause: "Stop growing",
    requests_per_s: "requests/s",
    per_s: "/s",
    in_flight: "in flight",
    knee: "knee",

    results: "Results",
    change_since: "Change since",
    no_change: "No edits yet",
    no_change_hint: "Drag a tier in, or grow the users.",
    undo_this: "Undo this edit",
    latency_p99: "Latency p99",
    throughput: "Throughput",
    errors: "errors",
    time_out: "fail",
    throttled: "throttled",
    bottleneck: "Bottleneck",
    no_bottleneck: "None",
    headroom: "headroom",
    cost_per_month: "Cost per month",
    per_month: "/month",
    unchanged: "limit unchanged",
    past_limit: "past its limit",
    no_result: "No result",
    better: "better",
    worse: "worse",

    tiers: "Tiers",
    find_tier: "Find a tier",
    no_tier: "No tier of that name.",
    add: "Add",

    drawing: "Drawing",
    diagram: "Diagram",
    table: "Table",
    view: "View",
    zoom_in: "Zoom in",
    zoom_out: "Zoom out",
    fit: "Fit the drawing",
    minimap: "Minimap",
    keys_hint: "Tab goes from part to part. Enter selects, arrows move, C connects, X fails it in time, Delete removes.",
    connecting_hint: "Choose the part to connect to. Escape gives up.",
    empty_title: "Start with one server",
    empty_text: "Drop a server here. Web, app, database and files share it until you split them out.",
    no_traffic: "no traffic",
    waiting: "wait",
    fail: "fail",
    hits: "hits",
    zone: "Zone",

    node: "Part",
    service: "Service",
    state: "State",
    fullest: "Fullest resource",
    utilisation: "Utilisation",
    rate: "Rate",
    from: "From",
    to: "To",
    nodes: "Parts",
    connections: "Connections",
    limit_column: "Limit, users",

    inspector: "Inspector",
    nothing_selected: "Workload",
    why: "Why",
    live: "Live",
    settings: "Settings",
    roles: "Roles on this box",
    split_out: "Split out",
    zones: "Zones",
    cost: "Cost",
    no_cost: "This part costs nothing.",
    about: "About",
    price_list: "prices of",
    assumption: "assumption",
    name: "Name",
    delete: "Delete",
    remove: "Remove",
    connect_to: "Connect to",
    choose: "Choose…",
    asked_by: "Asked by",
    asks: "Asks",
    workload: "Workload",
    chain: "From users to requests",
    mix: "Mix of 100 requests",
    queries: "Queries",
    more_workload: "Work of each request",
    less: "One less",
    more: "One more",
    on: "on",
    off: "off",
    not_offered: "not offered in this region",
    notes: "How it is modelled",
    problems: "What is missing",
    connection: "Connection",

    analysis: "Analysis",
    growth: "Growth",
    steady: "steady state",
    seed: "seed",
    as_table: "The curves as a table",
    users_axis: "Users",

    share_title: "Share this drawing",
    share_text: "The link holds every setting and the users. It opens the same numbers anywhere, and nothing is sent to a server.",
    link: "Link",
    copy: "Copy",
    copied: "Copied",
    done: "Done",
    dismiss: "Dismiss",
    load_it: "Load it",
    keep_mine: "Keep mine",

    nav: "Sections",

    group,
    resource,
    status,
    role,
    ask,
    field,
    field_unit,
    quality,
};

const fn group(group: Group) -> &'static str {
    match group {
        Group::People => "Users",
        Group::Edge => "Edge",
        Group::Compute => "Compute",
        Group::Data => "Data",
        Group::Messaging => "Messaging",
    }
}

const fn resource(resource: Resource) -> &'static str {
    match resource {
        Resource::Cpu => "CPU",
        Resource::DiskIops => "disk IOPS",
        Resource::Network => "network",
        Resource::Requests => "request limit",
        Resource::ReadCapacity => "read capacity",
        Resource::WriteCapacity => "write capacity",
        Resource::Scan => "scan rate",
        Resource::WorkerSlots => "worker slots",
        Resource::Connections => "connections",
        Resource::QuerySlots => "query slots",
        Resource::Concurrency => "concurrency",
        Resource::Batches => "batches at once",
        Resource::MessageGroups => "message groups",
        Resource::Memory => "memory",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Idle => "idle",
        Status::Healthy => "healthy",
        Status::Draining => "draining",
        Status::Booting => "starting",
        Status::Warm => "warm",
        Status::Saturated => "saturated",
        Status::Failing => "failing",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Web => "web",
        Role::App => "app",
        Role::Database => "database",
        Role::Files => "files",
        Role::Worker => "worker",
    }
}

const fn ask(ask: Ask) -> &'static str {
    match ask {
        Ask::Page => "pages",
        Ask::Static => "static files",
        Ask::AppCall => "application calls",
        Ask::DbWrite => "database writes",
        Ask::DbRead => "database reads",
        Ask::Analyze => "reports",
        Ask::CacheRead => "cache look-ups",
        Ask::StoreFile => "file uploads",
        Ask::SendJob => "jobs to keep",
        Ask::RunJob => "jobs to do",
        Ask::Replicate => "copies of changes",
        Ask::Notify => "messages to hand out",
    }
}

const fn field(field: Field) -> &'static str {
    match field {
        Field::ActivePercent => "Active at once",
        Field::RequestsPerMinute => "Requests of each",
        Field::PeakFactor => "Peak factor",
        Field::MixPage => "Pages",
        Field::MixWrite => "Writes",
        Field::MixStatic => "Static files",
        Field::MixUpload => "Uploads",
        Field::MixReport => "Reports",
        Field::ReportRows => "Rows of a report",
        Field::Timeout => "Client gives up after",
        Field::PageCpu => "CPU of a page",
        Field::WriteCpu => "CPU of a write",
        Field::UploadCpu => "CPU of an upload",
        Field::PageReads => "Reads of a page",
        Field::WriteReads => "Reads of a write",
        Field::Cacheable => "Cacheable reads",
        Field::ReplicaSafe => "Replica-safe reads",
        Field::PageKb => "Size of a page",
        Field::StaticKb => "Size of a static file",
        Field::UploadKb => "Size of an upload",
        Field::JobsPerUpload => "Jobs of an upload",
        Field::JobCpu => "CPU of a job",
    }
}

const fn field_unit(field: Field) -> &'static str {
    match field {
        Field::ActivePercent | Field::Cacheable | Field::ReplicaSafe => "%",
        Field::RequestsPerMinute => "a minute",
        Field::PeakFactor => "×",
        Field::Timeout => "s",
        Field::PageCpu | Field::WriteCpu | Field::UploadCpu | Field::JobCpu => "ms",
        Field::PageKb | Field::StaticKb | Field::UploadKb => "kB",
        Field::MixPage | Field::MixWrite | Field::MixStatic | Field::MixUpload | Field::MixReport => "",
        Field::ReportRows => "M",
        Field::PageReads | Field::WriteReads | Field::JobsPerUpload => "",
    }
}

const fn quality(quality: QueryQuality) -> &'static str {
    match quality {
        QueryQuality::Tuned => "Tuned: by key only (× 1)",
        QueryQuality::Indexed => "Indexed: joins, sorting (× 5)",
        QueryQuality::Unindexed => "Without an index (× 50)",
    }
}
