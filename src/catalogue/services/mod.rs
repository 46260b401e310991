//! The only list of services. A new one is a folder here and a line below.

use super::spec::ServiceSpec;

mod alb;
mod aurora;
mod aurora_reader;
mod clb;
mod cloudfront;
mod containers;
mod dynamodb;
mod ec2;
mod elasticache;
mod lambda_function;
mod nat;
mod nlb;
mod rds;
mod rds_proxy;
mod rds_replica;
mod redshift;
mod route53;
mod s3;
mod sns;
mod sqs;
mod users;
mod workers;

/// One that does not exist, to show in tests that a folder is all that a service is.
#[cfg(test)]
#[path = "../../../tests/fixtures/gate/mod.rs"]
mod gate;

/// Every service, in palette order.
pub(super) static ALL: &[&ServiceSpec] = &[
    &users::SPEC,
    &route53::SPEC,
    &cloudfront::SPEC,
    &alb::SPEC,
    &nlb::SPEC,
    &clb::SPEC,
    &nat::SPEC,
    #[cfg(test)]
    &gate::SPEC,
    &ec2::SPEC,
    &workers::SPEC,
    &containers::SPEC,
    &lambda_function::SPEC,
    &s3::SPEC,
    &elasticache::SPEC,
    &rds::SPEC,
    &rds_replica::SPEC,
    &rds_proxy::SPEC,
    &aurora::SPEC,
    &aurora_reader::SPEC,
    &dynamodb::SPEC,
    &redshift::SPEC,
    &sqs::SPEC,
    &sns::SPEC,
];

/// Those of the drawing that the first screen shows: found without the list of all, which can so come behind it
/// (docs/decisions/0005). No list: it would stand beside that one, and what stands beside is taken along.
pub(super) fn first() -> [&'static ServiceSpec; 2] {
    [&users::SPEC, &ec2::SPEC]
}

#[cfg(test)]
mod tests;
