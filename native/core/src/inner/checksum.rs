//! The Internet checksum (RFC 1071). Sums are kept in memory order: the ones-complement sum does
//! not depend on the byte order (RFC 1071 section 2(B)), so words are loaded as they lie and a
//! folded sum is written back with `to_ne_bytes`.

/// Ones-complement sum of `bytes`, odd length padded with zero; at most 0xffff, so that several can
/// be added before `fold`.
pub fn sum(bytes: &[u8]) -> u32 {
    let (words, mut rest) = bytes.as_chunks::<8>();
    // Halves of 64-bit words: no carries to chase (2^31 words fit), and the loop vectorises.
    let mut total: u64 = 0;
    for &word in words {
        let word = u64::from_ne_bytes(word);
        total += (word >> 32) + (word & 0xffff_ffff);
    }
    if let Some((word, after)) = rest.split_first_chunk::<4>() {
        total += u64::from(u32::from_ne_bytes(*word));
        rest = after;
    }
    if let Some((word, after)) = rest.split_first_chunk::<2>() {
        total += u64::from(u16::from_ne_bytes(*word));
        rest = after;
    }
    if let [last] = rest {
        total += u64::from(u16::from_ne_bytes([*last, 0]));
    }
    total = (total >> 32) + (total & 0xffff_ffff);
    total = (total >> 32) + (total & 0xffff_ffff);
    let total = total as u32;
    u32::from(fold((total >> 16) + (total & 0xffff)))
}

/// The sum as 16 bits, in memory order, not complemented.
pub fn fold(sum: u32) -> u16 {
    let sum = (sum >> 16) + (sum & 0xffff);
    ((sum >> 16) + sum) as u16
}

/// A number as it lies in a header (big endian), ready to be added to a sum.
pub fn word(value: u16) -> u32 {
    u32::from(value.to_be())
}

/// Sum of the pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1): `addresses` are source
/// and destination as they lie in the IP header, 8 or 32 bytes; `length` is that of the transport
/// header and payload.
pub fn pseudo(addresses: &[u8], protocol: u8, length: u16) -> u32 {
    sum(addresses) + word(u16::from(protocol)) + word(length)
}

/// Completes a partial checksum: sums `bytes` from the transport header on, its checksum field at
/// `at` holding the pseudo-header sum. Zero becomes 0xffff (RFC 768: zero would mean "none"). `at +
/// 2` must lie within `bytes`.
pub fn complete(bytes: &mut [u8], at: usize) {
    let checksum = match !fold(sum(bytes)) {
        0 => 0xffff,
        checksum => checksum,
    };
    bytes[at..at + 2].copy_from_slice(&checksum.to_ne_bytes());
}

/// Writes the checksum of an IPv4 header (RFC 791), `header` being all of it.
pub fn complete_ipv4(header: &mut [u8]) {
    header[10..12].fill(0);
    let checksum = !fold(sum(header));
    header[10..12].copy_from_slice(&checksum.to_ne_bytes());
}

/// Whether `bytes`, their checksum field included, add up to all ones on top of `pseudo`.
pub fn holds(bytes: &[u8], pseudo: u32) -> bool {
    fold(sum(bytes) + pseudo) == 0xffff
}
