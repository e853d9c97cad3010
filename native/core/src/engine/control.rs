//! Control frames inside data packets: 0 kind | 1 flags | 2-3 body length | body. Spec §6.3.

use super::counters::DropReason;

pub const FRAME_HEADER: usize = 4;
/// Flag of a keepalive: answer me.
pub const FLAG_ANSWER: u8 = 1;

pub const MESSAGE: u8 = 0;
pub const PROBE: u8 = 1;
pub const ECHO: u8 = 2;
pub const CHALLENGE: u8 = 3;
pub const RESPONSE: u8 = 4;
pub const KEEPALIVE: u8 = 5;
pub const KEM_PART: u8 = 6;

/// Kinds that a peer sends along its path to this node; the others go to where they were asked for.
pub fn follows_path(kind: u8) -> bool {
    matches!(kind, MESSAGE | KEEPALIVE)
}

pub const PROBE_BYTES: usize = 8;
pub const TOKEN_BYTES: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    pub kind: u8,
    pub flags: u8,
    pub body: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a whole plaintext; kinds 0 to 6 with bodies of their size pass.
    pub fn parse(plain: &'a [u8]) -> Result<Frame<'a>, DropReason> {
        let (head, body) = plain
            .split_first_chunk::<FRAME_HEADER>()
            .ok_or(DropReason::ControlMalformed)?;
        let [kind, flags, low, high] = *head;
        if usize::from(u16::from_le_bytes([low, high])) != body.len() {
            return Err(DropReason::ControlMalformed);
        }
        let sized = match kind {
            MESSAGE => true,
            PROBE | ECHO => body.len() == PROBE_BYTES,
            CHALLENGE | RESPONSE => body.len() == TOKEN_BYTES,
            KEEPALIVE => body.is_empty(),
            KEM_PART => return Err(DropReason::KemUnsupported),
            _ => return Err(DropReason::ControlUnknown),
        };
        if sized {
            Ok(Frame { kind, flags, body })
        } else {
            Err(DropReason::ControlMalformed)
        }
    }

    /// Writes the frame to the start of `out`; None when it does not fit there or in a u16.
    pub fn write<'o>(&self, out: &'o mut [u8]) -> Option<&'o [u8]> {
        let length = u16::try_from(self.body.len()).ok()?;
        let total = FRAME_HEADER + self.body.len();
        let place = out.get_mut(..total)?;
        let (head, body) = place.split_at_mut(FRAME_HEADER);
        let [low, high] = length.to_le_bytes();
        head.copy_from_slice(&[self.kind, self.flags, low, high]);
        body.copy_from_slice(self.body);
        Some(place)
    }
}
