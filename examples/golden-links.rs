//! Writes a golden link for each drawing of the story that has none in this version yet: `make golden-links`. Those that
//! are there stay as they are (tests/it/links.rs says why).

use std::io;
use std::path::Path;

use headroom::codec::{file, link};
use headroom::presets;

/// The version of links that are written now.
const VERSION: u32 = 1;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/links");
    for preset in presets::all() {
        let path = folder.join(format!("v{VERSION}-{}.txt", preset.id));
        if let (Some(scenario), false) = (preset.scenario(), path.exists()) {
            std::fs::write(path, format!("{}\n{}", link::write(&scenario), file::write(&scenario)))?;
        }
    }
    Ok(())
}
