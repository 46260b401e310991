//! How sure a number is.

use libm::sqrt;

/// A number that was found by simulating.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Half of its 95 % confidence interval; none where a single run does not tell.
    pub half_width: Option<f64>,
    /// What each run found, where there are several.
    pub each: Vec<f64>,
}

/// 97.5 % quantiles of Student's t for 1…30 degrees of freedom.
const T: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_985;

/// The 97.5 % quantile of Student's t; above 30 degrees of freedom by its expansion (Abramowitz & Stegun 26.7.5).
fn t_quantile(freedom: usize) -> f64 {
    let nu = freedom as f64;
    T.get(freedom.wrapping_sub(1)).copied().unwrap_or_else(|| {
        let cube = Z * Z * Z;
        Z + (cube + Z) / (4.0 * nu) + (5.0 * cube * Z * Z + 16.0 * cube + 3.0 * Z) / (96.0 * nu * nu)
    })
}

/// The mean of some independent numbers.
pub(super) fn mean(numbers: &[f64]) -> f64 {
    if numbers.is_empty() { 0.0 } else { numbers.iter().sum::<f64>() / numbers.len() as f64 }
}

/// Half of the 95 % confidence interval of their mean; none for fewer than two.
pub(super) fn half_width(numbers: &[f64]) -> Option<f64> {
    if numbers.len() < 2 {
        return None;
    }
    let centre = mean(numbers);
    let count = numbers.len() as f64;
    let squares: f64 = numbers.iter().map(|number| (number - centre) * (number - centre)).sum();
    Some(t_quantile(numbers.len() - 1) * sqrt(squares / (count - 1.0) / count))
}

impl Estimate {
    /// Of what each run found. None where no run found anything.
    pub(super) fn of(each: Vec<f64>) -> Option<Self> {
        (!each.is_empty()).then(|| Self {
            value: mean(&each),
            half_width: half_width(&each),
            each: if each.len() > 1 { each } else { Vec::new() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_goes_over_into_its_expansion_and_then_into_the_normal() {
        assert!((t_quantile(31) - 2.0395).abs() < 2e-4 && (t_quantile(60) - 2.0003).abs() < 1e-4);
        assert!((t_quantile(1_000_000) - Z).abs() < 1e-5);
    }

    #[test]
    fn a_confidence_interval_is_that_of_students_t() {
        let estimate = Estimate::of(vec![1.0, 2.0, 3.0, 4.0]).expect("numbers");
        // Standard deviation √(5/3), over √4, times 3.182.
        assert!((estimate.value - 2.5).abs() < 1e-12);
        assert!((estimate.half_width.expect("several") - 3.182 * 0.645_497_224).abs() < 1e-6);
        assert_eq!(Estimate::of(vec![7.0]).and_then(|one| one.half_width), None);
    }
}
