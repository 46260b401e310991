//! An ordered map for few keys.

use serde::ser::{Serialize, Serializer};
use std::borrow::Borrow;
use std::cmp::Ordering;

/// Pairs in the order of their keys, each key once.
/// Everything takes time that grows with the number of larger keys, which is small for what our maps hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Map<K, V>(Vec<(K, V)>);

impl<K, V> Map<K, V> {
    /// An empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many pairs there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs in order.
    pub fn iter(&self) -> Pairs<'_, K, V> {
        self.0.iter().map(borrowed)
    }

    /// The pairs in order, with values to change.
    pub fn iter_mut(&mut self) -> PairsMut<'_, K, V> {
        self.0.iter_mut().map(borrowed_mut)
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.0.iter().map(|pair| &pair.0)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.0.iter().map(|pair| &pair.1)
    }

    /// The values in the order of their keys, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|pair| &mut pair.1)
    }

    /// The values alone.
    pub fn into_values(self) -> impl DoubleEndedIterator<Item = V> {
        self.0.into_iter().map(|pair| pair.1)
    }

    /// Keeps only the pairs that are wanted.
    pub fn retain(&mut self, mut wanted: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|pair| wanted(&pair.0, &mut pair.1));
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Where a key is, or belongs. Keys mostly come in order, so it is looked for from the end.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        for (place, pair) in self.0.iter().enumerate().rev() {
            match pair.0.borrow().cmp(key) {
                Ordering::Less => return Err(place + 1),
                Ordering::Equal => return Ok(place),
                Ordering::Greater => {}
            }
        }
        Err(0)
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &self.0[place].1)
    }

    /// The value of a key, to change.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| &mut self.0[place].1)
    }

    /// Whether there is a value for a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value in and returns the one that the key had before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => Some(std::mem::replace(&mut self.0[place].1, value)),
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes a key and its value out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| self.0.remove(place).1)
    }

    /// The value of a key, made where there was none.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let place = match self.place(&key) {
            Ok(place) => place,
            Err(place) => {
                self.0.insert(place, (key, make()));
                place
            }
        };
        &mut self.0[place].1
    }

    /// The value of a key, `value` where there was none.
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        self.or_insert_with(key, || value)
    }

    /// The value of a key, the default where there was none.
    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.or_insert_with(key, V::default)
    }
}

type Pairs<'a, K, V> = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&(K, V)) -> (&K, &V)>;
type PairsMut<'a, K, V> = std::iter::Map<std::slice::IterMut<'a, (K, V)>, fn(&mut (K, V)) -> (&K, &mut V)>;

const fn borrowed<K, V>(pair: &(K, V)) -> (&K, &V) {
    (&pair.0, &pair.1)
}

const fn borrowed_mut<K, V>(pair: &mut (K, V)) -> (&K, &mut V) {
    (&pair.0, &mut pair.1)
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Of equal keys the last stays.
impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut made = Self::new();
        made.extend(pairs);
        made
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Pairs<'a, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// For tests only: the program asks with [`Map::get`], which cannot panic.
#[cfg(test)]
impl<K: Ord, V> std::ops::Index<&K> for Map<K, V> {
    type Output = V;
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("a key of the map")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_in_the_order_of_their_keys_and_of_equal_ones_the_last_stays() {
        let map = Map::from([(2, 'a'), (0, 'b'), (1, 'c'), (2, 'd')]);
        assert_eq!(map.iter().map(|(key, value)| (*key, *value)).collect::<Vec<_>>(), [(0, 'b'), (1, 'c'), (2, 'd')]);
        assert_eq!(map, Map::from([(0, 'b'), (1, 'c'), (2, 'd')]));
    }

    #[test]
    fn a_key_is_found_changed_and_taken_out() {
        let mut map: Map<String, u32> = ["b", "d", "a"].into_iter().map(|key| (key.to_owned(), 1)).collect();
        *map.or_insert("a".into(), 7) += 1;
        *map.or_insert("c".into(), 7) += 1;
        assert_eq!((map.get("a"), map.get("c"), map.get("e")), (Some(&2), Some(&8), None));
        assert_eq!(map.insert("b".into(), 5), Some(1));
        assert_eq!((map.remove("b"), map.remove("b"), map.contains_key("b")), (Some(5), None, false));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "c", "d"]);
    }

    #[test]
    fn as_json_it_is_an_object_in_order() {
        let map = Map::from([("b".to_owned(), 1), ("a".to_owned(), 2)]);
        let json = serde_json::to_string(&map).expect("writes");
        assert_eq!(json, r#"{"a":2,"b":1}"#);
    }
}
