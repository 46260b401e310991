//! The wait in M/D/c, exactly (Crommelin 1932; in the form of the roots, Franx 2001). Each server takes every c-th
//! request, so it is the wait in front of one server with Erlang-c gaps.

use crate::engine::queueing::complex::Complex;

/// The wait, in units of the service.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Even {
    servers: f64,
    arrivals: f64,
    /// Where e^(−s) = (1 − s ÷ a)ᶜ to the right of nothing: those above the real axis, and the real one if there is one.
    roots: Vec<Complex>,
    real_root: Option<f64>,
    /// P(W > 0).
    pub(super) waits: f64,
    /// E(W).
    pub(super) mean: f64,
    /// E(W²) ÷ 2.
    pub(super) half_second: f64,
}

/// Steps of Newton's method for a root; they end much earlier.
const STEPS: u32 = 50;

impl Even {
    /// The wait at `servers` busy a share `utilisation` (below 1) of the time.
    pub(super) fn new(servers: u32, utilisation: f64) -> Self {
        let count = f64::from(servers);
        let arrivals = count * utilisation;
        let to_s = |z: Complex| (Complex::ONE - z) * arrivals;
        let roots: Vec<Complex> = (1..servers.div_ceil(2)).map(|k| to_s(inner_root(k, count, utilisation))).collect();
        let real_root = servers.is_multiple_of(2).then(|| to_s(inner_root(servers / 2, count, utilisation)).re);
        // Sums over all roots of 1 ÷ s and 1 ÷ s², and the product of all 1 − z.
        let (mut one, mut two, mut product) = (0.0, 0.0, 1.0);
        for root in &roots {
            let inverse = root.inverse();
            one += 2.0 * inverse.re;
            two += 2.0 * (inverse * inverse).re;
            product *= (root.re * root.re + root.im * root.im) / (arrivals * arrivals);
        }
        if let Some(root) = real_root {
            one += 1.0 / root;
            two += 1.0 / (root * root);
            product *= root / arrivals;
        }
        // The bottom's expansion, ÷ its first term.
        let first = (count - arrivals) / arrivals;
        let second = (0.5 - count * (count - 1.0) / (2.0 * arrivals * arrivals)) / first;
        let third =
            (-1.0 / 6.0 + count * (count - 1.0) * (count - 2.0) / (6.0 * arrivals * arrivals * arrivals)) / first;
        let mean = one + second;
        let half_variance = second * second / 2.0 - third - two / 2.0;
        Self {
            servers: count,
            arrivals,
            roots,
            real_root,
            waits: 1.0 - (count - arrivals) / product,
            mean,
            half_second: half_variance + mean * mean / 2.0,
        }
    }

    /// E(e^(−sW)).
    pub(super) fn transform(&self, s: Complex) -> Complex {
        let scale = (Complex::ONE - s * (1.0 / self.arrivals)).inverse();
        let mut top = s * scale * ((self.servers - self.arrivals) / self.arrivals);
        for root in &self.roots {
            let size = 1.0 / (root.re * root.re + root.im * root.im);
            // (1 − s ÷ r)(1 − s ÷ r̄).
            let pair = Complex::ONE - s * (2.0 * root.re * size) + s * s * size;
            top = top * pair * scale * scale;
        }
        if let Some(root) = self.real_root {
            top = top * (Complex::ONE - s * (1.0 / root)) * scale;
        }
        top / ((-s).exp() * scale.powu(self.servers as u32) - Complex::ONE)
    }
}

/// The root inside the unit circle of z = e^(2πik÷c) e^(ρ(z − 1)).
fn inner_root(k: u32, servers: f64, utilisation: f64) -> Complex {
    let turn = Complex::new(0.0, 2.0 * std::f64::consts::PI * f64::from(k) / servers).exp();
    let image = |z: Complex| turn * ((z - Complex::ONE) * utilisation).exp();
    let mut z = image(image(Complex::ZERO));
    for _ in 0..STEPS {
        let to = image(z);
        // Newton's step while it stays inside; the image itself always does, and comes nearer.
        let step = (to - z) / (Complex::ONE - to * utilisation);
        let newton = z + step;
        z = if newton.re * newton.re + newton.im * newton.im < 1.0 { newton } else { to };
        if step.re * step.re + step.im * step.im < 1e-30 {
            break;
        }
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_has_the_moments_of_pollaczek_and_khinchine() {
        let wait = Even::new(1, 0.8);
        assert!((wait.waits - 0.8).abs() < 1e-12 && (wait.mean - 2.0).abs() < 1e-12);
        // E(W²) = 2 E(W)² + λ E(S³) ÷ (3 (1 − ρ)).
        assert!((2.0 * wait.half_second - (8.0 + 0.8 / 0.6)).abs() < 1e-11);
    }

    #[test]
    fn two_servers_at_half_load_wait_as_in_crommelins_solution() {
        // For two servers 1 − P(W > 0) = (2 − a) ÷ (1 + z) with z e^(a(1 + z) ÷ 2) = 1 at −z the inner root.
        let wait = Even::new(2, 0.5);
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let z = (low + high) / 2.0;
            if z * libm::exp(0.5 * (1.0 + z)) < 1.0 { low = z } else { high = z }
        }
        assert!((1.0 - wait.waits - 1.0 / (1.0 + low)).abs() < 1e-12);
    }

    #[test]
    fn a_hundred_servers_have_all_their_roots_and_a_transform_that_starts_at_one() {
        for (servers, utilisation) in [(3, 0.1), (16, 0.8), (99, 0.97), (100, 0.9), (100, 0.999)] {
            let wait = Even::new(servers, utilisation);
            assert!((0.0..=1.0).contains(&wait.waits) && wait.mean > 0.0, "{servers} {utilisation}: {wait:?}");
            let s = 1e-3 * wait.mean / wait.half_second;
            let expected = 1.0 - s * wait.mean + s * s * wait.half_second;
            let found = wait.transform(Complex::new(s, 0.0)).re;
            assert!((found - expected).abs() < 1e-7, "{servers} {utilisation}: {found} {expected}");
        }
    }
}
