//! What goes into a step and what comes out of it, packed in one buffer. Little endian.
use std::net::SocketAddr;

use super::error::IoError;
use super::step::{StepInput, StepOutput, Train};
use crate::engine::events::{self, PATH_BYTES};

/// Each: u32 segment (0: all of it) | u32 socket | u32 bytes | u32 bytes of the source's text, none where it is a packet from
/// the TUN | that text | the bytes. The first `length` bytes of `exchange` are such. Error: engine-argument.
pub fn unpack(mut exchange: &[u8], length: u32) -> Result<StepInput, IoError> {
    let mut packed = take(&mut exchange, length)?;
    let mut input = StepInput::default();
    while !packed.is_empty() {
        let [segment, socket, length, text] = [(); 4].map(|()| word(&mut packed));
        let source = take(&mut packed, text?)?;
        let bytes = take(&mut packed, length?)?.to_vec();
        if source.is_empty() {
            input.packets.push(bytes);
            continue;
        }
        let segment = Some(segment? as usize).filter(|segment| *segment > 0);
        input.datagrams.push(Train {
            source: endpoint(source)?,
            segment: segment.unwrap_or(bytes.len()),
            bytes,
            socket: socket?,
        });
    }
    Ok(input)
}

/// f64 when the next step is wanted, -1 for never | u32 bytes of events | 4 zero | the events | of each datagram and each
/// packet: u32 bytes | its destination as in events, of family 0 where that is the TUN | the bytes | zeros, so that all of it
/// is a multiple of 8.
pub fn pack(output: &StepOutput, packed: &mut Vec<u8>) {
    packed.clear();
    let next = output.next_wakeup.map_or(-1.0, |at| at as f64);
    packed.extend_from_slice(&next.to_le_bytes());
    packed.extend_from_slice(&(output.events.len() as u64).to_le_bytes());
    packed.extend_from_slice(&output.events);
    for (destination, bytes) in &output.datagrams {
        push(packed, &events::pack_path((*destination).into()), bytes);
    }
    for packet in &output.packets {
        push(packed, &[0; PATH_BYTES], packet);
    }
}

fn push(packed: &mut Vec<u8>, destination: &[u8; PATH_BYTES], bytes: &[u8]) {
    packed.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    packed.extend_from_slice(destination);
    packed.extend_from_slice(bytes);
    packed.resize(packed.len().next_multiple_of(8), 0);
}

fn endpoint(text: &[u8]) -> Result<SocketAddr, IoError> {
    let parsed = std::str::from_utf8(text).ok();
    let parsed = parsed.and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| refused(format!("{text:?} is no endpoint")))
}

fn word(packed: &mut &[u8]) -> Result<u32, IoError> {
    let mut word = [0; 4];
    word.copy_from_slice(take(packed, 4)?);
    Ok(u32::from_le_bytes(word))
}

fn take<'a>(packed: &mut &'a [u8], bytes: u32) -> Result<&'a [u8], IoError> {
    let left = packed.len();
    let split = packed.split_at_checked(bytes as usize);
    let (taken, rest) =
        split.ok_or_else(|| refused(format!("{left} bytes where {bytes} were to be")))?;
    *packed = rest;
    Ok(taken)
}

fn refused(why: String) -> IoError {
    IoError::new("engine-argument", why)
}
