//! The simplest networks and stations: what has more is made from them.

use super::network::{Balancer, Class, Client, Discipline, Efficiency, Network, Run, Station, Workload};
use super::service::Service;

impl Network {
    /// A network of these alone: clients who neither leave nor retry, and nothing that happens in time.
    pub fn plain(workload: Workload, classes: Vec<Class>, stations: Vec<Station>) -> Self {
        Self {
            name: String::new(),
            workload,
            classes,
            stations,
            slots: Vec::new(),
            routes: Vec::new(),
            client: Client::default(),
            events: Vec::new(),
            scaling: Vec::new(),
            credits: Vec::new(),
            run: Run::default(),
        }
    }
}

impl Station {
    /// One queue, first come, first served, that takes all who come and keeps them.
    pub fn plain(name: &str, servers: u32, service: Service) -> Self {
        Self {
            name: name.to_owned(),
            servers,
            discipline: Discipline::Fifo,
            service,
            service_by_class: Vec::new(),
            limit: None,
            patience: None,
            instances: 1,
            balancer: Balancer::SharedQueue,
            efficiency: Efficiency::default(),
        }
    }
}
