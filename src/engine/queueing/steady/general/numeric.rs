//! Small systems of linear equations, and roots.

/// A row times a matrix.
pub(super) fn times(row: &[f64], matrix: &[Vec<f64>]) -> Vec<f64> {
    let width = matrix.first().map_or(0, Vec::len);
    let mut product = vec![0.0; width];
    for (factor, line) in row.iter().zip(matrix) {
        product.iter_mut().zip(line).for_each(|(sum, cell)| *sum += factor * cell);
    }
    product
}

/// The inverse of a matrix whose diagonal outweighs the rest of each row, by Gauss and Jordan.
pub(super) fn inverse(mut rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let size = rows.len();
    for pivot in 0..size {
        let by = 1.0 / rows[pivot][pivot];
        let mut line = std::mem::take(&mut rows[pivot]);
        line[pivot] = 1.0;
        line.iter_mut().for_each(|cell| *cell *= by);
        for (at, row) in rows.iter_mut().enumerate() {
            if at != pivot {
                let factor = std::mem::replace(&mut row[pivot], 0.0);
                row.iter_mut().zip(&line).for_each(|(cell, other)| *cell -= factor * other);
            }
        }
        rows[pivot] = line;
    }
    rows
}

/// Solves equations with the right side in the last column, by Gauss with the largest pivots.
pub(super) fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let size = rows.len();
    for pivot in 0..size {
        let largest = (pivot..size).fold(pivot, |best, at| {
            if libm::fabs(rows[at][pivot]) > libm::fabs(rows[best][pivot]) { at } else { best }
        });
        rows.swap(pivot, largest);
        let (upper, lower) = rows.split_at_mut(pivot + 1);
        let line = &upper[pivot];
        for row in lower {
            let factor = row[pivot] / line[pivot];
            row.iter_mut().zip(line).skip(pivot).for_each(|(cell, other)| *cell -= factor * other);
        }
    }
    let mut found = vec![0.0; size];
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|column| rows[at][column] * found[column]).sum();
        found[at] = (rows[at][size] - known) / rows[at][at];
    }
    found
}

/// The root of a function that rises from below nothing at `low` to above at `high`, by false position and halving; the
/// end that is nearer to nothing where it does not.
pub(super) fn root(function: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut below, mut above) = (function(low), function(high));
    if below >= 0.0 {
        return low;
    }
    for round in 0..60 {
        if above <= 0.0 || high - low <= 1e-13 * high {
            break;
        }
        let share = if round % 3 == 2 { 0.5 } else { below / (below - above) };
        let middle = low + (high - low) * share.clamp(1e-9, 1.0 - 1e-9);
        let found = function(middle);
        if found < 0.0 {
            (low, below) = (middle, found);
        } else {
            (high, above) = (middle, found);
        }
    }
    high
}
