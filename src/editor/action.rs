//! Everything that can be done to the page.

use super::geometry::{Direction, Pt, Size};
use super::preference::{Language, Theme};
use super::scale::Step;
use super::state::{Dock, Message, Selection, Sheet, View};
use super::time::TimeAction;
use super::time::against::Choice;
use super::tool::Pointer;
use super::workload_field::Field;
use crate::catalogue::free::FreeTier;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Value;
use crate::catalogue::spec::Role;
use crate::model::plan::{Detail, Failure, Planned, Traffic};
use crate::model::resilience::Resilience;
use crate::model::scenario::{Edge, NodeId, Scenario};
use crate::model::workload::QueryQuality;

/// A thing to do. Screen points count from the stage's corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The pointer pressed the stage.
    Down(Pt, Pointer),
    /// It moved; coarse steps where the flag is set.
    Moved(Pt, bool),
    /// It was released.
    Up(Pt),
    /// Whatever is under way is given up.
    Cancel,
    /// The view is zoomed by a factor about a point, and moved along.
    Zoom {
        /// About which point.
        about: Pt,
        /// By which factor.
        factor: f64,
    },
    /// The view is zoomed about its middle.
    ZoomMiddle(f64),
    /// The view is moved by screen pixels.
    Pan(f64, f64),
    /// The view is centred on a canvas place.
    CentreOn(Pt),
    /// The view shows the whole drawing.
    Fit,
    /// The stage has this size.
    StageSize(Size),

    /// A part of this service comes from the palette, over the stage or not.
    Place(String, Option<Pt>),
    /// It is let go of.
    Drop,
    /// A part of this service is put at a free place.
    Add(String),
    /// A connection is begun, to be ended by a tap or a key.
    StartConnecting(NodeId),
    /// A connection in the making is pointed at a node.
    Aim(NodeId),
    /// Two nodes are joined.
    Connect(Edge),
    /// Two nodes are parted.
    Disconnect(Edge),
    /// What is selected is taken out.
    DeleteSelected,
    /// A node is taken out.
    Remove(NodeId),
    /// A node's card is moved one step, coarse or fine.
    Nudge(NodeId, Direction, bool),
    /// Something is selected.
    Select(Selection),

    /// A setting gets a value.
    Set(NodeId, String, Value),
    /// A role is given or taken.
    SetRole(NodeId, Role, bool),
    /// A role is split out.
    SplitOut(NodeId, Role),
    /// The zone of one instance is chosen.
    SetZone(NodeId, usize, char),
    /// A node is named.
    NameNode(NodeId, String),
    /// The drawing is named.
    Name(String),
    /// The drawing is moved to a region.
    SetRegion(Region),
    /// A number of the workload gets a value.
    SetWorkload(Field, f64),
    /// The quality of the queries is chosen.
    SetQuality(QueryQuality),
    /// The number of users is set.
    SetUsers(u32),
    /// The number of users is moved by a key.
    StepUsers(Step),
    /// A gesture has ended: what comes next is another step of undo.
    Settle,

    /// Users begin or cease to grow by themselves, in a drawing that breaks at this number of users.
    TogglePlay(Option<f64>),
    /// They have grown for some milliseconds; the message is for when they come to where the drawing breaks.
    Grow {
        /// How long.
        elapsed_ms: f64,
        /// Where the drawing breaks.
        breaks_at: Option<f64>,
        /// What to tell then.
        broke: Option<Message>,
    },

    /// The shape of the traffic in time is chosen.
    SetTraffic(Traffic),
    /// Recorded traffic is taken over from the text of a CSV.
    SetReplay(String),
    /// The run gets a length, seconds.
    SetDuration(u32),
    /// How the run is computed is chosen.
    SetDetail(Detail),
    /// What clients and servers do about failures is set.
    SetResilience(Resilience),
    /// Something fails where the head of the run is; the run goes on to show it.
    Fail(Failure),
    /// What fails first of a node fails there.
    FailNode(NodeId),
    /// A planned failure is changed, by its place.
    Replan(usize, Planned),
    /// A planned failure is taken out, by its place.
    Unplan(usize),
    /// The minute at the head of the run is simulated request by request.
    Look,
    /// The run is compared with something, or nothing; the drawing of a link is given.
    Compare(Choice, Option<Box<Scenario>>),
    /// The account that pays the bill is chosen.
    SetFreeTier(FreeTier),
    /// A rate of the won is typed: won for a dollar.
    SetKrw(f64),
    /// Something is done with the run.
    Time(TimeAction),

    /// The last step is undone.
    Undo,
    /// The last undone step is done again.
    Redo,
    /// Another drawing is opened; it can be undone.
    Open(Box<Scenario>),

    /// Cards or tables.
    Show(View),
    /// A sheet is opened or closed.
    OpenSheet(Sheet),
    /// The dock shows something else.
    OpenDock(Dock),
    /// The share dialog is opened or closed.
    Share(bool),
    /// The link was copied, or could not be.
    Copied(bool),
    /// The language is chosen.
    Speak(Language),
    /// The colours are chosen.
    Paint(Theme),
    /// A message is shown.
    Tell(Message),
    /// A message is taken away.
    Dismiss(u32),
}
