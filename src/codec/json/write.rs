//! Writing JSON, on one line or laid out for people.

use crate::units::decimal;

/// A text that grows by what is written into it. Every [`Writer::open`] needs its [`Writer::close`].
#[derive(Debug)]
pub(in crate::codec) struct Writer {
    text: String,
    is_pretty: bool,
    depth: usize,
    is_empty: bool,
}

impl Writer {
    /// An empty text.
    pub(in crate::codec) fn new(is_pretty: bool) -> Self {
        Self { text: String::new(), is_pretty, depth: 0, is_empty: true }
    }

    /// What has been written.
    pub(in crate::codec) fn done(self) -> String {
        self.text
    }

    /// Starts an object or a list.
    pub(in crate::codec) fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.is_empty = true;
    }

    /// Ends it.
    pub(in crate::codec) fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !self.is_empty {
            self.line();
        }
        self.text.push(bracket);
        self.is_empty = false;
    }

    fn line(&mut self) {
        if self.is_pretty {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(self.depth));
        }
    }

    /// Makes room for the next thing in a list.
    pub(in crate::codec) fn item(&mut self) {
        if !self.is_empty {
            self.text.push(',');
        }
        self.is_empty = false;
        self.line();
    }

    /// The next key of an object; its value comes next.
    pub(in crate::codec) fn key(&mut self, key: &str) {
        self.item();
        self.quoted(key);
        self.text.push_str(if self.is_pretty { ": " } else { ":" });
    }

    /// A number, `true`, `false` or `null`.
    pub(in crate::codec) fn raw(&mut self, value: &str) {
        self.text.push_str(value);
    }

    /// A key with a text.
    pub(in crate::codec) fn word(&mut self, key: &str, value: &str) {
        self.key(key);
        self.quoted(value);
    }

    /// A key with a whole number.
    pub(in crate::codec) fn whole(&mut self, key: &str, value: i64) {
        self.key(key);
        self.raw(&value.to_string());
    }

    /// A key with a number, by the fewest digits that are read back as it.
    pub(in crate::codec) fn number(&mut self, key: &str, value: f64) {
        self.key(key);
        self.raw(&decimal::shortest(value));
    }

    /// A text.
    pub(in crate::codec) fn quoted(&mut self, value: &str) {
        self.text.push('"');
        for letter in value.chars() {
            match letter {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\0'..='\u{1f}' => {
                    let code = u32::from(letter);
                    let digit = |of: u32| char::from_digit(of, 16).unwrap_or('0');
                    self.text.push_str("\\u00");
                    self.text.push(digit(code >> 4));
                    self.text.push(digit(code & 15));
                }
                _ => self.text.push(letter),
            }
        }
        self.text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;

    fn written(is_pretty: bool) -> String {
        let mut json = Writer::new(is_pretty);
        json.open('{');
        json.key("a");
        json.open('[');
        for value in ["1", "2.5"] {
            json.item();
            json.raw(value);
        }
        json.close(']');
        json.key("b\"\u{1}\n");
        json.quoted("가\u{1f}\\");
        json.key("c");
        json.open('{');
        json.close('}');
        json.close('}');
        json.done()
    }

    #[test]
    fn it_writes_what_a_library_writes() {
        let value = serde_json::json!({"a": [1, 2.5], "b\"\u{1}\n": "가\u{1f}\\", "c": {}});
        assert_eq!(written(false), value.to_string());
        assert_eq!(written(true), serde_json::to_string_pretty(&value).expect("writes"));
    }
}
