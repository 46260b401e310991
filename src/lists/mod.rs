//! Short lists kept in order: sorting, and ordered maps and sets.
//!
//! Every type that goes through std's general sort, or is kept in std's ordered map, adds several kB to the page's
//! WebAssembly (docs/performance.md). Our lists are short or come nearly in order: putting each item in its place one
//! by one is as fast, and small.

mod map;
mod set;

pub use map::Map;
pub use set::Set;

/// Sorts a list, keeping equal items in their order. `before(a, b)` says that `a` comes strictly before `b`.
/// The time grows with the square of a list's disorder.
pub fn sort<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut place = end;
        while place > 0 && before(&list[place], &list[place - 1]) {
            list.swap(place, place - 1);
            place -= 1;
        }
    }
}

/// Sorts a list and leaves out what is there twice.
pub fn sort_unique<T: Ord>(list: &mut Vec<T>) {
    sort(list, |one, other| one < other);
    list.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        let mut list = [(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        sort(&mut list, |one, other| one.0 < other.0);
        assert_eq!(list, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }

    #[test]
    fn what_is_there_twice_is_left_out() {
        let mut list = vec![3, 1, 3, 2, 1];
        sort_unique(&mut list);
        assert_eq!(list, [1, 2, 3]);
    }
}
