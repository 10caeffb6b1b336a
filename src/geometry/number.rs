//! How a number is written, wherever one is written.

/// The shortest decimal text that reads back as the same number: `-57`, `0.1`, never `-57.0` or `-0`.
///
/// Not for numbers that are not finite: those are written as `0`, and rejected long before this.
pub fn shortest(value: f64) -> String {
    if !value.is_finite() || value == 0.0 {
        return "0".to_owned();
    }
    format!("{value}")
}

/// The text of a number rounded to `decimals` places, without trailing zeros.
pub fn fixed(value: f64, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals.min(6));
    let steps = (value * scale as f64).round();
    if !steps.is_finite() || steps.abs() >= 1e15 {
        return shortest(round_to(value, decimals));
    }
    // A picture is mostly numbers: whole ones are written several times as fast as others.
    let steps = steps as i64;
    let (mut whole, mut rest) = (steps.abs() / scale, steps.abs() % scale);
    // Digit by digit from the end: 19 of them, a point and a sign at most.
    let mut text = [0_u8; 24];
    let mut start = text.len();
    let mut put = |digit: u8| {
        start -= 1;
        if let Some(slot) = text.get_mut(start) {
            *slot = digit;
        }
    };
    if rest > 0 {
        let mut is_end = true;
        for _ in 0..decimals.min(6) {
            let digit = b'0' + (rest % 10) as u8;
            is_end &= digit == b'0';
            if !is_end {
                put(digit);
            }
            rest /= 10;
        }
        put(b'.');
    }
    loop {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if steps < 0 {
        put(b'-');
    }
    text.get(start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("0").to_owned()
}

/// Rounds half away from zero to `decimals` places.
pub fn round_to(value: f64, decimals: u32) -> f64 {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_short_and_read_back_equal() {
        for (value, text) in [(-57.0, "-57"), (0.1, "0.1"), (-0.0, "0"), (0.175, "0.175"), (f64::NAN, "0")] {
            assert_eq!(shortest(value), text);
        }
        assert_eq!(fixed(1.0 / 3.0, 2), "0.33");
        assert_eq!(fixed(-0.001, 2), "0");
        for step in -20_000..20_000 {
            let value = f64::from(step) * 0.0371 + 0.001;
            assert_eq!(fixed(value, 2), shortest(round_to(value, 2)), "{value}");
        }
        for value in [1e300, -1e20, f64::NAN, f64::INFINITY, 0.005, -0.995, 1234.5] {
            assert_eq!(fixed(value, 2), shortest(round_to(value, 2)), "{value}");
        }
    }
}
