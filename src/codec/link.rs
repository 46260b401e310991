//! Share links: `#s=1.<payload>`, where the payload is the drawing's JSON, deflated (zlib: its checksum tells a
//! damaged link from a drawing), in base64url. It stands in the fragment of the address, so no server ever sees it.

use base64ct::{Base64UrlUnpadded, Encoding};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use super::{CodecError, wire};
use crate::model::scenario::Scenario;

/// The version of a link's envelope (how the JSON is packed), apart from that of the JSON inside.
const ENVELOPE: u32 = 1;

/// The longest payload that is read, characters.
const MAX_CHARS: usize = 64 * 1024;

/// The longest text that a link is looked for in: a payload, and an address before it.
const MAX_TEXT: usize = MAX_CHARS + 8 * 1024;

/// What stands before the envelope's version.
const KEY: &str = "s=";

/// Smallest output; the drawing is packed once and sent many times.
const LEVEL: u8 = 9;

/// The fragment of a link to a drawing, `#` included. It holds everything: opening it elsewhere gives the same numbers.
pub fn write(scenario: &Scenario) -> String {
    let packed = compress_to_vec_zlib(wire::write(scenario, false).as_bytes(), LEVEL);
    format!("#{KEY}{ENVELOPE}.{}", Base64UrlUnpadded::encode_string(&packed))
}

/// Whether a text is meant as a link: an address or a fragment with a drawing in it, whole or not.
pub fn is_link(text: &str) -> bool {
    find(text).is_some()
}

/// Opens a whole address, a fragment, or what stands in one.
///
/// # Errors
///
/// See [`CodecError`]; nothing in `text` makes it panic or take more than the limits' memory.
pub fn open(text: &str) -> Result<Scenario, CodecError> {
    if text.len() > MAX_TEXT {
        return Err(CodecError::TooLarge { limit: MAX_CHARS });
    }
    let (version, payload) = find(text).and_then(|value| value.split_once('.')).ok_or(CodecError::NotALink)?;
    match version.parse() {
        Ok(ENVELOPE) => wire::read(&unpack(payload)?),
        Ok(version) if version > ENVELOPE => Err(CodecError::FutureVersion { version, known: ENVELOPE }),
        Ok(version) => Err(CodecError::UnknownVersion { version }),
        Err(_) => Err(CodecError::NotALink),
    }
}

/// The value of `s` in the fragment, which may have others beside it.
fn find(text: &str) -> Option<&str> {
    let text = text.trim();
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    fragment.split('&').find_map(|pair| pair.strip_prefix(KEY))
}

fn unpack(payload: &str) -> Result<String, CodecError> {
    if payload.len() > MAX_CHARS {
        return Err(CodecError::TooLarge { limit: MAX_CHARS });
    }
    let in_alphabet = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    if !payload.bytes().all(in_alphabet) {
        return Err(CodecError::Damaged);
    }
    // Letters that do not end on a whole byte: some are missing.
    let packed = Base64UrlUnpadded::decode_vec(payload).map_err(|_| CodecError::Truncated)?;
    let json = decompress_to_vec_zlib_with_limit(&packed, wire::MAX_JSON).map_err(|failure| match failure.status {
        TINFLStatus::HasMoreOutput => CodecError::TooLarge { limit: wire::MAX_JSON },
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => CodecError::Truncated,
        _ => CodecError::Damaged,
    })?;
    String::from_utf8(json).map_err(|_| CodecError::Damaged)
}
