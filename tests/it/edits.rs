//! Every edit has an inverse.

use headroom::model::edit::Edit;
use proptest::prelude::*;

use crate::arbitrary;

proptest! {
    #[test]
    fn an_edit_and_its_inverse_leave_the_drawing_as_it_was(
        scenario in arbitrary::scenario(),
        edit in arbitrary::edit(),
    ) {
        let mut changed = scenario.clone();
        match edit.apply(&mut changed) {
            Err(_) => prop_assert_eq!(changed, scenario, "a failed edit changes nothing"),
            Ok(inverse) => {
                let after = changed.clone();
                let redo = inverse.apply(&mut changed).expect("an inverse applies");
                prop_assert_eq!(&changed, &scenario, "undone");
                redo.apply(&mut changed).expect("the inverse of an inverse applies");
                prop_assert_eq!(changed, after, "redone");
            }
        }
    }

    #[test]
    fn a_long_history_is_undone_and_redone_whole(
        scenario in arbitrary::scenario(),
        edits in proptest::collection::vec(arbitrary::edit(), 0..30),
    ) {
        let mut drawing = scenario.clone();
        let done: Vec<Edit> = edits.into_iter().filter_map(|edit| edit.apply(&mut drawing).ok()).collect();
        let after = drawing.clone();
        let back = |list: Vec<Edit>, drawing: &mut _| -> Vec<Edit> {
            list.into_iter().rev().map(|edit| edit.apply(drawing).expect("history applies")).collect()
        };
        let undone = back(done, &mut drawing);
        prop_assert_eq!(&drawing, &scenario);
        back(undone, &mut drawing);
        prop_assert_eq!(drawing, after);
    }
}
