//! Distances from a point to straight lines.

use super::Point;

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
