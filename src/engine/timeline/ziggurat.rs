//! Exponential and normal random numbers by the ziggurat (Marsaglia & Tsang 2000): layers of equal area under the
//! density, of which nearly every draw needs only one multiplication and one comparison.

use libm::{exp, log, sqrt};

use super::streams::{Stream, unit};

/// Layers of each density.
const LAYERS: usize = 256;

/// Where the lowest layer's tail begins, and the area of each layer: the published values for 256 layers.
const EXPONENTIAL: (f64, f64) = (7.697_117_470_131_05, 3.949_659_822_581_572e-3);
const NORMAL: (f64, f64) = (3.654_152_885_361_009, 4.928_673_233_974_655e-3);

/// Right ends of the layers, and the density there.
#[derive(Clone, Debug)]
struct Layers {
    ends: [f64; LAYERS + 1],
    heights: [f64; LAYERS + 1],
}

/// The layers of both densities, made with `libm` so that they are the same everywhere.
#[derive(Clone, Debug)]
pub(super) struct Ziggurat {
    exponential: Layers,
    normal: Layers,
}

impl Layers {
    fn new((tail, area): (f64, f64), density: impl Fn(f64) -> f64, inverse: impl Fn(f64) -> f64) -> Self {
        let mut ends = [0.0; LAYERS + 1];
        ends[0] = area / density(tail);
        ends[1] = tail;
        for layer in 1..LAYERS - 1 {
            let end: f64 = ends[layer];
            ends[layer + 1] = inverse(density(end) + area / end);
        }
        let mut heights = [1.0; LAYERS + 1];
        for (height, end) in heights.iter_mut().zip(ends) {
            *height = density(end);
        }
        Self { ends, heights }
    }
}

impl Ziggurat {
    /// Makes the layers.
    pub(super) fn new() -> Self {
        Self {
            exponential: Layers::new(EXPONENTIAL, |x| exp(-x), |height| -log(height)),
            normal: Layers::new(NORMAL, |x| exp(-0.5 * x * x), |height| sqrt(-2.0 * log(height))),
        }
    }

    /// Exponential of mean 1.
    #[inline(always)]
    pub(super) fn exponential(&self, stream: &mut Stream) -> f64 {
        let bits = stream.bits();
        let layer = (bits & 0xff) as usize;
        let x = unit(bits) * self.exponential.ends[layer];
        if x < self.exponential.ends[layer + 1] { x } else { self.edge_exponential(stream, layer, x) }
    }

    #[cold]
    fn edge_exponential(&self, stream: &mut Stream, mut layer: usize, mut x: f64) -> f64 {
        let Layers { ends, heights } = &self.exponential;
        let mut beyond = 0.0;
        loop {
            if layer == 0 {
                // The tail of an exponential is an exponential.
                beyond += EXPONENTIAL.0;
            } else {
                let height = heights[layer] + stream.share() * (heights[layer + 1] - heights[layer]);
                if height < exp(-x) {
                    return beyond + x;
                }
            }
            let bits = stream.bits();
            layer = (bits & 0xff) as usize;
            x = unit(bits) * ends[layer];
            if x < ends[layer + 1] {
                return beyond + x;
            }
        }
    }

    /// Normal of mean 0 and standard deviation 1.
    #[inline]
    pub(super) fn normal(&self, stream: &mut Stream) -> f64 {
        let Layers { ends, heights } = &self.normal;
        loop {
            let bits = stream.bits();
            let layer = (bits & 0xff) as usize;
            let sign = if bits & 0x100 == 0 { 1.0 } else { -1.0 };
            let x = unit(bits) * ends[layer];
            if x < ends[layer + 1] {
                return sign * x;
            }
            if layer == 0 {
                return sign * normal_tail(stream);
            }
            let height = heights[layer] + stream.share() * (heights[layer + 1] - heights[layer]);
            if height < exp(-0.5 * x * x) {
                return sign * x;
            }
        }
    }
}

/// A normal beyond the lowest layer's end (Marsaglia 1964).
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let x = -log(1.0 - stream.share()) / NORMAL.0;
        let y = -log(1.0 - stream.share());
        if y + y > x * x {
            return NORMAL.0 + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::timeline::streams::Purpose;

    #[test]
    fn the_layers_close_at_the_top() {
        let tables = Ziggurat::new();
        for layers in [&tables.exponential, &tables.normal] {
            let end = layers.ends[LAYERS - 1];
            let area = layers.ends[1] * layers.heights[1];
            assert!(
                (end * (1.0 - layers.heights[LAYERS - 1]) - layers.ends[0] * layers.heights[1]).abs()
                    < 1e-9 + area * 0.0
            );
            assert!(layers.ends.windows(2).all(|pair| pair[0] > pair[1]));
        }
    }

    /// How far the share of draws up to each of some points is from what it should be, in standard deviations.
    fn worst(draws: &[f64], points: &[f64], below: impl Fn(f64) -> f64) -> f64 {
        let of = |point: &f64| {
            let expected = below(*point);
            let found = draws.iter().filter(|draw| *draw <= point).count() as f64 / draws.len() as f64;
            (found - expected).abs() / sqrt(expected * (1.0 - expected) / draws.len() as f64)
        };
        points.iter().map(of).fold(0.0, f64::max)
    }

    #[test]
    fn draws_have_their_distributions_in_body_and_tail() {
        let tables = Ziggurat::new();
        let mut stream = Stream::of(3, 1, Purpose::Service);
        let draws: Vec<f64> = (0..1_000_000).map(|_| tables.exponential(&mut stream)).collect();
        let points = [0.01, 0.1, 0.3, 0.7, 1.0, 2.0, 4.0, 7.0, 7.697, 8.0, 9.5];
        assert!(worst(&draws, &points, |x| 1.0 - exp(-x)) < 4.0);
        let draws: Vec<f64> = (0..1_000_000).map(|_| tables.normal(&mut stream)).collect();
        let points = [-3.9, -3.6, -2.0, -1.0, -0.2, 0.0, 0.1, 0.5, 1.5, 3.0, 3.66, 4.0];
        assert!(worst(&draws, &points, |x| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)) < 4.0);
    }
}
