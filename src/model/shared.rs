//! A value that many hold and few change: copying it copies nothing until one of them does.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part of a pack or of its judgements. A pack as an earlier quarter knew it holds most parts in
/// common with today's, and two holders of one part need not compare it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// A value that nobody else holds yet.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }

    /// Whether both hold the very same value, which then need not be compared.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone> Shared<T> {
    /// The value itself; a copy of it where others hold it too.
    pub fn into_inner(self) -> T {
        Arc::unwrap_or_clone(self.0)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Whoever changes it no longer shares it.
impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<'a, T> IntoIterator for &'a Shared<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        (**self).into_iter()
    }
}

impl<A, T: FromIterator<A>> FromIterator<A> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = A>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Shared;

    #[test]
    fn whoever_changes_a_shared_value_no_longer_shares_it() {
        let one = Shared::new(vec![1, 2]);
        let mut other = one.clone();
        assert!(one.is(&other));
        other.push(3);
        assert_eq!((&*one, &*other), (&vec![1, 2], &vec![1, 2, 3]));
        assert!(!one.is(&other));
        assert_eq!(one.clone(), Shared::from(vec![1, 2]));
        assert_eq!(other.into_inner(), [1, 2, 3]);
    }
}
