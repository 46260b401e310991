//! The program's own source, read as text: code without comments and strings, and the strings apart.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file.
pub(crate) struct Source {
    /// Its path below the package, with `/`.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
    /// Its code: comments are gone, strings and characters are empty.
    pub(crate) code: String,
    /// Its strings with their lines.
    pub(crate) strings: Vec<(usize, String)>,
}

/// The package's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder of the package, tests inside the files left out.
pub(crate) fn files(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let below = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/");
    source(below, text)
}

/// Takes a text apart.
pub(crate) fn source(path: String, text: String) -> Source {
    let (code, strings) = split(&text);
    Source { path, text, code, strings }
}

impl Source {
    /// Whether the whole file is tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.starts_with("tests/")
    }

    /// The line from which on the file holds its tests, where it has any: they stand at the end.
    fn tests_from(&self) -> usize {
        let is_tests = |line: &str| line.trim_start().starts_with("#[cfg(test)]");
        let mut lines = self.code.lines().enumerate();
        let follows = |index: usize| self.code.lines().nth(index + 1).is_some_and(|line| line.contains('{'));
        lines.find(|(index, line)| is_tests(line) && follows(*index)).map_or(usize::MAX, |(index, _)| index + 1)
    }

    /// The code that is not tests, line by line with numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test() { 0 } else { self.tests_from() };
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line)).take_while(move |(line, _)| *line < end)
    }

    /// The strings outside tests.
    pub(crate) fn product_strings(&self) -> impl Iterator<Item = &(usize, String)> {
        let end = if self.is_test() { 0 } else { self.tests_from() };
        self.strings.iter().filter(move |(line, _)| *line < end)
    }
}

/// Parts code from strings; lines stay where they are.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::new();
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let end = match (letter, next) {
            ('/', Some('/')) => end_of(&letters, at, |rest| rest[0] == '\n'),
            ('/', Some('*')) => end_of(&letters, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2,
            ('"', _) => string_end(&letters, at + 1),
            ('r', Some('"' | '#')) if !is_word(code.chars().last()) => raw_end(&letters, at).unwrap_or(at + 1),
            ('\'', _) => char_end(&letters, at),
            _ => at + 1,
        };
        let end = end.min(letters.len());
        let piece: String = letters[at..end].iter().collect();
        if end == at + 1 {
            code.push(letter);
        } else if letter == '/' {
            code.extend(piece.chars().filter(|letter| *letter == '\n'));
        } else {
            if letter != '\'' {
                strings.push((code.matches('\n').count() + 1, piece.clone()));
            }
            code.push_str("\"\"");
            code.extend(piece.chars().filter(|letter| *letter == '\n'));
        }
        at = end;
    }
    (code, strings)
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
}

fn end_of(letters: &[char], from: usize, ends: impl Fn(&[char]) -> bool) -> usize {
    (from..letters.len()).find(|at| ends(&letters[*at..])).unwrap_or(letters.len())
}

fn string_end(letters: &[char], mut at: usize) -> usize {
    while let Some(&letter) = letters.get(at) {
        match letter {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    letters.len()
}

/// The end of `r#"…"#`; none where it is a raw identifier.
fn raw_end(letters: &[char], at: usize) -> Option<usize> {
    let marks = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
    let open = at + 1 + marks;
    (letters.get(open) == Some(&'"')).then(|| {
        let closes =
            |rest: &[char]| rest[0] == '"' && rest.len() > marks && rest[1..=marks].iter().all(|mark| *mark == '#');
        end_of(letters, open + 1, closes) + 1 + marks
    })
}

/// The end of a character literal; a lifetime is left as it is.
fn char_end(letters: &[char], at: usize) -> usize {
    match (letters.get(at + 1), letters.get(at + 2)) {
        (Some('\\'), _) => end_of(letters, at + 3, |rest| rest[0] == '\'') + 1,
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn comments_and_strings_are_told_from_code() {
        let text = "let a = \"x // y\"; // note \"z\"\nlet b = r#\"q\"r\"#; let c = '\"'; /* \"n\" */ let d: &'static str = \"\\\"\";";
        let source = source("src/a.rs".to_owned(), text.to_owned());
        assert_eq!(source.code, "let a = \"\"; \nlet b = \"\"; let c = \"\";  let d: &'static str = \"\";");
        let strings: Vec<&str> = source.strings.iter().map(|(_, string)| string.as_str()).collect();
        assert_eq!(strings, ["\"x // y\"", "r#\"q\"r\"#", "\"\\\"\""]);
    }

    #[test]
    fn tests_at_the_end_of_a_file_are_not_product() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    const B: &str = \"b\";\n}\n";
        let source = source("src/a.rs".to_owned(), text.to_owned());
        assert_eq!(source.lines().count(), 1);
        assert_eq!(source.product_strings().count(), 0);
    }
}
