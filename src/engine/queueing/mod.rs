//! General networks of queues: those of the network file (docs/network-file.md), and their steady state.
//!
//! [`network::Network`] is what is asked. [`check::faults`] says where it makes no sense.

pub mod calls;
pub mod check;
pub mod complex;
pub mod network;
mod plain;
pub mod service;
pub mod steady;
