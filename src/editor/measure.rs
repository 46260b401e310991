//! How wide a text will be, near enough to lay things out by: no browser is asked.

/// Width of a text in pixels at a font size, of a system font; slightly generous.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Width of a character, in ems.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.28,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '-' | '(' | ')' | '/' | '·' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' => 0.88,
        'A'..='Z' => 0.67,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{ffdc}' => 1.0,
        _ => 0.58,
    }
}

/// The text, cut with an ellipsis where it is wider than the room.
pub fn fitted(text: &str, size: f64, room: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_owned();
    }
    let mut left = room - text_width("…", size);
    let kept: String = text
        .chars()
        .take_while(|&c| {
            left -= em(c) * size;
            left >= 0.0
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_stays_whole() {
        assert_eq!(fitted("EC2", 13.0, 80.0), "EC2");
    }

    #[test]
    fn a_long_text_is_cut_to_its_room() {
        let cut = fitted("a very long name of a database server", 13.0, 80.0);
        assert!(cut.ends_with('…') && text_width(&cut, 13.0) <= 80.0, "{cut}");
    }

    #[test]
    fn korean_counts_whole_squares() {
        assert_eq!(text_width("가용", 10.0), 20.0);
    }
}
