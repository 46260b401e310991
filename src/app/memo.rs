//! A part of the page that is drawn anew only when what it shows has changed.
//!
//! One component serves all of them: every component of its own would add about 5 kB to the page
//! (docs/performance.md). A part without state is a plain function of what it shows.

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::Key;

/// What a part shows, and how it is drawn.
trait Part {
    fn any(&self) -> &dyn Any;
    fn shows_the_same(&self, other: &dyn Any) -> bool;
    fn draw(&self) -> Html;
}

struct Shown<P> {
    props: P,
    draw: fn(&P) -> Html,
}

impl<P: PartialEq + 'static> Part for Shown<P> {
    fn any(&self) -> &dyn Any {
        &self.props
    }

    fn shows_the_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<P>().is_some_and(|other| *other == self.props)
    }

    fn draw(&self) -> Html {
        (self.draw)(&self.props)
    }
}

/// A part.
#[derive(Clone, Properties)]
struct MemoProps {
    part: Rc<dyn Part>,
}

impl PartialEq for MemoProps {
    fn eq(&self, other: &Self) -> bool {
        self.part.shows_the_same(other.part.any())
    }
}

#[component]
fn Memo(props: &MemoProps) -> Html {
    props.part.draw()
}

/// A part that is drawn anew only when its props differ. The key tells it from its siblings.
pub(super) fn memo<P: PartialEq + 'static>(key: impl Into<Key>, props: P, draw: fn(&P) -> Html) -> Html {
    keyed(key.into(), Rc::new(Shown { props, draw }))
}

fn keyed(key: Key, part: Rc<dyn Part>) -> Html {
    html! { <Memo {key} {part} /> }
}
