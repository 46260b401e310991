//! The only list of services. A new one is a folder here and a line below.

use super::spec::ServiceSpec;

mod alb;
mod cloudfront;
mod containers;
mod ec2;
mod elasticache;
mod lambda_function;
mod rds;
mod rds_replica;
mod s3;
mod sns;
mod sqs;
mod users;
mod workers;

/// Every service, in palette order.
pub(super) static ALL: &[&ServiceSpec] = &[
    &users::SPEC,
    &cloudfront::SPEC,
    &alb::SPEC,
    &ec2::SPEC,
    &workers::SPEC,
    &containers::SPEC,
    &lambda_function::SPEC,
    &s3::SPEC,
    &elasticache::SPEC,
    &rds::SPEC,
    &rds_replica::SPEC,
    &sqs::SPEC,
    &sns::SPEC,
];

#[cfg(test)]
mod tests;
