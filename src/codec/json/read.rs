//! Reading JSON (RFC 8259), strictly.

use super::{Fault, Is, Json};

/// How large a value may be.
#[derive(Clone, Copy, Debug)]
pub(in crate::codec) struct Limits {
    /// How deep lists and objects may stand in each other.
    pub(in crate::codec) depth: usize,
    /// How many members an object may have: each is compared with those before it.
    pub(in crate::codec) members: usize,
}

/// Reads a text that is one value and nothing else.
pub(in crate::codec) fn read(text: &str, limits: Limits) -> Result<Json<'_>, Fault> {
    let mut reader = Reader { text, at: 0, members: limits.members };
    let value = reader.value(limits.depth)?;
    reader.blanks();
    if reader.at == text.len() { Ok(value) } else { Err(reader.fault("something stands behind the end")) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The most members of an object.
    members: usize,
}

impl<'a> Reader<'a> {
    fn fault(&self, problem: &str) -> Fault {
        Fault::new(self.at, problem)
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes past a byte where it is the next one but for blanks.
    fn past(&mut self, byte: u8) -> bool {
        self.blanks();
        let there = self.next() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, Fault> {
        self.blanks();
        let at = self.at;
        let is = match self.next() {
            _ if depth == 0 => return Err(self.fault("lists and objects stand too deep in each other")),
            Some(b'{') => self.object(depth - 1)?,
            Some(b'[') => self.list(depth - 1)?,
            Some(b'"') => Is::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Json { at, is })
    }

    fn word(&mut self) -> Result<Is<'a>, Fault> {
        let words = [("null", Is::Null), ("true", Is::Bool(true)), ("false", Is::Bool(false))];
        let rest = self.text.get(self.at..).unwrap_or_default();
        let found = words.into_iter().find(|(word, _)| rest.starts_with(word));
        let (word, is) = found.ok_or_else(|| self.fault("here should be a value"))?;
        self.at += word.len();
        Ok(is)
    }

    fn list(&mut self, depth: usize) -> Result<Is<'a>, Fault> {
        self.at += 1;
        let mut list = Vec::new();
        if self.past(b']') {
            return Ok(Is::List(list));
        }
        loop {
            list.push(self.value(depth)?);
            if self.past(b']') {
                return Ok(Is::List(list));
            }
            self.comma()?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Is<'a>, Fault> {
        self.at += 1;
        let mut members: Vec<(String, Json<'a>)> = Vec::new();
        if self.past(b'}') {
            return Ok(Is::Object(members));
        }
        loop {
            self.blanks();
            if self.next() != Some(b'"') {
                return Err(self.fault("here should be a key"));
            }
            let fault = self.fault("this key is there twice");
            let key = self.string()?;
            if members.len() == self.members {
                return Err(self.fault("an object with too many members"));
            }
            if members.iter().any(|member| member.0 == key) {
                return Err(fault);
            }
            if !self.past(b':') {
                return Err(self.fault("here should be a colon"));
            }
            members.push((key, self.value(depth)?));
            if self.past(b'}') {
                return Ok(Is::Object(members));
            }
            self.comma()?;
        }
    }

    fn comma(&mut self) -> Result<(), Fault> {
        if self.past(b',') { Ok(()) } else { Err(self.fault("here should be a comma or the end")) }
    }

    /// The digits that stand next; fails where there are none.
    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.next().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(self.fault("here should be a digit")) }
    }

    fn number(&mut self) -> Result<Is<'a>, Fault> {
        let start = self.at;
        self.at += usize::from(self.next() == Some(b'-'));
        let zero = self.next() == Some(b'0');
        let whole = self.at;
        self.digits()?;
        if zero && self.at > whole + 1 {
            return Err(Fault::new(whole, "a number does not start with 0"));
        }
        if self.next() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.next(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.next(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(Is::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let plain = self.at;
            while !matches!(self.next(), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            text.push_str(self.text.get(plain..self.at).unwrap_or_default());
            match self.next() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.fault("a control character in a text")),
                None => return Err(self.fault("the text does not end")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 2;
        Ok(match self.text.as_bytes().get(self.at - 1) {
            Some(&letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(Fault::new(self.at - 2, "there is no such escape")),
        })
    }

    /// What stands behind `\u`: one unit, or two that make a letter together.
    fn unicode(&mut self) -> Result<char, Fault> {
        let at = self.at - 2;
        let first = self.unit();
        let letter = match first {
            Some(high @ 0xd800..0xdc00) if self.text.get(self.at..self.at + 2) == Some("\\u") => {
                self.at += 2;
                let low = self.unit().filter(|low| (0xdc00..0xe000).contains(low));
                low.and_then(|low| char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)))
            }
            unit => unit.and_then(char::from_u32),
        };
        letter.ok_or_else(|| Fault::new(at, "this escape is no letter"))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Is, Limits};

    fn read(text: &str) -> Result<super::Json<'_>, super::Fault> {
        super::read(text, Limits { depth: 32, members: 1_000 })
    }

    /// The value in the library's own type.
    fn as_library(json: super::Json<'_>) -> serde_json::Value {
        match json.is {
            Is::Null => serde_json::Value::Null,
            Is::Bool(on) => on.into(),
            Is::Number(text) => serde_json::from_str(text).expect("a number"),
            Is::Text(text) => text.into(),
            Is::List(list) => list.into_iter().map(as_library).collect(),
            Is::Object(members) => members.into_iter().map(|(key, value)| (key, as_library(value))).collect(),
        }
    }

    #[test]
    fn what_is_json_is_read_as_a_library_reads_it() {
        for text in [
            "null",
            " [ true , false ]\n",
            "{}",
            "[]",
            r#"{"a":[1,-2.5,3e4,0,-0,1E+2,0.5e-1],"b":{"c":"d"}}"#,
            r#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00 가😀""#,
            "\"\u{7f}\"",
        ] {
            let ours = as_library(read(text).expect(text));
            assert_eq!(ours, serde_json::from_str::<serde_json::Value>(text).expect(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_json_is_refused_as_a_library_refuses_it() {
        for text in [
            "",
            " ",
            "nul",
            "nulll",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "\"",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\\u+123\"",
            "[",
            "{",
            "1 1",
            "NaN",
            "'a'",
            "\u{feff}1",
        ] {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_stands_too_deep_or_twice_is_refused() {
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(r#"{"a":1,"a":2}"#).is_err());
        let many: Vec<String> = (0..60_000).map(|key| format!("\"{key}\":0")).collect();
        assert!(read(&["{", &many.join(","), "}"].concat()).is_err());
    }

    #[test]
    fn a_fault_names_its_line_and_column() {
        let text = "{\n  \"가\": [1,\n 2 3]}";
        let fault = read(text).expect_err("a comma is missing").in_text(text);
        assert_eq!(
            fault.to_string(),
            "not the JSON of a drawing (line 3, column 4): here should be a comma or the end"
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod any {
        use super::read;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn text_is_json_for_us_where_it_is_for_a_library(text in "[\\[\\]{}\":, 0-9a-zA-Z.\\-+\\\\가]{0,24}") {
                let library = serde_json::from_str::<serde_json::Value>(&text);
                match read(&text) {
                    // A float that is too large is the reader's of numbers to refuse.
                    Ok(_) => prop_assert!(library.is_ok() || library.is_err_and(|error| error.to_string().contains("out of range"))),
                    Err(fault) => prop_assert!(library.is_err() || fault.problem.contains("twice"), "{fault:?}"),
                }
            }

            #[test]
            fn any_value_comes_back(texts in proptest::collection::vec(any::<String>(), 0..6)) {
                let json = serde_json::to_string(&texts).expect("writes");
                let mut taker = crate::codec::json::Taker::default();
                let list = taker.list(read(&json).ok());
                let back: Vec<String> = list.into_iter().map(|text| taker.text(text)).collect();
                prop_assert_eq!((taker.done(), back), (Ok(()), texts));
            }
        }
    }
}
