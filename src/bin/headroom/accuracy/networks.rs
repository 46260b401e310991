//! The network that a reference value is of, as a network file.

use super::rows::Row;

/// A row's network file, or why it has none.
pub(crate) fn of(row: &Row) -> Result<String, &'static str> {
    let n = |key: &str| row.number(key);
    Ok(match row.case.as_str() {
        "MM1" | "MMc" => {
            let limit = if row.metric == "ErlangB" { format!(", \"limit\": {}", n("c")) } else { String::new() };
            one(n("lambda"), &format!("{}{limit}", queue(n("c"), &exponential(1.0 / n("mu")))))
        }
        "ErlangB" => {
            let servers = n("servers");
            one(n("erlangs"), &format!("{}, \"limit\": {servers}", queue(servers, &exponential(1.0))))
        }
        "MMcK" => {
            let queue = queue(n("c"), &exponential(1.0 / n("mu")));
            one(n("lambda"), &format!("{queue}, \"limit\": {}", n("K")))
        }
        "MMc+M(ErlangA)" => {
            let patience = format!("\"wait_timeout\": {{\"exponential_mean_s\": {}}}", 1.0 / n("theta"));
            one(n("lambda"), &format!("{}, {patience}", queue(n("c"), &exponential(1.0 / n("mu")))))
        }
        "MM1+D(timeout on wait)" => {
            let patience = format!("\"wait_timeout\": {{\"fixed_s\": {}}}", n("tau"));
            one(n("lambda"), &format!("{}, {patience}", queue(1.0, &exponential(1.0 / n("mu")))))
        }
        "MD1" => one(n("rho"), &queue(1.0, &general("D", 0.0)?)),
        "MG1" => {
            let kind = row.params.strip_prefix('M').and_then(|rest| rest.split('/').next()).unwrap_or_default();
            one(n("rho"), &queue(1.0, &general(kind, n("scv"))?))
        }
        "MGc" => {
            let kind = row.params.split('/').nth(1).unwrap_or_default();
            one(n("rho") * n("c"), &queue(n("c"), &general(kind.split('(').next().unwrap_or_default(), 4.0)?))
        }
        "Pooling" => {
            let balancer = if row.params.contains("random") { "random" } else { "shared_queue" };
            let instances = format!("\"instances\": {}, \"balancer\": \"{balancer}\"", n("c"));
            one(n("rho") * n("c"), &format!("{}, {instances}", queue(1.0, &exponential(1.0))))
        }
        "MM1-PS" => shared(n("rho"), n("size")),
        "JacksonTandem" => {
            let queues = row.numbers("mu").iter().map(|mu| queue(1.0, &exponential(1.0 / mu))).collect::<Vec<_>>();
            file(&open(row.params_number_before_space("lambda")), &visits(queues.len()), &queues)
        }
        "JacksonFeedback" => {
            let queues = ["mu1", "mu2"].map(|mu| queue(1.0, &exponential(1.0 / n(mu))));
            let again = n("p");
            let route = format!("{{\"repeat\": {again}, \"route\": [{}]}}", visits(2));
            file(&open(row.params_number_before_space("ext lambda")), &route, &queues)
        }
        "CacheMixture" => cache(row)?,
        "ClosedMVA" | "ClosedMultiserver" => closed_chain(row),
        "FiniteSource(M/M/c//N)" => file(&closed(n("N"), n("Z")), &visits(1), &[queue(n("c"), &exponential(n("S")))]),
        "LittlesLaw" => {
            let delay = |seconds: f64| format!("{{\"delay\": {{\"kind\": \"deterministic\", \"mean_s\": {seconds}}}}}");
            file(&open(n("X")), &format!("{}, {}", delay(n("R")), delay(n("Z"))), &[])
        }
        "Amdahl" => amdahl(row)?,
        "USL" => scalability(row)?,
        "RetryAmplification" => retries(row),
        "JSQ(d) mean-field" => return Err("the limit of infinitely many queues, of which each request sees d"),
        "FanOutMax" => return Err("the longest of several parallel requests; a route has no parallel steps"),
        "QueueDrain" => return Err("a backlog over time; not a steady state"),
        "CPUCredits(token bucket)" => return Err("a bucket over time; not a steady state"),
        _ => return Err("not a network"),
    })
}

impl Row {
    /// A number behind a key that has a blank in it, or before a remark.
    fn params_number_before_space(&self, key: &str) -> f64 {
        self.numbers(key).first().copied().unwrap_or(f64::NAN)
    }
}

fn exponential(mean_s: f64) -> String {
    format!("{{\"kind\": \"exponential\", \"mean_s\": {mean_s}}}")
}

/// Service of mean 1 by its letters in Kendall's notation.
pub(super) fn general(kind: &str, scv: f64) -> Result<String, &'static str> {
    Ok(match kind {
        "D" => "{\"kind\": \"deterministic\", \"mean_s\": 1}".to_owned(),
        "E2" => "{\"kind\": \"erlang\", \"phases\": 2, \"mean_s\": 1}".to_owned(),
        "E3" => "{\"kind\": \"erlang\", \"phases\": 3, \"mean_s\": 1}".to_owned(),
        "E5" => "{\"kind\": \"erlang\", \"phases\": 5, \"mean_s\": 1}".to_owned(),
        "H2" => format!("{{\"kind\": \"hyperexponential\", \"mean_s\": 1, \"scv\": {scv}}}"),
        "LN" => format!("{{\"kind\": \"log_normal\", \"mean_s\": 1, \"cv\": {}}}", scv.sqrt()),
        _ => return Err("a distribution that the network file does not have"),
    })
}

pub(super) fn queue(servers: f64, service: &str) -> String {
    format!("\"servers\": {servers}, \"service\": {service}")
}

fn open(rate_per_s: f64) -> String {
    format!("{{\"open\": {{\"rate_per_s\": {rate_per_s}}}}}")
}

fn closed(users: f64, think_s: f64) -> String {
    format!("{{\"closed\": {{\"users\": {users}, \"think_mean_s\": {think_s}}}}}")
}

fn visits(count: usize) -> String {
    (0..count).map(|id| format!("{{\"visit\": \"q{id}\"}}")).collect::<Vec<_>>().join(", ")
}

fn file(workload: &str, route: &str, queues: &[String]) -> String {
    let queues = queues.iter().enumerate().map(|(id, queue)| format!("\"q{id}\": {{{queue}}}")).collect::<Vec<_>>();
    format!(
        "{{\"version\": 1, \"workload\": {workload}, \"classes\": {{\"all\": {{\"route\": [{route}]}}}}, \"stations\": {{{}}}}}",
        queues.join(", ")
    )
}

/// One queue, open.
pub(super) fn one(rate_per_s: f64, queue: &str) -> String {
    file(&open(rate_per_s), &visits(1), &[queue.to_owned()])
}

/// A shared server, and few requests that always need `size` among others whose work is exponential of mean 1.
fn shared(utilisation: f64, size: f64) -> String {
    let share = 1e-3;
    let rate = utilisation / (share * size + 1.0 - share);
    format!(
        "{{\"version\": 1, \"workload\": {}, \"classes\": {{\"size\": {{\"share\": {share}, \"route\": [{{\"visit\": \"q\"}}]}}, \
         \"rest\": {{\"share\": {}, \"route\": [{{\"visit\": \"q\"}}]}}}}, \"stations\": {{\"q\": {{\"discipline\": \"processor_sharing\", \
         \"service\": {}, \"service_by_class\": {{\"size\": {{\"kind\": \"deterministic\", \"mean_s\": {size}}}}}}}}}}}",
        open(rate),
        1.0 - share,
        exponential(1.0),
    )
}

/// Delays of a hit and of a miss.
fn cache(row: &Row) -> Result<String, &'static str> {
    let rates: Vec<f64> =
        row.params.split("Exp(").skip(1).filter_map(|rest| rest.split(['/', ')']).next()?.parse().ok()).collect();
    let [hit, first, second] = rates[..] else { return Err("not understood") };
    let delay = |rate: f64| format!("{{\"delay\": {}}}", exponential(1.0 / rate));
    let hits = row.number("hit");
    let route = format!(
        "{{\"branch\": [{{\"probability\": {hits}, \"route\": [{}]}}, {{\"probability\": {}, \"route\": [{}, {}]}}]}}",
        delay(hit),
        1.0 - hits,
        delay(first),
        delay(second)
    );
    Ok(file(&open(1.0), &route, &[]))
}

fn closed_chain(row: &Row) -> String {
    let queues: Vec<String> = if row.case == "ClosedMVA" {
        row.numbers("D").iter().map(|demand| queue(1.0, &exponential(*demand))).collect()
    } else {
        let part = |name: &str| row.params.split(';').find_map(|part| part.strip_prefix(name)).unwrap_or_default();
        let numbers = |part: &str| {
            let of = |key: &str| part.split(' ').find_map(|word| word.strip_prefix(key)?.parse().ok());
            (of("D=").unwrap_or(f64::NAN), of("c=").unwrap_or(f64::NAN))
        };
        [part("web "), part("db ")]
            .map(|part| {
                let (demand, servers): (f64, f64) = numbers(part);
                queue(servers, &exponential(demand))
            })
            .to_vec()
    };
    file(&closed(row.number("N"), row.number("Z")), &visits(queues.len()), &queues)
}

/// As many users without a pause as there are servers: the throughput is the speed-up.
fn amdahl(row: &Row) -> Result<String, &'static str> {
    let servers = row.number("vCPU");
    if !servers.is_finite() {
        return Err("a limit of infinitely many servers");
    }
    Ok(at_once(servers, 1.0, 1.0 - row.number("parallel"), 0.0))
}

/// The law of the published fit, at so many users without a pause.
fn scalability(row: &Row) -> Result<String, &'static str> {
    let users = row.metric.split("(N=").nth(1).and_then(|rest| rest.trim_end_matches(')').parse::<f64>().ok());
    let Some(users) = users else { return Err("a coefficient that was fitted to measured points") };
    Ok(at_once(users, 1.0 / 995.6486, 0.026_715_91, 7.690_945e-4))
}

fn at_once(users: f64, mean_s: f64, contention: f64, coherency: f64) -> String {
    let efficiency = format!("\"efficiency\": {{\"contention\": {contention}, \"coherency\": {coherency}}}");
    let queue = format!("{}, {efficiency}", queue(users, &exponential(mean_s)));
    file(&closed(users, 0.0), &visits(1), &[queue])
}

fn retries(row: &Row) -> String {
    let fails = row.number("fail");
    let backoff = vec!["0"; row.number("max_retries") as usize].join(", ");
    format!(
        "{{\"version\": 1, \"workload\": {}, \"client\": {{\"backoff_s\": [{backoff}]}}, \"classes\": {{\"all\": {{\"route\": [{{\"branch\": [\
         {{\"probability\": {fails}, \"route\": [{{\"fail\": {{}}}}]}}, {{\"probability\": {}, \"route\": []}}]}}]}}}}}}",
        open(1.0),
        1.0 - fails
    )
}
