//! Distances from a point to straight lines, and the middles of lines.

use super::{Point, Vec2};

/// The distance from `point` to the segment from `a` to `b`, in the unit of the points.
pub fn distance_to_segment(point: Point, a: Point, b: Point) -> f64 {
    let along = b - a;
    let length_squared = along.hypot2();
    if length_squared == 0.0 {
        return point.distance(a);
    }
    let t = ((point - a).dot(along) / length_squared).clamp(0.0, 1.0);
    point.distance(a + along * t)
}

/// The distance from `point` to the nearest segment of a line through `points`; infinite for none.
pub fn distance_to_polyline(point: Point, points: &[Point]) -> f64 {
    match points {
        [] => f64::INFINITY,
        [only] => point.distance(*only),
        _ => points
            .iter()
            .zip(points.iter().skip(1))
            .map(|(a, b)| distance_to_segment(point, *a, *b))
            .fold(f64::INFINITY, f64::min),
    }
}

/// The point from which both ends of a line are equally far along it, and the way that the line goes there.
pub fn middle(points: &[Point]) -> Option<(Point, Vec2)> {
    let stretches = || points.iter().zip(points.iter().skip(1)).map(|(a, b)| (*a, *b, a.distance(*b)));
    let mut left = stretches().map(|(.., length)| length).sum::<f64>() / 2.0;
    for (a, b, length) in stretches().filter(|(.., length)| *length > 0.0) {
        if left <= length {
            let way = (b - a) * (1.0 / length);
            return Some((a + way * left, way));
        }
        left -= length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_to_the_segment_not_the_line() {
        let (a, b) = (Point::new(0.0, 0.0), Point::new(10.0, 0.0));
        assert_eq!(distance_to_segment(Point::new(5.0, 3.0), a, b), 3.0);
        assert_eq!(distance_to_segment(Point::new(13.0, 4.0), a, b), 5.0);
        assert_eq!(distance_to_segment(Point::new(1.0, 0.0), a, a), 1.0);
        assert_eq!(distance_to_polyline(Point::ZERO, &[]), f64::INFINITY);
    }
}
