//! Fact tables: compact CSV in which every number carries its source.
//!
//! The first line names the columns; the first column is the row's key. A heading `gib@ec2-spec` gives the source of
//! the numbers under it; a cell `0.04@assumed` names its own, `0.032@@2026` another date, `32184@spare-cores@2024-08-30`
//! both. Sources stand in `sources.csv`, their texts in `source_texts.csv`. There is no quoting: no cell holds a comma,
//! but for a source's text, which is last in its line.

use std::sync::OnceLock;

use super::region::Region;
use super::spec::{Citation, Confidence, Source};
use crate::units::decimal;

/// A number and where it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fact {
    /// The number.
    pub(crate) value: f64,
    source: &'static str,
    as_of: &'static str,
}

impl Fact {
    /// So many times this, as another figure says: its source is the other's, which is the less certain one.
    pub(crate) fn times(self, share: f64, because: Self) -> Self {
        Self { value: self.value * share, ..because }
    }

    /// Where it comes from. A source that is not listed reads as an assumption without a text (a test forbids it).
    pub(crate) fn citation(self) -> Citation {
        let unknown = Citation { source: Source(self.source), as_of: "", confidence: Confidence::Memory };
        let found = cited(self.source).unwrap_or(unknown);
        Citation { as_of: if self.as_of.is_empty() { found.as_of } else { self.as_of }, ..found }
    }
}

/// What is listed of the source with this key.
fn cited(key: &'static str) -> Option<Citation> {
    listed(include_str!("sources.csv"), key).map(|rest| {
        let (as_of, confidence) = rest.split_once(',').unwrap_or((rest, ""));
        let confidence = match confidence {
            "exact" => Confidence::Exact,
            "typical" => Confidence::Typical,
            "estimate" => Confidence::Estimate,
            _ => Confidence::Memory,
        };
        Citation { source: Source(key), as_of, confidence }
    })
}

/// The text of the source with this key; empty where it is not listed. (The texts are a file of their own, which comes
/// behind the first screen: docs/decisions/0005.)
#[inline(never)]
pub(super) fn source_text(key: &str) -> &'static str {
    listed(include_str!("source_texts.csv"), key).unwrap_or_default()
}

/// What stands behind a key in a list.
fn listed(list: &'static str, key: &str) -> Option<&'static str> {
    list.lines().skip(1).find_map(|line| line.split_once(',').filter(|(of, _)| *of == key).map(|(_, rest)| rest))
}

/// One cell of a row.
#[derive(Clone, Copy, Debug)]
struct Cell {
    column: &'static str,
    text: &'static str,
    source: &'static str,
    as_of: &'static str,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its key: the first column.
    pub(crate) key: &'static str,
    cells: Vec<Cell>,
}

impl Row {
    /// The word in a column; empty where there is none.
    pub(crate) fn word(&self, column: &str) -> &'static str {
        self.cell(column).map_or("", |cell| cell.text)
    }

    /// The number in a column.
    pub(crate) fn number(&self, column: &str) -> Option<Fact> {
        let cell = self.cell(column)?;
        let value = decimal::parse(cell.text)?;
        Some(Fact { value, source: cell.source, as_of: cell.as_of })
    }

    /// A number found by the rule that the column's heading cites, for a cell left empty.
    pub(crate) fn derived(&self, column: &str, value: f64) -> Fact {
        self.cell(column).map_or(Fact::default(), |cell| Fact { value, source: cell.source, as_of: cell.as_of })
    }

    /// The value of a number that every row has; 0 in a damaged table (a test forbids it).
    pub(crate) fn value(&self, column: &str) -> f64 {
        self.number(column).unwrap_or_default().value
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

/// A table, read when it is first used.
pub(crate) struct Table {
    text: &'static str,
    rows: OnceLock<Vec<Row>>,
}

impl Table {
    /// A table of a CSV text.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, rows: OnceLock::new() }
    }

    /// Its rows, in order.
    pub(crate) fn rows(&self) -> &[Row] {
        self.rows.get_or_init(|| read(self.text))
    }

    /// The row with this key.
    pub(crate) fn row(&self, key: &str) -> Option<&Row> {
        self.rows().iter().find(|row| row.key == key)
    }

    /// The number of a row for a region, or for all; 0 without a source where there is none (a test forbids it).
    pub(crate) fn fact(&self, key: &str, region: Region) -> Fact {
        self.fact_in(key, region.id())
    }

    /// The number of a row in a column, or in the column `all`.
    pub(crate) fn fact_in(&self, key: &str, column: &str) -> Fact {
        let row = self.row(key);
        row.and_then(|row| row.number(column).or_else(|| row.number("all"))).unwrap_or_default()
    }

    /// The value of a number that holds everywhere.
    pub(crate) fn value(&self, key: &str) -> f64 {
        self.fact_in(key, "all").value
    }

    /// A price list in tiers: the rows `prefix.start`, each with the quantity where it begins, in order.
    pub(crate) fn tiers<'a>(&'a self, prefix: &'a str, column: &'a str) -> impl Iterator<Item = (f64, Fact)> + 'a {
        self.rows().iter().filter_map(move |row| {
            let start = decimal::parse(row.key.strip_prefix(prefix)?.strip_prefix('.')?)?;
            Some((start, row.number(column)?))
        })
    }
}

/// A number of a table with where it stands and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its table: `network`, or a service and a file, such as `alb/facts`.
    pub table: String,
    /// Its row.
    pub key: &'static str,
    /// Its column: a region, a place, a quantity, or `all`.
    pub column: &'static str,
    /// The number.
    pub value: f64,
    /// Where it comes from.
    pub citation: Citation,
}

impl Table {
    /// All its numbers, row by row.
    pub(crate) fn figures(&self, name: &str) -> Vec<Figure> {
        let of = |row: &Row| -> Vec<Figure> {
            let figure = |cell: &Cell| {
                let fact = row.number(cell.column)?;
                let (table, key, column) = (name.to_owned(), row.key, cell.column);
                Some(Figure { table, key, column, value: fact.value, citation: fact.citation() })
            };
            row.cells.iter().filter_map(figure).collect()
        };
        self.rows().iter().flat_map(of).collect()
    }
}

fn split_source(text: &'static str) -> (&'static str, &'static str, &'static str) {
    let mut parts = text.splitn(3, '@');
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

fn read(text: &'static str) -> Vec<Row> {
    let mut lines = text.lines();
    let header: Vec<_> = lines.next().unwrap_or_default().split(',').skip(1).map(split_source).collect();
    let row = |line: &'static str| {
        let mut texts = line.split(',');
        let key = texts.next().unwrap_or_default();
        let cells = header.iter().zip(texts).map(|(&(column, shared, _), text)| {
            let (text, own, as_of) = split_source(text);
            Cell { column, text, source: if own.is_empty() { shared } else { own }, as_of }
        });
        Row { key, cells: cells.collect() }
    };
    lines.map(row).collect()
}

#[cfg(test)]
mod tests;
