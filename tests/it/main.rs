//! Tests over the layers, native only: what the program promises as a whole.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise, helpers included")]

mod accuracy;
mod arbitrary;
mod architecture;
mod batches;
mod burst;
mod cli;
mod cli_network;
mod closed_general;
mod compiled;
mod coupling;
mod databases;
mod digest;
mod edits;
mod engine;
mod fleets;
mod general_service;
mod hosts;
mod links;
mod messages;
mod model_page;
#[path = "../support/multi_server.rs"]
mod multi_server;
mod names;
mod names_in_time;
mod network_file;
#[path = "../support/networks.rs"]
mod networks;
mod ordered;
#[path = "../support/plans.rs"]
mod plans;
mod play;
mod play_caches;
mod play_clients;
mod play_queues;
mod play_whole;
mod random_networks;
mod random_simulations;
mod repeated;
mod reports;
mod resizing;
mod run_costs;
mod serverless;
mod services;
mod simulated;
mod situations;
mod source;
mod spans;
mod spans_clients;
mod spans_limits;
mod spans_sampled;
mod spot;
mod stale;
mod standby;
mod steering;
mod sweeps;
mod throttling;
mod topics;
mod volumes;
mod wiring;
mod worked_bills;
