//! Lines with fewer points.

use super::{Point, distance_to_segment};

/// A line that stays within `tolerance` of another with as few of its points as the Douglas-Peucker rule
/// leaves; a closed loop's last point is dropped where it meets the first.
pub fn simplified(points: &[Point], tolerance: f64) -> Vec<Point> {
    let [first, .., last] = points else { return points.to_vec() };
    let is_loop = first.distance(*last) <= tolerance;
    // A loop is cut at the point farthest from its start: between equal ends there is no line to measure from.
    let far = points.iter().map(|point| point.distance(*first)).enumerate();
    let (cut, _) = far.reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap_or_default();
    let mut kept = vec![false; points.len()];
    let mut keep = |index: usize| {
        if let Some(slot) = kept.get_mut(index) {
            *slot = true;
        }
    };
    keep(0);
    keep(cut);
    let end = points.len() - 1;
    if !is_loop {
        keep(end);
    }
    let mut waiting = vec![(0, cut), (cut, end)];
    while let Some((from, to)) = waiting.pop() {
        let (Some(a), Some(b)) = (points.get(from), points.get(to)) else { continue };
        let between = points.iter().enumerate().take(to).skip(from + 1);
        let away = between.map(|(index, point)| (index, distance_to_segment(*point, *a, *b)));
        let farthest = away.reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((index, _)) = farthest.filter(|(_, distance)| *distance > tolerance) {
            keep(index);
            waiting.extend([(from, index), (index, to)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_many_points_keeps_few_and_its_form() {
        let turn = |part: i32| {
            let angle = f64::from(part) * std::f64::consts::TAU / 200.0;
            Point::new(100.0 * angle.cos(), 100.0 * angle.sin())
        };
        let circle: Vec<_> = (0..=200).map(turn).collect();
        let simple = simplified(&circle, 5.0);
        assert!((6..=16).contains(&simple.len()), "{}", simple.len());
        assert!(simple.iter().zip(simple.iter().skip(1)).all(|(a, b)| a.distance(*b) > 20.0));
        let line = [(0.0, 0.0), (5.0, 0.5), (10.0, 0.0)].map(Point::from);
        assert_eq!(simplified(&line, 1.0), [line[0], line[2]]);
        assert_eq!(simplified(&line[..1], 1.0), line[..1]);
    }
}
