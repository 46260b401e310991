//! What the last edit did to the limit: raised it, left it, or lowered it.

use crate::engine::report::{Bottleneck, Report};

/// Limits nearer to each other than this share count as the same.
const SAME: f64 = 0.001;

/// What an edit did to the limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The drawing now breaks at more users.
    Raised {
        /// What filled up first.
        was: Bottleneck,
        /// What does now; none where nothing does any more.
        now: Option<Bottleneck>,
    },
    /// It breaks where it did: what fills up first was not touched.
    Same(Bottleneck),
    /// It breaks at fewer.
    Lowered {
        /// What filled up first; none where nothing did.
        was: Option<Bottleneck>,
        /// What does now.
        now: Bottleneck,
    },
}

/// Compares the results before and after.
#[inline(never)]
pub fn verdict(before: &Report, after: &Report) -> Option<Verdict> {
    match (before.bottleneck, after.bottleneck) {
        (Some(was), Some(now)) => {
            let change = now.breaks_at_users / was.breaks_at_users - 1.0;
            Some(if change > SAME {
                Verdict::Raised { was, now: Some(now) }
            } else if change < -SAME {
                Verdict::Lowered { was: Some(was), now }
            } else {
                Verdict::Same(now)
            })
        }
        (Some(was), None) => Some(Verdict::Raised { was, now: None }),
        (None, Some(now)) => Some(Verdict::Lowered { was: None, now }),
        (None, None) => None,
    }
}
