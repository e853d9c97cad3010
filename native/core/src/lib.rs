//! The packet engine of Festoon: executes tables that the daemon installed, decides nothing.

pub mod inner;
