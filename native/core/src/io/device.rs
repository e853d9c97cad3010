//! The overlay's interface: TUN queues, then addresses, MTU, link and routes. All of it goes when the queues are dropped.
use super::error::IoError;
use super::netlink::{Netlink, Subnet};
use super::tun::{self, Tun, TunOffloads};

/// A queue this long loses nothing at 300,000 packets a second; 500, the kernel's choice, lost 7 %.
pub const TXQUEUELEN: u32 = 10_000;

pub struct DeviceOptions<'a> {
    pub name: &'a str,
    /// Bytes of an inner packet, 1280 to 65535.
    pub mtu: u32,
    pub addresses: &'a [Subnet],
    /// Destinations, host bits zero.
    pub routes: &'a [Subnet],
    pub txqueuelen: u32,
    /// One a worker.
    pub queues: usize,
}

pub struct Device {
    pub queues: Vec<Tun>,
    pub index: u32,
    pub offloads: TunOffloads,
}

/// Errors: those of `tun::create` and of `Netlink`; whichever it is, nothing is left behind.
pub fn open(options: &DeviceOptions<'_>) -> Result<Device, IoError> {
    let queues = tun::create(options.name, options.queues)?;
    let mut netlink = Netlink::open()?;
    let index = netlink.index(options.name)?;
    netlink.set_link(index, options.mtu, options.txqueuelen)?;
    for address in options.addresses {
        netlink.add_address(index, *address)?;
    }
    netlink.set_up(index)?;
    for route in options.routes {
        // With its address the kernel has added the address's own subnet already.
        if !options
            .addresses
            .iter()
            .any(|address| address.network() == *route)
        {
            netlink.add_route(index, *route)?;
        }
    }
    let offloads = queues[0].offloads();
    Ok(Device {
        queues,
        index,
        offloads,
    })
}
