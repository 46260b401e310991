//! The only list of services. A new one is a folder here and a line below.

use super::spec::ServiceSpec;

mod alb;
mod clb;
mod cloudfront;
mod ec2;
mod elasticache;
mod nat;
mod nlb;
mod rds;
mod rds_replica;
mod route53;
mod s3;
mod sqs;
mod users;
mod workers;

/// Every service, in palette order.
pub(super) static ALL: &[&ServiceSpec] = &[
    &users::SPEC,
    &route53::SPEC,
    &cloudfront::SPEC,
    &alb::SPEC,
    &nlb::SPEC,
    &clb::SPEC,
    &nat::SPEC,
    &ec2::SPEC,
    &workers::SPEC,
    &s3::SPEC,
    &elasticache::SPEC,
    &rds::SPEC,
    &rds_replica::SPEC,
    &sqs::SPEC,
];

#[cfg(test)]
mod tests;
