//! rtnetlink (rtnetlink(7)): addresses, MTU, link and routes of the overlay's interface; the addresses of all others.
use std::ffi::CStr;
use std::fmt;
use std::io;
use std::mem;
use std::net::IpAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::str::FromStr;

use super::error::IoError;
use super::message::{Message, attributes, messages};
use super::sys;
use crate::engine::Prefix;

/// An address on an interface with its prefix length (host bits kept), or a route's destination (host bits zero).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subnet {
    pub address: IpAddr,
    pub length: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceAddress {
    pub interface: String,
    pub index: u32,
    pub subnet: Subnet,
}

/// One way of a unicast route of the main table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    pub destination: Subnet,
    /// Of the interface that it leaves by.
    pub index: u32,
    pub gateway: Option<IpAddr>,
}

impl Route {
    /// Name of the interface that it leaves by; empty where that has gone meanwhile.
    pub fn interface(&self) -> String {
        interface_name(self.index).unwrap_or_default()
    }
}

/// What an interface is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub name: String,
    pub mtu: u32,
    pub txqueuelen: u32,
    pub up: bool,
}

/// One rtnetlink socket. Every request waits for the kernel's answer; the kernel answers at once.
pub struct Netlink {
    fd: OwnedFd,
    sequence: u32,
}

impl Netlink {
    pub fn open() -> Result<Self, IoError> {
        let failed =
            |error: io::Error| IoError::from_os("netlink-failed", "cannot open rtnetlink", &error);
        let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
        // SAFETY: socket takes plain integers.
        let opened =
            sys::owned(unsafe { libc::socket(libc::AF_NETLINK, kind, libc::NETLINK_ROUTE) });
        let fd = opened.map_err(failed)?;
        // Since Linux 4.20; without it the kernel lists more than was asked for.
        let _ = sys::set_option(&fd, libc::SOL_NETLINK, libc::NETLINK_GET_STRICT_CHK, 1i32);
        Ok(Self { fd, sequence: 0 })
    }

    /// The index of an interface by its name.
    pub fn index(&mut self, name: &str) -> Result<u32, IoError> {
        let mut request = Message::new(libc::RTM_GETLINK, 0, &link_header(0, false));
        request.attribute(libc::IFLA_IFNAME, &[name.as_bytes(), &[0]].concat());
        let answer = self.request(request, &format!("find interface '{name}'"))?;
        let found = messages(&answer).next().and_then(|(_, body)| word(body, 4));
        found.ok_or_else(|| {
            IoError::new(
                "netlink-failed",
                format!("no answer about interface '{name}'"),
            )
        })
    }

    pub fn link(&mut self, index: u32) -> Result<Link, IoError> {
        let request = Message::new(libc::RTM_GETLINK, 0, &link_header(index, false));
        let answer = self.request(request, &format!("read interface {index}"))?;
        let (_, body) = messages(&answer).next().unwrap_or((0, &[]));
        let mut link = Link {
            name: String::new(),
            mtu: 0,
            txqueuelen: 0,
            up: word(body, 8).unwrap_or(0) & libc::IFF_UP as u32 != 0,
        };
        for (kind, value) in attributes(body.get(LINK_HEADER..).unwrap_or(&[])) {
            match kind {
                libc::IFLA_IFNAME => link.name = text(value),
                libc::IFLA_MTU => link.mtu = word(value, 0).unwrap_or(0),
                libc::IFLA_TXQLEN => link.txqueuelen = word(value, 0).unwrap_or(0),
                _ => {}
            }
        }
        Ok(link)
    }

    /// Sets the queue length, and keeps IPv6 from inventing a link-local address (and from announcing itself).
    pub fn prepare_link(&mut self, index: u32, txqueuelen: u32) -> Result<(), IoError> {
        self.set_link(index, libc::IFLA_TXQLEN, txqueuelen, "txqueuelen")?;
        let header = link_header(index, false);
        let mut request = Message::new(libc::RTM_NEWLINK, libc::NLM_F_ACK, &header);
        request.nested(libc::IFLA_AF_SPEC, |families| {
            families.nested(libc::AF_INET6 as u16, |inet6| {
                inet6.attribute(INET6_ADDR_GEN_MODE, &[ADDR_GEN_MODE_NONE]);
            });
        });
        // Refused where IPv6 is switched off, and then there is nothing to keep it from.
        let _ = self.request(request, "switch off IPv6 address generation");
        Ok(())
    }

    pub fn set_mtu(&mut self, index: u32, mtu: u32) -> Result<(), IoError> {
        self.set_link(index, libc::IFLA_MTU, mtu, "MTU")
    }

    fn set_link(&mut self, index: u32, kind: u16, value: u32, what: &str) -> Result<(), IoError> {
        let header = link_header(index, false);
        let mut request = Message::new(libc::RTM_NEWLINK, libc::NLM_F_ACK, &header);
        request.attribute(kind, &value.to_ne_bytes());
        self.request(request, &format!("set {what} {value}"))
            .map(drop)
    }

    pub fn set_up(&mut self, index: u32) -> Result<(), IoError> {
        let request = Message::new(
            libc::RTM_NEWLINK,
            libc::NLM_F_ACK,
            &link_header(index, true),
        );
        self.request(request, "set the link up").map(drop)
    }

    /// Adds an address; usable at once (no duplicate address detection: the overlay has no link to ask on).
    pub fn add_address(&mut self, index: u32, subnet: Subnet) -> Result<(), IoError> {
        let flags = libc::NLM_F_ACK | libc::NLM_F_CREATE | libc::NLM_F_EXCL;
        let mut request = address_request(libc::RTM_NEWADDR, flags, index, subnet);
        request.attribute(libc::IFA_FLAGS, &libc::IFA_F_NODAD.to_ne_bytes());
        self.request(request, &format!("add address {subnet}"))
            .map(drop)
    }

    pub fn remove_address(&mut self, index: u32, subnet: Subnet) -> Result<(), IoError> {
        let request = address_request(libc::RTM_DELADDR, libc::NLM_F_ACK, index, subnet);
        self.request(request, &format!("remove address {subnet}"))
            .map(drop)
    }

    /// Routes `destination` to the interface; refused where exactly that destination is routed already.
    pub fn add_route(&mut self, index: u32, destination: Subnet) -> Result<(), IoError> {
        let flags = libc::NLM_F_ACK | libc::NLM_F_CREATE | libc::NLM_F_EXCL;
        let request = route_request(libc::RTM_NEWROUTE, flags, index, destination);
        self.request(request, &format!("add route {destination}"))
            .map(drop)
    }

    pub fn remove_route(&mut self, index: u32, destination: Subnet) -> Result<(), IoError> {
        let request = route_request(libc::RTM_DELROUTE, libc::NLM_F_ACK, index, destination);
        self.request(request, &format!("remove route {destination}"))
            .map(drop)
    }

    /// Every address of every interface of this host.
    pub fn addresses(&mut self) -> Result<Vec<InterfaceAddress>, IoError> {
        self.list_addresses(0)
    }

    /// The addresses of one interface.
    pub fn addresses_of(&mut self, index: u32) -> Result<Vec<Subnet>, IoError> {
        let listed = self.list_addresses(index)?.into_iter();
        let here = listed.filter(|address| address.index == index);
        Ok(here.map(|address| address.subnet).collect())
    }

    /// The main table's unicast routes, each as often as it has ways.
    pub fn routes(&mut self) -> Result<Vec<Route>, IoError> {
        self.list_routes(None)
    }

    /// The destinations that the main table routes to one interface.
    pub fn routes_to(&mut self, index: u32) -> Result<Vec<Subnet>, IoError> {
        let listed = self.list_routes(Some(index))?.into_iter();
        let here = listed.filter(|route| route.index == index);
        Ok(here.map(|route| route.destination).collect())
    }

    fn list_addresses(&mut self, index: u32) -> Result<Vec<InterfaceAddress>, IoError> {
        let [a, b, c, d] = index.to_ne_bytes();
        let header = [0, 0, 0, 0, a, b, c, d];
        let request = Message::new(libc::RTM_GETADDR, libc::NLM_F_DUMP, &header);
        let answer = self.request(request, "list addresses")?;
        Ok(messages(&answer)
            .filter_map(|(_, body)| interface_address(body))
            .collect())
    }

    fn list_routes(&mut self, index: Option<u32>) -> Result<Vec<Route>, IoError> {
        let mut request = Message::new(libc::RTM_GETROUTE, libc::NLM_F_DUMP, &[0; ROUTE_HEADER]);
        if let Some(index) = index {
            request.attribute(libc::RTA_OIF, &index.to_ne_bytes());
        }
        let answer = self.request(request, "list routes")?;
        Ok(messages(&answer)
            .filter_map(|(_, body)| routes_of(body))
            .flatten()
            .collect())
    }

    /// Sends one request and gathers the answer: the data messages up to the acknowledgement or the end of the dump.
    fn request(&mut self, message: Message, what: &str) -> Result<Vec<u8>, IoError> {
        self.sequence += 1;
        let bytes = message.finish(self.sequence);
        self.exchange(&bytes).map_err(|error| refused(what, &error))
    }

    fn exchange(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let fd = self.fd.as_raw_fd();
        // SAFETY: the kernel reads `request.len()` bytes of `request`.
        sys::check(unsafe { libc::send(fd, request.as_ptr().cast(), request.len(), 0) })?;
        let mut gathered = Vec::new();
        let mut buffer = vec![0u8; 64 << 10];
        loop {
            // SAFETY: the kernel writes at most `buffer.len()` bytes to `buffer`.
            let read =
                sys::check(unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), 0) })?;
            let part = &buffer[..read as usize];
            let mut dump = false;
            for (header, body) in super::message::with_headers(part) {
                if header.sequence != self.sequence {
                    continue;
                }
                dump |= header.flags & libc::NLM_F_MULTI as u16 != 0;
                match i32::from(header.kind) {
                    libc::NLMSG_ERROR => {
                        return match word(body, 0).map_or(0, |code| code as i32) {
                            0 => Ok(gathered),
                            code => Err(io::Error::from_raw_os_error(-code)),
                        };
                    }
                    libc::NLMSG_DONE => return Ok(gathered),
                    _ => gathered.extend_from_slice(header.whole),
                }
            }
            if !dump && !gathered.is_empty() {
                return Ok(gathered);
            }
        }
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

impl FromStr for Subnet {
    type Err = &'static str;

    /// `10.77.0.1/24` or `fd00::1/64`.
    fn from_str(from: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (address, length) = from.split_once('/')?;
            let (address, length): (IpAddr, u8) = (address.parse().ok()?, length.parse().ok()?);
            let longest = if address.is_ipv4() { 32 } else { 128 };
            (length <= longest).then_some(Self { address, length })
        };
        parse().ok_or("not an address with prefix length like '10.77.0.1/24'")
    }
}

impl FromStr for Prefix {
    type Err = &'static str;

    /// `10.77.0.0/16` or `fd00::/64`.
    fn from_str(from: &str) -> Result<Self, Self::Err> {
        let Subnet { address, length } = from.parse()?;
        Prefix::new(address, length).ok_or("a prefix with host bits set")
    }
}

impl Subnet {
    /// The same with its host bits zero.
    pub fn network(&self) -> Self {
        let keep = |width: u8| {
            u128::MAX
                .checked_shl(u32::from(width - self.length))
                .unwrap_or(0)
        };
        let address = match self.address {
            IpAddr::V4(v4) => IpAddr::V4((v4.to_bits() & keep(32) as u32).into()),
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & keep(128)).into()),
        };
        Self { address, ..*self }
    }
}

// linux/if_link.h
const INET6_ADDR_GEN_MODE: u16 = 8;
const ADDR_GEN_MODE_NONE: u8 = 1;
const RTA_VIA: u16 = 18;
/// struct ifinfomsg, struct ifaddrmsg, struct rtmsg, struct rtnexthop
const LINK_HEADER: usize = 16;
const ADDRESS_HEADER: usize = 8;
const ROUTE_HEADER: usize = 12;
const NEXT_HOP_HEADER: usize = 8;

fn link_header(index: u32, up: bool) -> [u8; LINK_HEADER] {
    let mut header = [0; LINK_HEADER];
    header[4..8].copy_from_slice(&index.to_ne_bytes());
    if up {
        header[8..12].copy_from_slice(&(libc::IFF_UP as u32).to_ne_bytes());
        header[12..16].copy_from_slice(&(libc::IFF_UP as u32).to_ne_bytes());
    }
    header
}

fn address_request(kind: u16, flags: i32, index: u32, subnet: Subnet) -> Message {
    let [a, b, c, d] = index.to_ne_bytes();
    let header = [family(subnet.address), subnet.length, 0, 0, a, b, c, d];
    let mut request = Message::new(kind, flags, &header);
    request.address(libc::IFA_LOCAL, subnet.address);
    request.address(libc::IFA_ADDRESS, subnet.address);
    request
}

fn route_request(kind: u16, flags: i32, index: u32, destination: Subnet) -> Message {
    let mut header = [0; ROUTE_HEADER];
    header[0] = family(destination.address);
    header[1] = destination.length;
    header[4] = libc::RT_TABLE_MAIN;
    header[5] = libc::RTPROT_STATIC;
    header[6] = libc::RT_SCOPE_LINK;
    header[7] = libc::RTN_UNICAST;
    let mut request = Message::new(kind, flags, &header);
    request.address(libc::RTA_DST, destination.address);
    request.attribute(libc::RTA_OIF, &index.to_ne_bytes());
    request
}

fn interface_address(body: &[u8]) -> Option<InterfaceAddress> {
    let length = *body.get(1)?;
    let (mut local, mut any) = (None, None);
    for (kind, value) in attributes(body.get(ADDRESS_HEADER..)?) {
        match kind {
            libc::IFA_LOCAL => local = ip(value),
            libc::IFA_ADDRESS => any = ip(value),
            _ => {}
        }
    }
    let index = word(body, 4)?;
    Some(InterfaceAddress {
        interface: interface_name(index)?,
        index,
        subnet: Subnet {
            address: local.or(any)?,
            length,
        },
    })
}

fn routes_of(body: &[u8]) -> Option<Vec<Route>> {
    let (kind, table, length) = (*body.get(7)?, *body.get(4)?, *body.get(1)?);
    if kind != libc::RTN_UNICAST || table != libc::RT_TABLE_MAIN {
        return None;
    }
    let unspecified: IpAddr = match i32::from(*body.first()?) {
        libc::AF_INET => [0; 4].into(),
        libc::AF_INET6 => [0; 16].into(),
        _ => return None,
    };
    let whole = body.get(ROUTE_HEADER..)?;
    let find = |wanted| attributes(whole).find(|(kind, _)| *kind == wanted);
    let address = find(libc::RTA_DST).map_or(Some(unspecified), |(_, value)| ip(value))?;
    let destination = Subnet { address, length };
    let route = |index, attached| Route {
        destination,
        index,
        gateway: gateway(attached),
    };
    if let Some((_, index)) = find(libc::RTA_OIF) {
        return Some(vec![route(word(index, 0)?, whole)]);
    }
    let (_, hops) = find(libc::RTA_MULTIPATH)?;
    Some(
        next_hops(hops)
            .map(|(index, attached)| route(index, attached))
            .collect(),
    )
}

/// The interface and the attributes of each struct rtnexthop.
fn next_hops(mut bytes: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    std::iter::from_fn(move || {
        let length = usize::from(u16::from_ne_bytes(bytes.get(0..2)?.try_into().ok()?));
        let hop = (word(bytes, 4)?, bytes.get(NEXT_HOP_HEADER..length)?);
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or(&[]);
        Some(hop)
    })
}

/// RTA_VIA is a family (u16) and an address of another family than the destination's.
fn gateway(attached: &[u8]) -> Option<IpAddr> {
    attributes(attached).find_map(|(kind, value)| match kind {
        libc::RTA_GATEWAY => ip(value),
        RTA_VIA => ip(value.get(2..)?),
        _ => None,
    })
}

fn family(address: IpAddr) -> u8 {
    if address.is_ipv4() {
        libc::AF_INET as u8
    } else {
        libc::AF_INET6 as u8
    }
}

fn ip(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + mem::size_of::<u32>())?;
    four.try_into().ok().map(u32::from_ne_bytes)
}

fn text(zero_ended: &[u8]) -> String {
    CStr::from_bytes_until_nul(zero_ended).map_or_else(
        |_| String::new(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn interface_name(index: u32) -> Option<String> {
    let mut name = [0u8; libc::IFNAMSIZ];
    // SAFETY: if_indextoname writes at most IFNAMSIZ bytes, its zero included.
    let found = unsafe { libc::if_indextoname(index, name.as_mut_ptr().cast()) };
    (!found.is_null()).then(|| text(&name))
}

/// The kernel's refusal by name.
fn refused(what: &str, error: &io::Error) -> IoError {
    match error.raw_os_error() {
        Some(libc::EPERM | libc::EACCES) => IoError::from_os(
            "netlink-not-permitted",
            format!("not allowed to {what}; run as root or with CAP_NET_ADMIN"),
            error,
        ),
        Some(libc::EEXIST) => IoError::new(
            "netlink-exists",
            format!("cannot {what}: this host has it already; choose another range or remove it"),
        ),
        Some(libc::ENODEV) => {
            IoError::from_os("netlink-no-device", format!("cannot {what}"), error)
        }
        _ => IoError::from_os("netlink-failed", format!("cannot {what}"), error),
    }
}
