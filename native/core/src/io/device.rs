//! The overlay's interface: TUN queues, then addresses, MTU, link and routes. All of it goes when the queues are dropped.
use super::error::IoError;
use super::netlink::{Netlink, Subnet};
use super::tun::{self, Tun, TunOffloads};

/// A queue this long loses nothing at 300,000 packets a second; 500, the kernel's choice, lost 7 %.
pub const TXQUEUELEN: u32 = 10_000;

/// What the interface is to have, besides being up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Bytes of an inner packet, 1280 to 65535.
    pub mtu: u32,
    pub addresses: Vec<Subnet>,
    /// Destinations, host bits zero.
    pub routes: Vec<Subnet>,
}

pub struct Device {
    pub queues: Vec<Tun>,
    pub interface: Interface,
    pub offloads: TunOffloads,
}

/// The kernel's side of a TUN, and what was put on it. Whatever else is there is somebody else's and stays.
pub struct Interface {
    pub index: u32,
    addresses: Vec<Subnet>,
    routes: Vec<Subnet>,
}

/// Creates the interface with `queues` queues, one a worker.
/// Errors: those of `tun::create` and of `Interface::update`; whichever it is, nothing is left behind.
pub fn open(name: &str, settings: &Settings, queues: usize) -> Result<Device, IoError> {
    let queues = tun::create(name, queues)?;
    let mut netlink = Netlink::open()?;
    let index = netlink.index(name)?;
    netlink.prepare_link(index, TXQUEUELEN)?;
    let mut interface = Interface {
        index,
        addresses: Vec::new(),
        routes: Vec::new(),
    };
    interface.update(settings)?;
    Ok(Device {
        offloads: queues[0].offloads(),
        queues,
        interface,
    })
}

impl Interface {
    /// Adds what is missing of `want`, also where somebody else took it away, and removes what an earlier call added and
    /// this one does not want. On an error the interface has what it had before, as far as the kernel takes it: also what
    /// somebody else took away of that.
    /// Errors: netlink-no-device (the interface is gone), netlink-exists, netlink-not-permitted, netlink-failed.
    pub fn update(&mut self, want: &Settings) -> Result<(), IoError> {
        let mut netlink = Netlink::open()?;
        let before = netlink.link(self.index)?;
        let mut added = Added::default();
        let done = self.change(&mut netlink, want, &mut added);
        if done.is_ok() {
            self.addresses.clone_from(&want.addresses);
            self.routes.clone_from(&want.routes);
            return done;
        }
        for route in &added.routes {
            let _ = netlink.remove_route(self.index, *route);
        }
        for address in &added.addresses {
            let _ = netlink.remove_address(self.index, *address);
        }
        let _ = netlink.set_mtu(self.index, before.mtu);
        let _ = self.add_missing(&mut netlink, &self.addresses, &self.routes, &mut added);
        done
    }

    fn change(
        &self,
        netlink: &mut Netlink,
        want: &Settings,
        added: &mut Added,
    ) -> Result<(), IoError> {
        let link = netlink.link(self.index)?;
        if link.mtu != want.mtu {
            netlink.set_mtu(self.index, want.mtu)?;
        }
        if !link.up {
            netlink.set_up(self.index)?;
        }
        self.add_missing(netlink, &want.addresses, &want.routes, added)?;
        let gone = |had: &[Subnet], wanted: &[Subnet]| -> Vec<Subnet> {
            let unwanted = had.iter().filter(|one| !wanted.contains(one));
            unwanted.copied().collect()
        };
        let present = netlink.routes_to(self.index)?;
        for route in gone(&self.routes, &want.routes) {
            if present.contains(&route) {
                netlink.remove_route(self.index, route)?;
            }
        }
        let present = netlink.addresses_of(self.index)?;
        for address in gone(&self.addresses, &want.addresses) {
            if present.contains(&address) {
                netlink.remove_address(self.index, address)?;
            }
        }
        // With an address the kernel may take others of its subnet, and with the last one every route.
        self.add_missing(netlink, &want.addresses, &want.routes, added)
    }

    /// Adds whatever can be added; the error is the first one.
    fn add_missing(
        &self,
        netlink: &mut Netlink,
        addresses: &[Subnet],
        routes: &[Subnet],
        added: &mut Added,
    ) -> Result<(), IoError> {
        let mut outcome = Ok(());
        let present = netlink.addresses_of(self.index)?;
        for address in addresses {
            if !present.contains(address) {
                match netlink.add_address(self.index, *address) {
                    Ok(()) => added.addresses.push(*address),
                    refused => outcome = outcome.and(refused),
                }
            }
        }
        // Read now: with an address the kernel has added the route to the address's own subnet.
        let present = netlink.routes_to(self.index)?;
        for route in routes {
            if !present.contains(route) {
                match netlink.add_route(self.index, *route) {
                    Ok(()) => added.routes.push(*route),
                    refused => outcome = outcome.and(refused),
                }
            }
        }
        outcome
    }
}

/// What one update has added so far.
#[derive(Default)]
struct Added {
    addresses: Vec<Subnet>,
    routes: Vec<Subnet>,
}
