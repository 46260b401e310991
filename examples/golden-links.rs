//! Writes a golden link for each drawing of the story, and each with a plan of its own, that has none in this version yet:
//! `make golden-links`. Those that are there stay as they are (tests/it/links.rs says why).

#[path = "../tests/support/plans.rs"]
mod plans;

use std::io;
use std::path::Path;

use headroom::codec::{file, link};
use headroom::presets;

/// The version of links that are written now.
const VERSION: u32 = 1;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/links");
    let presets = presets::all().iter().filter_map(|preset| Some((preset.id, preset.scenario()?)));
    for (name, scenario) in presets.chain(plans::drawings()) {
        let path = folder.join(format!("v{VERSION}-{name}.txt"));
        if !path.exists() {
            std::fs::write(path, format!("{}\n{}", link::write(&scenario), file::write(&scenario)))?;
        }
    }
    Ok(())
}
