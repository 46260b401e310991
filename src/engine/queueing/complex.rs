//! Complex numbers, as far as transforms need them. All functions are `libm`'s, so the bits are the same everywhere.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

impl Complex {
    /// One.
    pub const ONE: Self = Self { re: 1.0, im: 0.0 };

    /// Nothing.
    pub const ZERO: Self = Self { re: 0.0, im: 0.0 };

    /// A complex number.
    pub const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// eˢ.
    pub fn exp(self) -> Self {
        let size = libm::exp(self.re);
        if self.im == 0.0 {
            return Self::new(size, 0.0);
        }
        let (sin, cos) = libm::sincos(self.im);
        Self::new(size * cos, size * sin)
    }

    /// The principal logarithm.
    pub fn ln(self) -> Self {
        Self::new(libm::log(libm::hypot(self.re, self.im)), libm::atan2(self.im, self.re))
    }

    /// A whole power, by squaring.
    pub fn powu(self, mut exponent: u32) -> Self {
        let (mut result, mut square) = (Self::ONE, self);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * square;
            }
            square = square * square;
            exponent >>= 1;
        }
        result
    }

    /// A real power of the principal branch.
    pub fn powf(self, exponent: f64) -> Self {
        (self.ln() * exponent).exp()
    }

    /// 1 ÷ s.
    pub fn inverse(self) -> Self {
        Self::ONE / self
    }
}

/// Equally spaced arguments of a transform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The first.
    pub start: Complex,
    /// From one to the next.
    pub step: Complex,
    /// How many.
    pub count: usize,
}

impl Line {
    /// The arguments in their order.
    pub fn points(self) -> impl Iterator<Item = Complex> {
        (0..self.count).map(move |index| self.start + self.step * index as f64)
    }

    /// The same times a factor.
    pub fn scaled(self, factor: f64) -> Self {
        Self { start: self.start * factor, step: self.step * factor, ..self }
    }

    /// Multiplies values on the line by those of a function.
    pub fn multiply(self, product: &mut [Complex], function: impl Fn(Complex) -> Complex) {
        product.iter_mut().zip(self.points()).for_each(|(value, s)| *value = *value * function(s));
    }
}

impl Add for Complex {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }
}

impl Add<f64> for Complex {
    type Output = Self;
    fn add(self, other: f64) -> Self {
        Self::new(self.re + other, self.im)
    }
}

impl Sub for Complex {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }
}

impl Mul for Complex {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)
    }
}

impl Mul<f64> for Complex {
    type Output = Self;
    fn mul(self, other: f64) -> Self {
        Self::new(self.re * other, self.im * other)
    }
}

impl Div for Complex {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let size = other.re * other.re + other.im * other.im;
        Self::new((self.re * other.re + self.im * other.im) / size, (self.im * other.re - self.re * other.im) / size)
    }
}

impl Neg for Complex {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.re, -self.im)
    }
}

#[cfg(test)]
mod tests {
    use super::Complex;

    fn close(one: Complex, other: Complex) -> bool {
        libm::hypot(one.re - other.re, one.im - other.im) < 1e-12
    }

    #[test]
    fn powers_agree_with_repeated_multiplication() {
        let base = Complex::new(0.6, -0.7);
        let mut product = Complex::ONE;
        for exponent in 0..9 {
            assert!(close(base.powu(exponent), product));
            assert!(close(base.powf(f64::from(exponent)), product));
            product = product * base;
        }
    }

    #[test]
    fn a_quotient_times_its_divisor_is_the_dividend() {
        let (one, other) = (Complex::new(3.0, -2.0), Complex::new(0.5, 4.0));
        assert!(close(one / other * other, one));
        assert!(close(one.ln().exp(), one));
    }
}
