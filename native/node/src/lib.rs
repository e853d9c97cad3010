//! The seam between Node and the packet engine: conversions only.
