//! The only part of the core that makes system calls: TUN, UDP, rtnetlink, and the loop between them and the engine.
pub mod address;
pub mod device;
pub mod error;
pub mod lock;
mod message;
pub mod netlink;
pub mod process;
pub mod runner;
pub mod slots;
mod steer;
pub mod step;
pub mod sys;
pub mod tun;
pub mod udp;
pub mod worker;
