//! Labels above the users' scale that never overlap, however near their marks are.
//!
//! A label stands in one of two rows, left or right of its mark, and a thin leader joins the two. Labels are placed in
//! order of importance; each takes the first of its four spots where neither its text nor its leader touches anything
//! placed before. One that finds no spot keeps its mark without a label.

use super::geometry::Rect;

/// Height of a row.
pub const ROW: f64 = 14.0;
/// Bottom of the lower row, where leaders start.
pub const FOOT: f64 = 34.0;
/// Room between a mark and its text: the bend of the leader.
pub const BEND: f64 = 10.0;

/// A label that wants a spot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Where its mark is.
    pub x: f64,
    /// How wide its text is.
    pub width: f64,
}

/// The side of its mark that a label stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text ends at the mark.
    Left,
    /// The text begins at the mark.
    Right,
}

/// Where a label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// 0 is the upper row.
    pub row: u8,
    /// The side of the mark.
    pub side: Side,
}

const SPOTS: [Spot; 4] = [
    Spot { row: 0, side: Side::Left },
    Spot { row: 0, side: Side::Right },
    Spot { row: 1, side: Side::Left },
    Spot { row: 1, side: Side::Right },
];

impl Spot {
    /// The top of the row.
    pub fn top(self) -> f64 {
        FOOT - ROW * (2.0 - f64::from(self.row))
    }

    /// The height of the leader's bend.
    pub fn bend(self) -> f64 {
        self.top() + 6.0
    }

    fn text(self, flag: Wanted) -> Rect {
        let x = match self.side {
            Side::Left => flag.x - BEND - flag.width,
            Side::Right => flag.x + BEND,
        };
        Rect::new(x, self.top(), flag.width, ROW)
    }

    fn leader(self, flag: Wanted) -> Rect {
        let x = if self.side == Side::Left { flag.x - BEND } else { flag.x - 1.5 };
        Rect::new(x, self.bend(), BEND + 1.5, 1.0).union(&Rect::new(flag.x - 1.5, self.bend(), 3.0, FOOT - self.bend()))
    }
}

/// Spots for the labels, given in order of importance, between `left` and `right`; `taken` is what no text may cover.
pub fn place(flags: &[Wanted], left: f64, right: f64, taken: &[Rect]) -> Vec<Option<Spot>> {
    let mut texts: Vec<Rect> = Vec::new();
    let mut leaders: Vec<Rect> = Vec::new();
    flags
        .iter()
        .map(|&flag| {
            let spot = SPOTS.into_iter().find(|spot| {
                let (text, leader) = (spot.text(flag).grown(1.5), spot.leader(flag));
                text.x >= left
                    && text.right() <= right
                    && !taken.iter().any(|other| other.overlaps(&text))
                    && !texts.iter().any(|other| other.overlaps(&text) || other.overlaps(&leader))
                    && !leaders.iter().any(|other| other.overlaps(&text))
            })?;
            texts.push(spot.text(flag));
            leaders.push(spot.leader(flag));
            Some(spot)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(marks: &[(f64, f64)]) -> Vec<Wanted> {
        marks.iter().map(|&(x, width)| Wanted { x, width }).collect()
    }

    fn nothing_touches(flags: &[Wanted], spots: &[Option<Spot>]) {
        let placed: Vec<_> = flags.iter().zip(spots).filter_map(|(&flag, spot)| Some((flag, (*spot)?))).collect();
        for (index, (flag, spot)) in placed.iter().enumerate() {
            for (other_flag, other) in &placed[index + 1..] {
                assert!(!spot.text(*flag).overlaps(&other.text(*other_flag)), "texts overlap");
                assert!(!spot.leader(*flag).overlaps(&other.text(*other_flag)), "a leader crosses a text");
                assert!(!other.leader(*other_flag).overlaps(&spot.text(*flag)), "a leader crosses a text");
            }
        }
    }

    #[test]
    fn a_lone_flag_stands_left_above_its_mark() {
        assert_eq!(place(&wanted(&[(500.0, 180.0)]), 0.0, 876.0, &[]), [Some(SPOTS[0])]);
    }

    #[test]
    fn a_flag_at_the_left_end_turns_to_the_right() {
        assert_eq!(place(&wanted(&[(20.0, 180.0)]), 0.0, 876.0, &[]), [Some(SPOTS[1])]);
    }

    #[test]
    fn users_knee_and_break_two_pixels_apart_do_not_overlap() {
        let flags = wanted(&[(570.0, 190.0), (568.0, 70.0), (572.0, 140.0), (574.0, 110.0)]);
        let spots = place(&flags, 0.0, 876.0, &[Rect::new(560.0, 28.0, 18.0, 24.0)]);
        assert!(spots[0].is_some());
        nothing_touches(&flags, &spots);
    }

    #[test]
    fn any_crowd_is_laid_out_without_a_collision() {
        for seed in 0..200u32 {
            let marks: Vec<_> = (0..6u32)
                .map(|n| {
                    let word = seed.wrapping_mul(2_654_435_761).wrapping_add(n.wrapping_mul(40_503_001));
                    Wanted { x: f64::from(word % 876), width: 30.0 + f64::from((word >> 12) % 160) }
                })
                .collect();
            nothing_touches(&marks, &place(&marks, 0.0, 876.0, &[]));
        }
    }

    #[test]
    fn a_label_wider_than_the_scale_is_left_out() {
        assert_eq!(place(&wanted(&[(100.0, 900.0)]), 0.0, 240.0, &[]), [None]);
    }
}
