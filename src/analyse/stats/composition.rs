//! Availabilities of parts to the availability of what they make, if they fail independently of each
//! other: an assumption that outages seldom honour, so this is a bound for design and never a
//! figure of record. Source: AWS, *Availability and Beyond*, dependency arithmetic.

/// Every part is needed: the product.
pub fn in_series(parts: &[f64]) -> f64 {
    parts.iter().product()
}

/// Any one part is enough: it fails only where all fail.
pub fn redundant(parts: &[f64]) -> f64 {
    1.0 - parts.iter().map(|part| 1.0 - part).product::<f64>()
}
