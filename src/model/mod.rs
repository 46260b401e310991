//! The drawing: what a user makes, how it changes, whether it makes sense. Pure; serde only.

mod against;
pub mod billing;
pub mod coupling;
pub mod diagnostic;
pub mod edit;
pub mod placement;
pub mod plan;
pub mod replay;
pub mod resilience;
pub mod roles;
pub mod routes;
pub mod scenario;
pub mod topology;
pub mod validate;
pub mod wiring;
pub mod workload;
