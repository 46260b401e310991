//! Everything that the page shows apart from the results.

use crate::lists::Map;
use std::rc::Rc;

use super::change::Label;
use super::footprint::{Footprint, footprints};
use super::geometry::{Pt, Rect, Size, Viewport};
use super::history::History;
use super::play::Play;
use super::preference::{Language, Theme};
use super::time::Time;
use super::time::against::Against;
use super::tool::Tool;
use crate::catalogue::spec::Resource;
use crate::codec::CodecError;
use crate::model::scenario::{Edge, NodeId, Scenario};
use crate::model::wiring::Refusal;

/// What is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing: the inspector shows the workload.
    #[default]
    None,
    /// A node.
    Node(NodeId),
    /// A connection.
    Edge(Edge),
}

impl Selection {
    /// The selected node.
    pub const fn node(self) -> Option<NodeId> {
        match self {
            Self::Node(id) => Some(id),
            _ => None,
        }
    }
}

/// How the drawing is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// As cards and wires.
    #[default]
    Diagram,
    /// As tables with the same content.
    Table,
}

/// The sheet that is open on a small screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// None: the drawing has the screen.
    #[default]
    None,
    /// The palette.
    Add,
    /// The inspector.
    Inspector,
    /// The dock: curves and the run in time.
    Growth,
    /// Language, theme and files.
    Settings,
}

/// What the dock below the drawing shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dock {
    /// The curves over users.
    #[default]
    Growth,
    /// The run in time.
    Time,
    /// The bill, line by line.
    Cost,
}

impl Dock {
    /// What the tab to the right of this one shows; the last is followed by the first.
    pub const fn next(self) -> Self {
        match self {
            Self::Growth => Self::Time,
            Self::Time => Self::Cost,
            Self::Cost => Self::Growth,
        }
    }

    /// What the tab to the left shows.
    pub const fn previous(self) -> Self {
        self.next().next()
    }
}

/// Where a drawing was to come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A link.
    Link,
    /// A file.
    File,
    /// The copy in this browser.
    Stored,
}

/// Something to tell, as a code.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A connection was refused.
    Refused(Label, Label, Refusal),
    /// A drawing could not be opened; the current one is kept.
    CannotOpen(Source, CodecError),
    /// A drawing could not be written as a link or a file.
    CannotWrite,
    /// The part that was to be added is not known.
    CannotAdd,
    /// The growth has come to where the drawing breaks.
    Broke(Label, Resource, u32),
    /// The browser's store takes nothing more: the drawing is not kept.
    StoreFull,
    /// Another tab has changed the kept drawing.
    OtherTab,
    /// The link is on the clipboard.
    Copied,
    /// The browser did not let us write to the clipboard.
    NotCopied,
}

impl Message {
    /// Whether it stays until it is answered.
    pub const fn stays(&self) -> bool {
        matches!(self, Self::OtherTab | Self::CannotOpen(..) | Self::StoreFull)
    }
}

/// A message on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Names it.
    pub id: u32,
    /// What it says.
    pub message: Message,
}

/// The state of the page.
#[derive(Clone, Debug)]
pub struct Editor {
    /// The drawing.
    pub scenario: Rc<Scenario>,
    /// The room that its cards take.
    pub footprints: Rc<Map<NodeId, Footprint>>,
    /// Rises with every change that changes results other than through the number of users.
    pub model_revision: u32,
    /// Rises when another drawing is opened.
    pub document: u32,
    /// Undo and redo.
    pub history: Rc<History>,
    /// What is selected.
    pub selection: Selection,
    /// What the pointer is doing.
    pub tool: Tool,
    /// What the stage shows.
    pub viewport: Viewport,
    /// Whether the view still is what fitting made it, so that it is fitted anew when the stage changes.
    pub fitted: bool,
    /// The size of the stage.
    pub stage: Size,
    /// Cards or tables.
    pub view: View,
    /// The open sheet of a small screen.
    pub sheet: Sheet,
    /// What the dock shows.
    pub dock: Dock,
    /// The run in time.
    pub time: Time,
    /// What it is compared with.
    pub against: Against,
    /// Whether the share dialog is open.
    pub sharing: bool,
    /// Whether the link in the share dialog has been copied.
    pub copied: bool,
    /// The language.
    pub language: Language,
    /// The colours.
    pub theme: Theme,
    /// Users growing by themselves.
    pub play: Option<Play>,
    /// Messages on the screen, oldest first.
    pub notices: Vec<Notice>,
    /// The id that the next message gets.
    pub next_notice: u32,
}

impl Editor {
    /// The page with a drawing.
    pub fn new(scenario: Scenario, language: Language, theme: Theme) -> Self {
        Self {
            footprints: Rc::new(footprints(&scenario)),
            scenario: Rc::new(scenario),
            model_revision: 0,
            document: 0,
            history: Rc::default(),
            selection: Selection::None,
            tool: Tool::Idle,
            viewport: Viewport::default(),
            fitted: true,
            stage: Size::default(),
            view: View::Diagram,
            sheet: Sheet::None,
            dock: Dock::Growth,
            time: Time::default(),
            against: Against::default(),
            sharing: false,
            copied: false,
            language,
            theme,
            play: None,
            notices: Vec::new(),
            next_notice: 0,
        }
    }

    /// The number of users.
    pub fn users(&self) -> u32 {
        self.scenario.workload.users
    }

    /// The card of a node.
    pub fn card(&self, id: NodeId) -> Option<Rect> {
        let node = self.scenario.nodes.get(&id)?;
        let size = self.footprints.get(&id)?.size;
        Some(Rect::new(f64::from(node.at.x), f64::from(node.at.y), size.w, size.h))
    }

    /// Every card.
    pub fn cards(&self) -> Map<NodeId, Rect> {
        Map::from_iter(self.scenario.nodes.keys().filter_map(|&id| Some((id, self.card(id)?))))
    }

    /// The drawing as it was before the last step, for comparing results.
    pub fn before_last_step(&self) -> Option<Scenario> {
        let mut scenario = (*self.scenario).clone();
        self.history.last()?.back.clone().apply(&mut scenario).ok()?;
        Some(scenario)
    }

    /// The middle of what the stage shows.
    pub fn middle(&self) -> Pt {
        self.viewport.shown(self.stage).centre()
    }
}
