//! How a function is handed messages: from queues in batches, from topics one by one.

use super::FACTS;
use crate::catalogue::spec::Configured;
use crate::catalogue::spec::{PollBlueprint, RetryBlueprint};

/// Batches of queues. More than ten messages are only gathered in a window.
pub(super) fn polls(node: Configured<'_>) -> PollBlueprint {
    let number = |key| u32::try_from(node.settings.int(key)).unwrap_or(0);
    let most = FACTS.value("batches_most") as u32;
    let per_call = FACTS.value("batch_without_window") as u32;
    let (batch, window_s) = (number("batch_size").max(1), f64::from(number("batch_window_s")));
    PollBlueprint {
        batch: if window_s > 0.0 { batch } else { batch.min(per_call) },
        window_s,
        start: FACTS.value("batches_start") as u32,
        more_per_s: FACTS.value("batches_more_per_min") / 60.0,
        most: if number("max_concurrency") > 0 { number("max_concurrency").max(2) } else { most },
        partial: node.settings.on("partial_batches"),
        call_s: FACTS.value("call_s"),
        per_call,
    }
}

/// What becomes of messages that are throttled.
pub(super) fn retries() -> RetryBlueprint {
    RetryBlueprint {
        first_s: FACTS.value("retry_first_s"),
        most_s: FACTS.value("retry_most_s"),
        for_s: FACTS.value("retry_for_s"),
    }
}
