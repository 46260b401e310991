//! Background jobs: an open flow through a queue to those who do them. Workers fetch from one queue, so all their
//! vCPUs together are one M/M/c queue.

use super::birth_death::erlang_c;

/// What becomes of a flow of jobs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backlog {
    /// Jobs waiting on average; none where they pile up.
    pub waiting: Option<f64>,
    /// Mean seconds from sending to done; none where they pile up.
    pub sojourn_s: Option<f64>,
    /// Jobs a second by which the backlog grows; 0 where it does not.
    pub growth_per_s: f64,
}

/// The backlog of `arrivals` jobs a second, each needing `service_s` of one of `servers`, of which a share `taken` is
/// busy with other work; `delay_s` passes besides.
pub fn backlog(arrivals: f64, service_s: f64, servers: u64, taken: f64, delay_s: f64) -> Backlog {
    if arrivals <= 0.0 || service_s <= 0.0 {
        return Backlog { waiting: Some(0.0), sojourn_s: Some(delay_s + service_s), growth_per_s: 0.0 };
    }
    let free = (1.0 - taken).max(0.0);
    let capacity = free * servers as f64 / service_s;
    if arrivals >= capacity {
        return Backlog { waiting: None, sojourn_s: None, growth_per_s: arrivals - capacity };
    }
    let service_s = service_s / free;
    let load = arrivals * service_s;
    let wait_s = erlang_c(servers, load) * service_s / (servers as f64 - load);
    Backlog { waiting: Some(arrivals * wait_s), sojourn_s: Some(delay_s + wait_s + service_s), growth_per_s: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::backlog;

    #[test]
    fn one_worker_at_eighty_percent_waits_as_in_mm1() {
        // ρ = 0.8, service 1 s: W = 1 / (1 − 0.8) = 5 s, Lq = 3.2.
        let found = backlog(0.8, 1.0, 1, 0.0, 0.0);
        assert!((found.sojourn_s.unwrap() - 5.0).abs() < 1e-9);
        assert!((found.waiting.unwrap() - 3.2).abs() < 1e-9);
    }

    #[test]
    fn above_capacity_the_backlog_grows_by_the_difference() {
        let found = backlog(12.0, 0.5, 4, 0.0, 0.0);
        assert_eq!(found.waiting, None);
        assert!((found.growth_per_s - 4.0).abs() < 1e-12);
    }
}
