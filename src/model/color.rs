//! A colour, in sRGB.

use std::fmt;
use std::str::FromStr;

/// A colour in sRGB with straight (not premultiplied) alpha, 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity: 255 is opaque.
    pub a: u8,
}

impl Color {
    /// Opaque white.
    pub const WHITE: Self = Self::rgb(255, 255, 255);

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }

    /// The same colour at another opacity, 0 to 1.
    #[must_use]
    pub fn with_opacity(self, opacity: f64) -> Self {
        Self { a: (opacity.clamp(0.0, 1.0) * 255.0).round() as u8, ..self }
    }

    /// The colour on the way to another: 0 is this one, 1 the other. The opacity stays.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
        Self { r: mix(self.r, other.r), g: mix(self.g, other.g), b: mix(self.b, other.b), a: self.a }
    }

    /// The opacity, 0 to 1.
    pub fn opacity(self) -> f64 {
        f64::from(self.a) / 255.0
    }

    /// The colour without its opacity, as `#RRGGBB`.
    pub fn hex_rgb(self) -> String {
        let digit =
            |value: u8| char::from(b"0123456789ABCDEF".get(usize::from(value)).copied().unwrap_or(b'0'));
        let mut text = String::with_capacity(9);
        text.push('#');
        for value in [self.r, self.g, self.b] {
            text.extend([digit(value >> 4), digit(value & 15)]);
        }
        text
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex_rgb())?;
        if self.a == 255 { Ok(()) } else { write!(f, "{:02X}", self.a) }
    }
}

impl FromStr for Color {
    type Err = String;

    /// Reads `#RGB`, `#RRGGBB` or `#RRGGBBAA`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour; write it as #RRGGBB");
        let hex = text.strip_prefix('#').ok_or_else(wrong)?;
        let digits: Vec<u8> = hex
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        match *digits.as_slice() {
            [r, g, b] => Ok(Self::rgb(r * 17, g * 17, b * 17)),
            [r, s, g, h, b, c] => Ok(Self::rgb(r * 16 + s, g * 16 + h, b * 16 + c)),
            [r, s, g, h, b, c, a, d] => {
                Ok(Self { r: r * 16 + s, g: g * 16 + h, b: b * 16 + c, a: a * 16 + d })
            }
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        for text in ["#1B1F24", "#2F80ED38"] {
            assert_eq!(text.parse::<Color>().unwrap().to_string(), text);
        }
        assert_eq!("#fff".parse(), Ok(Color::WHITE));
        assert!("white".parse::<Color>().is_err());
        assert!("#ééé".parse::<Color>().is_err());
    }
}
