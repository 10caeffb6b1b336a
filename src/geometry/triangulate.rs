//! Cutting polygons into triangles.

use super::Point;

/// The triangles of a simple polygon, as indices of its corners, by cutting off ears.
///
/// Of a polygon that crosses itself some triangles may be missing.
pub fn triangulate(polygon: &[Point]) -> Vec<[usize; 3]> {
    let cross = |a: Point, b: Point, c: Point| (b - a).cross(c - a);
    let area: f64 =
        polygon.iter().zip(polygon.iter().cycle().skip(1)).map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum();
    let turn = if area < 0.0 { -1.0 } else { 1.0 };
    let mut left: Vec<(usize, Point)> = polygon.iter().copied().enumerate().collect();
    let mut triangles = Vec::new();
    while left.len() >= 3 {
        let count = left.len();
        let ear = (0..count).find_map(|at| {
            let corner = |offset: usize| left.get((at + offset) % count).copied();
            let (a, b, c) = (corner(0)?, corner(1)?, corner(2)?);
            let is_convex = turn * cross(a.1, b.1, c.1) > 0.0;
            let is_inside = |p: Point| {
                turn * cross(a.1, b.1, p) > 0.0
                    && turn * cross(b.1, c.1, p) > 0.0
                    && turn * cross(c.1, a.1, p) > 0.0
            };
            let is_ear = is_convex && !left.iter().any(|(_, point)| is_inside(*point));
            is_ear.then_some(((at + 1) % count, [a.0, b.0, c.0]))
        });
        let Some((at, triangle)) = ear else { break };
        left.remove(at);
        triangles.push(triangle);
    }
    triangles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_with_a_dent_is_covered() {
        let polygon = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)].map(Point::from);
        let triangles = triangulate(&polygon);
        let area =
            |[a, b, c]: &[usize; 3]| (polygon[*b] - polygon[*a]).cross(polygon[*c] - polygon[*a]).abs() / 2.0;
        assert_eq!(triangles.len(), 3);
        assert_eq!(triangles.iter().map(area).sum::<f64>(), 10.0);
        let backwards: Vec<_> = polygon.iter().rev().copied().collect();
        assert_eq!(triangulate(&backwards).len(), 3);
        assert!(triangulate(&polygon[..2]).is_empty());
    }
}
