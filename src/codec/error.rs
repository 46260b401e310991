//! What can be wrong with a link or a file.

/// Why a link or a file was not opened. The drawing that was open before stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// There is no drawing in this text. The user copied something else, or only a part of the address.
    #[error("there is no drawing in this link")]
    NotALink,
    /// It was made by a newer Headroom. The user reloads the page or updates the program.
    #[error("made by a newer version of Headroom (form {version}, this one reads up to {known})")]
    FutureVersion {
        /// The version of its form.
        version: u32,
        /// The newest version that this program reads.
        known: u32,
    },
    /// It names a version that never was. Whoever made the link or file mends it.
    #[error("there is no form {version} of a drawing")]
    UnknownVersion {
        /// What stands there.
        version: u32,
    },
    /// It ends too early. The user copies it again, whole.
    #[error("the link is cut off: copy it again, whole")]
    Truncated,
    /// It was changed on the way. The user copies it again from where it was made.
    #[error("the link is damaged: it was changed on the way")]
    Damaged,
    /// It is longer, packed or unpacked, than any drawing. Whoever made it did so by hand or in bad faith.
    #[error("larger than any drawing (limit {limit} bytes)")]
    TooLarge {
        /// The limit that it passes, bytes.
        limit: usize,
    },
    /// It is not the JSON of a drawing. Whoever wrote the file mends it at the place.
    #[error("not the JSON of a drawing (line {line}, column {column}): {problem}")]
    Malformed {
        /// Line in the JSON, from 1.
        line: usize,
        /// Column in that line, from 1, in letters.
        column: usize,
        /// What is wrong, in English.
        problem: String,
    },
    /// There are more of something than a drawing may have. Whoever made it takes some out.
    #[error("too many {what}: {count} (limit {limit})")]
    TooMany {
        /// Of what: a key of the form, such as `nodes`.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A value is outside what makes sense. Whoever wrote it mends it at the place.
    #[error("{place} has a value that makes no sense")]
    BadValue {
        /// Where, such as `workload.page_kb` or `nodes.3.name`.
        place: String,
    },
}
