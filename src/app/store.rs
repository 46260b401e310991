//! The one store of the page: the editor's state, changed by the editor's pure reducer.

use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

use crate::editor::action::Action;
use crate::editor::reduce::reduce;
use crate::editor::state::Editor;

/// Something shared that is compared by whether it is the same one, so that comparing costs nothing.
pub(super) struct Same<T>(Rc<T>);

impl<T> Same<T> {
    /// Shares it.
    pub(super) fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T> From<Rc<T>> for Same<T> {
    fn from(shared: Rc<T>) -> Self {
        Self(shared)
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Same<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The editor as Yew keeps it.
pub(super) struct Store(pub(super) Same<Editor>);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next: Editor = (*self.0).clone();
        if reduce(&mut next, action) { Rc::new(Self(Same::new(next))) } else { self }
    }
}

/// Where actions are sent.
pub(super) struct Dispatch(pub(super) UseReducerDispatcher<Store>);

// Both in one place, and called from a hundred: written out at each they would be 3 kB.
impl Clone for Dispatch {
    #[inline(never)]
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl PartialEq for Dispatch {
    fn eq(&self, _: &Self) -> bool {
        // There is one store for as long as there is a page.
        true
    }
}

impl Dispatch {
    /// Does an action.
    #[inline(never)]
    pub(super) fn send(&self, action: Action) {
        self.0.dispatch(action);
    }

    /// A callback that does the action that an event means.
    pub(super) fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let dispatch = self.clone();
        Callback::from(move |event| dispatch.send(action(event)))
    }

    /// A callback that always does the same action.
    pub(super) fn just<E: 'static>(&self, action: Action) -> Callback<E> {
        self.on(move |_| action.clone())
    }
}
