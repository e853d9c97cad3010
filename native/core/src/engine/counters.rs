//! What is counted: one registry of counters and one of drop reasons, a row of each per worker.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

macro_rules! registry {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($variant,)* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// snake_case, stable.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}

registry! {
    /// What the engine counts besides drops. Packets and bytes are inner ones, datagrams outer ones.
    Counter {
        InboundPackets => "inbound_packets",
        InboundBytes => "inbound_bytes",
        InboundDatagrams => "inbound_datagrams",
        OutboundPackets => "outbound_packets",
        OutboundBytes => "outbound_bytes",
        OutboundDatagrams => "outbound_datagrams",
        OutboundTrains => "outbound_trains",
        DeliveredFrames => "delivered_frames",
        ControlFramesIn => "control_frames_in",
        ControlFramesOut => "control_frames_out",
        HandshakesIn => "handshakes_in",
        HandshakesOut => "handshakes_out",
        CookiesIn => "cookies_in",
        CookiesOut => "cookies_out",
        WindowGrowths => "window_growths",
        WindowGrowthsRefused => "window_growths_refused",
        UnreachableSent => "unreachable_sent",
        InboundRelayed => "inbound_relayed",
        OutboundRelayed => "outbound_relayed",
        InboundRelayedPackets => "inbound_relayed_packets",
        InboundRelayedBytes => "inbound_relayed_bytes",
        OutboundRelayedPackets => "outbound_relayed_packets",
        OutboundRelayedBytes => "outbound_relayed_bytes",
        RelayedDatagrams => "relayed_datagrams",
        RelayedBytes => "relayed_bytes",
        RelayedTrains => "relayed_trains",
        PathSwitches => "path_switches",
        PathSwitchesEarly => "path_switches_early",
        Turns => "turns",
    }
}

registry! {
    /// Why a datagram or packet went no further. The index in `ALL` is its id.
    DropReason {
        DatagramTooShort => "datagram_too_short",
        WireVersion => "wire_version",
        UnknownType => "unknown_type",
        ReservedBits => "reserved_bits",
        HandshakeLength => "handshake_length",
        NoIdentity => "no_identity",
        Mac1Invalid => "mac1_invalid",
        Mac2Demanded => "mac2_demanded",
        HandshakeRate => "handshake_rate",
        HandshakeOverflow => "handshake_overflow",
        HandshakeExpired => "handshake_expired",
        CookieLength => "cookie_length",
        CookieUnexpected => "cookie_unexpected",
        CookieInvalid => "cookie_invalid",
        RelayTagInvalid => "relay_tag_invalid",
        RelayNotManager => "relay_not_manager",
        RelayNested => "relay_nested",
        RelayHop => "relay_hop",
        RelayNoHandle => "relay_no_handle",
        RelayNotSource => "relay_not_source",
        RelayQuota => "relay_quota",
        RelayNoPath => "relay_no_path",
        RelayDestination => "relay_destination",
        UnknownSession => "unknown_session",
        LaneOutOfRange => "lane_out_of_range",
        SequenceOutOfRange => "sequence_out_of_range",
        Replayed => "replayed",
        BehindWindow => "behind_window",
        OpenFailed => "open_failed",
        KeyRetired => "key_retired",
        PlaintextUnknown => "plaintext_unknown",
        ControlMalformed => "control_malformed",
        ControlUnknown => "control_unknown",
        ControlRate => "control_rate",
        KemUnsupported => "kem_unsupported",
        InnerMalformed => "inner_malformed",
        SourceNotAllowed => "source_not_allowed",
        InboundMulticast => "inbound_multicast",
        UnknownDestination => "unknown_destination",
        EventOverflow => "event_overflow",
        TunWriteFailed => "tun_write_failed",
        // From here on about packets that this node sends, before it about what it receives: `direction`.
        TunMalformed => "tun_malformed",
        OutboundMulticast => "outbound_multicast",
        NoRoute => "no_route",
        AddressUnknown => "address_unknown",
        NoPath => "no_path",
        PacketTooBig => "packet_too_big",
        WaitingOverflow => "waiting_overflow",
        WaitingExpired => "waiting_expired",
        KeyExhausted => "key_exhausted",
        SessionUnusable => "session_unusable",
        UdpSendFailed => "udp_send_failed",
    }
}

impl DropReason {
    pub fn direction(self) -> Direction {
        if self < DropReason::TunMalformed {
            Direction::Inbound
        } else {
            Direction::Outbound
        }
    }
}

const COUNTERS: usize = Counter::ALL.len();
const REASONS: usize = DropReason::ALL.len();

/// One row of counters. Written by its one owner (a worker, or whoever holds the lock it is behind), read by anyone.
#[repr(align(64))]
pub struct Tally {
    counts: [AtomicU64; COUNTERS],
    drops: [AtomicU64; REASONS],
}

impl Tally {
    pub fn new() -> Tally {
        Tally {
            counts: [const { AtomicU64::new(0) }; COUNTERS],
            drops: [const { AtomicU64::new(0) }; REASONS],
        }
    }

    pub fn add(&self, counter: Counter, amount: u64) {
        add_owned(&self.counts[counter as usize], amount);
    }

    pub fn drop_packets(&self, reason: DropReason, packets: u64) {
        add_owned(&self.drops[reason as usize], packets);
    }
}

impl Default for Tally {
    fn default() -> Tally {
        Tally::new()
    }
}

/// Adds without a locked instruction: right only because each cell has one writer.
pub fn add_owned(cell: &AtomicU64, amount: u64) {
    cell.store(cell.load(Relaxed).wrapping_add(amount), Relaxed);
}

/// Sums over all rows at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counters {
    counts: [u64; COUNTERS],
    drops: [u64; REASONS],
    /// Bytes that replay windows take of their budget.
    pub window_bytes: u64,
    /// Sessions installed now.
    pub sessions: u64,
}

impl Counters {
    pub fn sum<'a>(rows: impl Iterator<Item = &'a Tally>) -> Counters {
        let mut sum = Counters {
            counts: [0; COUNTERS],
            drops: [0; REASONS],
            window_bytes: 0,
            sessions: 0,
        };
        for row in rows {
            sum.counts
                .iter_mut()
                .zip(&row.counts)
                .for_each(|(sum, cell)| *sum += cell.load(Relaxed));
            sum.drops
                .iter_mut()
                .zip(&row.drops)
                .for_each(|(sum, cell)| *sum += cell.load(Relaxed));
        }
        sum
    }

    pub fn get(&self, counter: Counter) -> u64 {
        self.counts[counter as usize]
    }

    pub fn dropped(&self, reason: DropReason) -> u64 {
        self.drops[reason as usize]
    }
}
