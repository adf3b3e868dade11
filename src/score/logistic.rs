//! The logistic function without the machine's `exp`, which differs between machines in the last bit.

/// Log-odds as a share: `1 / (1 + exp(−x))`, from a table by straight lines between its points, off by less than 0.0008.
/// No `exp` of the machine's, which differs between machines in the last bit.
pub fn share(log_odds: f32) -> f32 {
    let x = (log_odds.clamp(-8.0, 8.0) + 8.0) * 4.0;
    let at = (x as usize).min(SHARES.len() - 2);
    let (from, to) = (SHARES[at], SHARES[at + 1]);
    from + (to - from) * (x - at as f32)
}

/// The logistic function at −8, −7.75, …, 8.
const SHARES: [f32; 65] = {
    let mut shares = [0.0; 65];
    let mut i = 0;
    while i < 65 {
        shares[i] = 1.0 / (1.0 + exp_quarter(32 - i as i32)) as f32;
        i += 1;
    }
    shares
};

/// `exp(n / 4)` by repeated multiplication, so that it can be worked out when the program is built.
const fn exp_quarter(n: i32) -> f64 {
    /// `exp(1 / 4)`.
    const STEP: f64 = 1.284_025_416_687_741_5;
    let mut value = 1.0;
    let mut k = 0;
    while k < n.abs() {
        value = if n > 0 { value * STEP } else { value / STEP };
        k += 1;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_those_of_the_logistic_function() {
        for step in -800..=800i16 {
            let log_odds = f32::from(step) / 100.0;
            let exact = 1.0 / (1.0 + (-log_odds).exp());
            assert!((share(log_odds) - exact).abs() < 0.0008, "{log_odds}");
        }
    }
}
