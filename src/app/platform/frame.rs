//! Frames and timers that end when they are dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;

/// What is done in a frame; it holds itself until it is over.
type Step = Rc<RefCell<Option<Closure<dyn FnMut(f64)>>>>;

/// A call before each frame, until it says that it has done, or this is dropped.
pub(in crate::app) struct Frames {
    id: Rc<Cell<i32>>,
    step: Step,
}

impl Frames {
    /// Calls `each` with the time in milliseconds before each frame, as long as it returns true.
    pub(in crate::app) fn run(mut each: impl FnMut(f64) -> bool + 'static) -> Self {
        let (id, step) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(None)));
        let (next_id, next) = (id.clone(), Rc::downgrade(&step));
        let closure = Closure::<dyn FnMut(f64)>::new(move |time: f64| {
            if !each(time) {
                return;
            }
            if let Some(next) = next.upgrade() {
                next_id.set(request(&next));
            }
        });
        *step.borrow_mut() = Some(closure);
        id.set(request(&step));
        Self { id, step }
    }
}

fn request(step: &Step) -> i32 {
    let step = step.borrow();
    let (Some(window), Some(closure)) = (window(), step.as_ref()) else { return 0 };
    window.request_animation_frame(closure.as_ref().unchecked_ref()).unwrap_or(0)
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _ = window.cancel_animation_frame(self.id.get());
        }
        // The closure may be the one that is running: it is let go of after its turn.
        if let Some(closure) = self.step.borrow_mut().take() {
            Timeout::new(0, move || drop(closure)).forget();
        }
    }
}

/// A call after some milliseconds, unless this is dropped before.
pub(in crate::app) fn after(milliseconds: u32, call: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(milliseconds, call)
}
