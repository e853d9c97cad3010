//! The relay header around an end-to-end datagram: written in front of it, and held against its tag. Spec §9.

use super::aead::{DataKey, Suite, relay_tag};
use super::hash::equal;
use super::session::Session;
use super::wire::{RELAY_HEAD, RELAY_HEADER, RelayHeader};

/// Of the payload, as much as the tag covers.
const COVERED: usize = 16;

/// Writes the header over the first 32 bytes of a datagram whose payload follows them.
pub fn write(session: &Session, counter: u64, handle: u32, hop: bool, datagram: &mut [u8]) {
    let header = RelayHeader {
        hop,
        receiver: session.remote_index,
        counter,
        handle,
        tag: [0; _],
    };
    datagram[..RELAY_HEAD].copy_from_slice(&header.head());
    let tag = tag(session.suite, session.keys.send(), counter, datagram);
    datagram[RELAY_HEAD..RELAY_HEADER].copy_from_slice(&tag);
}

/// Whether the header that was read from this datagram is its session's.
pub fn holds(session: &Session, header: &RelayHeader, datagram: &[u8]) -> bool {
    let key = session.keys.receive();
    equal(
        &tag(session.suite, key, header.counter, datagram),
        &header.tag,
    )
}

/// Over bytes 0-19 || payload length u16 || first 16 bytes of the payload.
pub fn tag(
    suite: Suite,
    key: &DataKey,
    counter: u64,
    datagram: &[u8],
) -> [u8; RELAY_HEADER - RELAY_HEAD] {
    let (header, payload) = datagram.split_at(RELAY_HEADER);
    let covered = payload.len().min(COVERED);
    let mut associated = [0u8; RELAY_HEAD + 2 + COVERED];
    associated[..RELAY_HEAD].copy_from_slice(&header[..RELAY_HEAD]);
    associated[RELAY_HEAD..RELAY_HEAD + 2].copy_from_slice(&(payload.len() as u16).to_le_bytes());
    associated[RELAY_HEAD + 2..][..covered].copy_from_slice(&payload[..covered]);
    relay_tag(suite, key, counter, &associated[..RELAY_HEAD + 2 + covered])
}
