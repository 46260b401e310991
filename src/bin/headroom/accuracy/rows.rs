//! The reference values: rows of tests/fixtures/oracles.csv.

/// The rows as they stand.
const ROWS: &str = include_str!("../../../../tests/fixtures/oracles.csv");

/// One reference value.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The kind of system, such as `MMc`.
    pub(crate) case: String,
    /// Which one.
    pub(crate) params: String,
    /// What of it.
    pub(crate) metric: String,
    /// The value.
    pub(crate) value: f64,
    /// Where it comes from.
    pub(crate) source: String,
    /// How far it is to be trusted, in units of the value.
    pub(crate) tolerance: f64,
}

/// All rows, in their order.
pub(crate) fn all() -> Vec<Row> {
    ROWS.lines().skip(1).filter_map(|line| row(&cells(line))).collect()
}

fn row(cells: &[String]) -> Option<Row> {
    let [case, params, metric, value, source, tolerance] = cells else { return None };
    let value: f64 = value.parse().ok()?;
    let tolerance = match tolerance.split_once(':')? {
        ("rel", share) => share.parse::<f64>().ok()? * value.abs(),
        (_, size) => size.parse().ok()?,
    };
    let text = |cell: &String| cell.clone();
    Some(Row { case: text(case), params: text(params), metric: text(metric), value, source: text(source), tolerance })
}

/// The cells of a line of CSV (RFC 4180).
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(cell) = cells.last_mut() else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cell.push(letter),
        }
    }
    cells
}

impl Row {
    /// The number behind `key=` in the parameters.
    pub(crate) fn number(&self, key: &str) -> f64 {
        let parts = self.params.split([';', ' ']);
        let found = parts.filter_map(|part| part.trim().strip_prefix(key)?.strip_prefix('=')).next();
        let digits =
            |text: &str| text.chars().take_while(|letter| "0123456789.e-".contains(*letter)).collect::<String>();
        found.and_then(|text| digits(text).parse().ok()).unwrap_or(f64::NAN)
    }

    /// The numbers behind `key=`, parted by bars.
    pub(crate) fn numbers(&self, key: &str) -> Vec<f64> {
        let part = self.params.split(';').filter_map(|part| part.strip_prefix(key)?.strip_prefix('=')).next();
        let numbers = part.unwrap_or_default().split(' ').next().unwrap_or_default();
        numbers.split('|').filter_map(|number| number.parse().ok()).collect()
    }
}
