use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn tables(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tables(&path, found);
        } else if path.extension().is_some_and(|end| end == "csv")
            && !path.ends_with("sources.csv")
            && !path.ends_with("source_texts.csv")
        {
            found.push(path);
        }
    }
}

fn every_table() -> Vec<(PathBuf, &'static str)> {
    let mut paths = Vec::new();
    // That of the fixture is in the list of services here.
    for folder in ["src/catalogue", "tests/fixtures/gate"] {
        tables(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut paths);
    }
    assert!(paths.len() >= 10, "{paths:?}");
    paths.into_iter().map(|path| (path.clone(), &*fs::read_to_string(path).unwrap().leak())).collect()
}

#[test]
fn every_number_has_a_source_a_date_and_a_confidence() {
    let mut numbers = 0;
    for (path, text) in every_table() {
        for row in read(text) {
            for cell in &row.cells {
                let Some(fact) = row.number(cell.column) else { continue };
                let Citation { source, as_of, confidence } = fact.citation();
                let source = source.text();
                let whose = format!("{} {} {}", path.display(), row.key, cell.column);
                assert!(!source.is_empty(), "{whose}: no source '{}'", cell.source);
                let assumption = confidence == Confidence::Memory;
                assert_eq!(source.starts_with("assumption"), assumption, "{whose}");
                assert!(assumption || source.contains("undated") || is_date(as_of), "{whose}: {as_of}");
                numbers += 1;
            }
        }
    }
    assert!(numbers > 1000, "{numbers}");
}

fn is_date(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    text.starts_with("20") && [4, 2, 2].starts_with(&lengths) && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

#[test]
fn tables_are_well_formed() {
    for (path, text) in every_table() {
        let columns = text.lines().next().unwrap().split(',').count();
        let mut keys = BTreeSet::new();
        for line in text.lines() {
            assert_eq!(line.split(',').count(), columns, "{}: {line}", path.display());
            assert!(keys.insert(line.split(',').next().unwrap()), "{} twice: {line}", path.display());
        }
        for row in read(text) {
            for cell in row.cells.iter().filter(|cell| cell.text.starts_with(|c: char| c.is_ascii_digit())) {
                let value: f64 = cell.text.parse().expect(cell.text);
                assert!(value.is_finite() && value > 0.0, "{} {}", path.display(), row.key);
            }
        }
    }
}

#[test]
fn sources_are_listed_once_and_used() {
    let used: BTreeSet<_> = every_table()
        .into_iter()
        .flat_map(|(_, text)| read(text))
        .flat_map(|row| row.cells)
        .filter(|cell| cell.text.parse::<f64>().is_ok() || cell.text.is_empty())
        .map(|cell| cell.source)
        .filter(|source| !source.is_empty())
        .collect();
    let mut listed = BTreeSet::new();
    for line in include_str!("../sources.csv").lines().skip(1) {
        let parts: Vec<_> = line.split(',').collect();
        assert_eq!(parts.len(), 3, "{line}");
        assert!(["exact", "typical", "estimate", "memory"].contains(&parts[2]), "{line}");
        assert!(listed.insert(parts[0]), "{line}");
    }
    assert_eq!(used, listed);
    let texts = include_str!("../source_texts.csv").lines().skip(1).map(|line| line.split_once(',').unwrap());
    let told: BTreeSet<&str> = texts.filter(|(_, text)| !text.is_empty()).map(|(key, _)| key).collect();
    assert_eq!(told, listed);
}

/// `headroom catalogue` prints what the services list; a table that none lists would be left out of it.
#[test]
fn every_number_of_every_table_is_listed_with_its_citation() {
    let in_files: usize = every_table()
        .into_iter()
        .flat_map(|(_, text)| read(text))
        .map(|row| row.cells.iter().filter(|cell| row.number(cell.column).is_some()).count())
        .sum();
    let listed = crate::catalogue::figures();
    assert_eq!(listed.len(), in_files);
    assert!(listed.iter().all(|figure| !figure.citation.source.text().is_empty()));
}

#[test]
fn a_cell_may_name_its_own_source_and_date() {
    static TABLE: Table =
        Table::new("name,word,a@ec2-price,all@assumed\none,w,1,2@ec2-spec\ntwo,,3@@2026,\nthree,,x,4");
    let one = TABLE.row("one").unwrap();
    assert_eq!(one.word("word"), "w");
    assert_eq!(one.number("a").unwrap().citation().as_of, "2025-11-04");
    assert_eq!(TABLE.fact_in("one", "nowhere").value, 2.0);
    assert!(TABLE.fact_in("one", "nowhere").citation().source.text().contains("moto"));
    let own_date = TABLE.fact_in("two", "a").citation();
    assert_eq!((own_date.as_of, own_date.confidence), ("2026", Confidence::Exact));
    assert_eq!(TABLE.fact_in("two", "all"), Fact::default());
    assert_eq!(TABLE.fact_in("three", "a").value, 4.0);
    assert_eq!(TABLE.fact_in("four", "a"), Fact::default());
}

#[test]
fn what_no_source_lists_reads_as_an_assumption() {
    let citation = Fact::default().citation();
    assert_eq!((citation.source.text(), citation.confidence), ("", Confidence::Memory));
}
