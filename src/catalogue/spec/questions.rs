//! What parts of a drawing ask each other, and the roles that a server can have.

use serde::Serialize;

/// What a server can be made to do. Several roles on one box share its CPU, memory, disk and network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes HTTP requests and hands the dynamic ones on.
    Web,
    /// Runs the application's code.
    App,
    /// Keeps the relational data.
    Database,
    /// Keeps and serves static and uploaded files.
    Files,
    /// Does the background jobs.
    Worker,
}

impl Role {
    /// Every role, in the order of a request's way.
    pub const ALL: [Self; 5] = [Self::Web, Self::App, Self::Database, Self::Files, Self::Worker];

    /// Its name in files and links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::App => "app",
            Self::Database => "database",
            Self::Files => "files",
            Self::Worker => "worker",
        }
    }

    /// The role with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// One kind of question that one part of a drawing asks another. An edge is possible where the asker's questions
/// meet something that its target answers or passes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// A dynamic HTTP request: a page, a write or an upload.
    Page,
    /// A static file by HTTP.
    Static,
    /// From a web server to the application.
    AppCall,
    /// A query that changes data, or must see the newest.
    DbWrite,
    /// A query that only reads.
    DbRead,
    /// A query that goes through many rows.
    Analyze,
    /// A look-up in a cache beside the database.
    CacheRead,
    /// Keeping an uploaded file.
    StoreFile,
    /// Leaving a job to be done later.
    SendJob,
    /// Handing a job to whoever does it.
    RunJob,
    /// A copy of each change, from a primary to its replica.
    Replicate,
    /// Handing a message to whoever has subscribed.
    Notify,
}

/// What a node, as it is set, asks of others, answers itself, and passes on unanswered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// Questions it has for others.
    pub asks: Vec<Ask>,
    /// Questions it answers.
    pub answers: Vec<Ask>,
    /// Questions it hands to whoever stands behind it.
    pub passes: Vec<Ask>,
}

/// Which roles a node of a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// It has none to choose.
    None,
    /// Any of them may be chosen; a new node has these.
    Chosen(&'static [Role]),
}
