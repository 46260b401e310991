//! How an action changes the state. Pure: the same state and action give the same next state.

mod commit;
mod edits;
mod place;
mod pointer;
mod room;
mod time;
mod users;
mod view;

#[cfg(test)]
mod tests;

use super::action::Action;
use super::state::Editor;

/// Does an action. False where it changed nothing, so that nothing has to be drawn anew.
pub fn reduce(editor: &mut Editor, action: Action) -> bool {
    match action {
        Action::StageSize(size) => view::resized(editor, size),
        action => by_hand(editor, action),
    }
}

/// Does what only a person sets off: nothing of it is needed for the first screen (docs/decisions/0005).
#[inline(never)]
fn by_hand(editor: &mut Editor, action: Action) -> bool {
    match action {
        Action::Down(at, with) => pointer::down(editor, at, with),
        Action::Moved(at, coarse) => pointer::moved(editor, at, coarse),
        Action::Up(at) => pointer::up(editor, at),
        Action::Cancel => pointer::cancel(editor),
        Action::Place(service, at) => pointer::place(editor, service, at),
        Action::Drop => pointer::drop(editor),
        Action::StartConnecting(from) => pointer::start_connecting(editor, from),
        Action::Aim(node) => pointer::aim(editor, node),

        Action::Zoom { about, factor } => view::zoom(editor, about, factor),
        Action::ZoomMiddle(factor) => view::zoom_middle(editor, factor),
        Action::Pan(dx, dy) => view::pan(editor, dx, dy),
        Action::CentreOn(at) => view::centre_on(editor, at),
        Action::Fit => view::fit(editor),
        Action::StageSize(_) => false,
        Action::Select(selection) => view::select(editor, selection),
        Action::Show(shown) => view::set(&mut editor.view, shown),
        Action::OpenSheet(sheet) => view::set(&mut editor.sheet, sheet),
        Action::OpenDock(dock) => time::open(editor, dock),
        Action::Share(open) => view::share(editor, open),
        Action::Copied(done) => view::copied(editor, done),
        Action::Speak(language) => view::set(&mut editor.language, language),
        Action::Paint(theme) => view::set(&mut editor.theme, theme),
        Action::Tell(message) => view::tell(editor, message),
        Action::Dismiss(id) => view::dismiss(editor, id),

        Action::Add(service) => edits::add(editor, &service),
        Action::Connect(edge) => edits::connect(editor, edge),
        Action::Disconnect(edge) => edits::disconnect(editor, edge),
        Action::DeleteSelected => edits::delete_selected(editor),
        Action::Remove(id) => edits::remove(editor, id),
        Action::Nudge(id, direction, coarse) => edits::nudge(editor, id, direction, coarse),
        Action::Set(id, key, value) => edits::set(editor, id, key, value),
        Action::SetRole(id, role, on) => edits::set_role(editor, id, role, on),
        Action::SplitOut(id, role) => edits::split_out(editor, id, role),
        Action::SetZone(id, instance, zone) => edits::set_zone(editor, id, instance, zone),
        Action::NameNode(id, name) => edits::name_node(editor, id, &name),
        Action::Name(name) => edits::name(editor, &name),
        Action::SetRegion(region) => edits::set_region(editor, region),
        Action::Open(scenario) => edits::open(editor, *scenario),
        Action::Undo => commit::undo(editor),
        Action::Redo => commit::redo(editor),
        Action::Settle => commit::settle(editor),

        Action::SetWorkload(field, value) => users::set_workload(editor, field, value),
        Action::SetQuality(quality) => users::set_quality(editor, quality),
        Action::SetUsers(users) => users::set_users(editor, users),
        Action::StepUsers(step) => users::step(editor, step),
        Action::SetTraffic(traffic) => time::set_traffic(editor, traffic),
        Action::SetReplay(text) => time::set_replay(editor, &text),
        Action::SetDuration(duration_s) => time::set_duration(editor, duration_s),
        Action::SetDetail(detail) => time::set_detail(editor, detail),
        Action::SetResilience(resilience) => time::set_resilience(editor, resilience),
        Action::Fail(failure) => time::fail(editor, failure),
        Action::FailNode(id) => time::fail_node(editor, id),
        Action::Replan(index, planned) => time::replan(editor, index, planned),
        Action::Unplan(index) => time::unplan(editor, index),
        Action::Look => time::look(editor),
        Action::Compare(choice, drawing) => time::compare(editor, choice, drawing.map(|drawing| *drawing)),
        Action::SetFreeTier(tier) => edits::set_free_tier(editor, tier),
        Action::SetKrw(rate) => edits::set_krw(editor, rate),
        Action::Time(action) => time::act(editor, action),
        Action::TogglePlay(breaks_at) => users::toggle_play(editor, breaks_at),
        Action::Grow { elapsed_ms, breaks_at, broke } => users::grow(editor, elapsed_ms, breaks_at, broke),
    }
}
