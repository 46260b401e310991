//! The commands of the page and the keys that give them.

use super::geometry::Direction;

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Undo the last step.
    Undo,
    /// Do it again.
    Redo,
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// Zoom to 100 %.
    ZoomReset,
    /// Show the whole drawing.
    Fit,
    /// Look for a part in the palette.
    FindTier,
    /// Grow the users, or stop.
    Play,
    /// Save the drawing as a file.
    Save,
    /// Open a file.
    Open,
    /// Delete what is selected.
    Delete,
    /// Begin a connection from the focused node.
    Connect,
    /// Let the focused node fail in the run in time.
    Fail,
    /// Select the focused node, or end a connection there.
    Choose,
    /// Give up what is under way.
    Cancel,
    /// Move the focused node, or the aim of a connection; coarsely where the flag is set.
    Arrow(Direction, bool),
}

/// A key with what is held down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chord<'a> {
    /// The key, as the browser names it.
    pub key: &'a str,
    /// Control, or Command on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt or Option.
    pub alt: bool,
}

/// The command that a key gives anywhere on the page where no text is being typed.
pub fn anywhere(chord: Chord<'_>) -> Option<Command> {
    if chord.alt {
        return None;
    }
    match (chord.key, chord.ctrl, chord.shift) {
        ("z" | "Z", true, false) => Some(Command::Undo),
        ("z" | "Z", true, true) | ("y" | "Y", true, false) => Some(Command::Redo),
        ("s" | "S", true, false) => Some(Command::Save),
        ("o" | "O", true, false) => Some(Command::Open),
        ("+" | "=", false, _) => Some(Command::ZoomIn),
        ("-", false, _) => Some(Command::ZoomOut),
        ("0", false, false) => Some(Command::ZoomReset),
        ("f" | "F", false, false) => Some(Command::Fit),
        ("/", false, _) => Some(Command::FindTier),
        ("p" | "P", false, false) => Some(Command::Play),
        ("Escape", _, _) => Some(Command::Cancel),
        _ => None,
    }
}

/// The command that a key gives on the stage, before those that hold anywhere.
pub fn on_stage(chord: Chord<'_>) -> Option<Command> {
    if chord.ctrl || chord.alt {
        return None;
    }
    let arrow = |direction| Some(Command::Arrow(direction, chord.shift));
    match chord.key {
        "Delete" | "Backspace" => Some(Command::Delete),
        "c" | "C" => Some(Command::Connect),
        "x" | "X" => Some(Command::Fail),
        "Enter" | " " => Some(Command::Choose),
        "ArrowLeft" => arrow(Direction::Left),
        "ArrowRight" => arrow(Direction::Right),
        "ArrowUp" => arrow(Direction::Up),
        "ArrowDown" => arrow(Direction::Down),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Chord<'_> {
        Chord { key, ..Chord::default() }
    }

    #[test]
    fn undo_and_redo_have_their_usual_keys() {
        let ctrl = |key, shift| anywhere(Chord { key, ctrl: true, shift, alt: false });
        assert_eq!(ctrl("z", false), Some(Command::Undo));
        assert_eq!(ctrl("Z", true), Some(Command::Redo));
        assert_eq!(ctrl("y", false), Some(Command::Redo));
        assert_eq!(anywhere(key("z")), None);
    }

    #[test]
    fn the_browsers_own_copy_is_left_alone() {
        assert_eq!(on_stage(Chord { key: "c", ctrl: true, ..Chord::default() }), None);
        assert_eq!(on_stage(key("c")), Some(Command::Connect));
    }

    #[test]
    fn shift_makes_an_arrow_coarse() {
        let chord = Chord { key: "ArrowUp", shift: true, ..Chord::default() };
        assert_eq!(on_stage(chord), Some(Command::Arrow(Direction::Up, true)));
    }
}
