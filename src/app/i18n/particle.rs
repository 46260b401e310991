//! Korean particles. Which of a pair follows a word depends on whether the word's last sound is a consonant, also where
//! the word is Latin letters or digits and only its reading has that sound.

/// 은 or 는.
pub fn topic(word: &str) -> String {
    with(word, "은", "는")
}

/// 이 or 가.
pub fn subject(word: &str) -> String {
    with(word, "이", "가")
}

/// 을 or 를.
pub fn object(word: &str) -> String {
    with(word, "을", "를")
}

/// 과 or 와.
pub fn and(word: &str) -> String {
    with(word, "과", "와")
}

/// 으로 or 로: after ㄹ as after a vowel.
pub fn towards(word: &str) -> String {
    let ending = if final_sound(word) == Final::Consonant { "으로" } else { "로" };
    format!("{word}{ending}")
}

fn with(word: &str, after_consonant: &str, after_vowel: &str) -> String {
    let ending = if final_sound(word) == Final::Vowel { after_vowel } else { after_consonant };
    format!("{word}{ending}")
}

/// The last sound of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Final {
    Vowel,
    Rieul,
    Consonant,
}

fn final_sound(word: &str) -> Final {
    let letters: Vec<char> = word.chars().filter(|c| super::is_word(*c)).collect();
    match letters.as_slice() {
        [] => Final::Vowel,
        [.., last] if ('가'..='힣').contains(last) => match (*last as u32 - '가' as u32) % 28 {
            0 => Final::Vowel,
            8 => Final::Rieul,
            _ => Final::Consonant,
        },
        [.., last] if last.is_ascii_digit() => digit(&letters),
        [.., last] => latin(&letters, *last),
    }
}

/// 영 일 이 삼 사 오 육 칠 팔 구; a number that ends in zeros ends in 십, 백, 천, 만 or 억.
fn digit(letters: &[char]) -> Final {
    match letters.last() {
        Some('1' | '7' | '8') => Final::Rieul,
        Some('0' | '3' | '6') => Final::Consonant,
        _ => Final::Vowel,
    }
}

/// An abbreviation is read letter by letter, a word as it sounds.
fn latin(letters: &[char], last: char) -> Final {
    let spelt = letters.iter().rev().take_while(|c| c.is_ascii_alphabetic()).all(|c| c.is_ascii_uppercase());
    if spelt {
        return match last {
            'L' | 'R' => Final::Rieul,
            'M' | 'N' => Final::Consonant,
            _ => Final::Vowel,
        };
    }
    match last.to_ascii_lowercase() {
        'l' => Final::Rieul,
        'b' | 'c' | 'k' | 'm' | 'n' | 'p' => Final::Consonant,
        't' if matches!(letters, [.., 'n', _]) => Final::Vowel,
        't' => Final::Consonant,
        _ => Final::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_words_follow_their_last_syllable() {
        assert_eq!(subject("연결"), "연결이");
        assert_eq!(subject("메모리"), "메모리가");
        assert_eq!(topic("워커 슬롯"), "워커 슬롯은");
        assert_eq!(towards("서울"), "서울로");
        assert_eq!(towards("버지니아 북부"), "버지니아 북부로");
        assert_eq!(towards("인스턴스 둘 곳"), "인스턴스 둘 곳으로");
    }

    #[test]
    fn abbreviations_are_read_letter_by_letter() {
        assert_eq!(subject("RDS"), "RDS가");
        assert_eq!(subject("CPU"), "CPU가");
        assert_eq!(object("ALB"), "ALB를");
        assert_eq!(subject("MySQL"), "MySQL이");
        assert_eq!(object("NLB DSM"), "NLB DSM을");
    }

    #[test]
    fn service_names_follow_their_reading() {
        assert_eq!(object("CloudFront"), "CloudFront를");
        assert_eq!(subject("S3"), "S3이");
        assert_eq!(subject("EC2"), "EC2가");
        assert_eq!(object("ElastiCache"), "ElastiCache를");
    }

    #[test]
    fn numbers_follow_their_reading() {
        assert_eq!(subject("10"), "10이");
        assert_eq!(subject("18,500명"), "18,500명이");
        assert_eq!(and("t3.small 2"), "t3.small 2와");
    }

    #[test]
    fn brackets_and_nothing_do_no_harm() {
        assert_eq!(subject("연결 (RDS)"), "연결 (RDS)가");
        assert_eq!(subject(""), "가");
    }
}
