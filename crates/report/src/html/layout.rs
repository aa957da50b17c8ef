//! Where the points of a picture lie, those that are tied near one another.
//!
//! They are found by pushing and pulling a fixed number of times from a fixed start, with sums,
//! products and roots alone, and are rounded: the same bytes on any machine.

/// How often all points are moved.
const TURNS: usize = 240;

/// Width of the picture.
pub(super) const WIDTH: f64 = 960.0;

/// Height of the picture.
pub(super) const HEIGHT: f64 = 620.0;

/// How far points keep from the borders.
const MARGIN: (f64, f64) = (90.0, 36.0);

/// The room of a point with its name.
const NAME: (f64, f64) = (150.0, 42.0);

/// Where each of `count` points lies, those that are tied near one another.
pub(super) fn layout(count: usize, ties: &[(usize, usize)]) -> Vec<(f64, f64)> {
    // A turn by an angle whose sine and cosine are fractions never comes back to where it began.
    let mut direction = (1.0_f64, 0.0_f64);
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(count);
    for number in 0..count {
        let far = 40.0 * ((number + 1) as f64).sqrt();
        points.push((direction.0 * far, direction.1 * far));
        direction =
            (direction.0 * -0.6 - direction.1 * 0.8, direction.0 * 0.8 + direction.1 * -0.6);
    }
    let ideal = (WIDTH * HEIGHT / (count.max(1) as f64)).sqrt() * 0.75;
    for turn in 0..TURNS {
        let mut pushes = vec![(0.0, 0.0); count];
        for one in 0..count {
            for other in 0..count {
                if one == other {
                    continue;
                }
                let (dx, dy) = (points[one].0 - points[other].0, points[one].1 - points[other].1);
                let square = (dx * dx + dy * dy).max(1.0);
                let push = ideal * ideal / square;
                pushes[one].0 += dx * push;
                pushes[one].1 += dy * push;
            }
            // Towards the middle, more so from above and below: the picture is wide.
            pushes[one].0 -= points[one].0 * 0.35 * ideal / 60.0;
            pushes[one].1 -= points[one].1 * 0.7 * ideal / 60.0;
        }
        for (one, other) in ties {
            let (dx, dy) = (points[*one].0 - points[*other].0, points[*one].1 - points[*other].1);
            let far = (dx * dx + dy * dy).sqrt();
            let pull = far / ideal * 0.35;
            pushes[*one].0 -= dx * pull;
            pushes[*one].1 -= dy * pull;
            pushes[*other].0 += dx * pull;
            pushes[*other].1 += dy * pull;
        }
        let heat = 40.0 * (1.0 - turn as f64 / TURNS as f64) + 0.5;
        for (point, push) in points.iter_mut().zip(&pushes) {
            let length = (push.0 * push.0 + push.1 * push.1).sqrt().max(1e-9);
            let step = length.min(heat);
            point.0 += push.0 / length * step;
            point.1 += push.1 / length * step;
        }
    }
    let mut points = fit(&points);
    part(&mut points);
    points
}

/// Moves points apart whose names would cover one another.
fn part(points: &mut [(f64, f64)]) {
    for _ in 0..TURNS {
        for one in 0..points.len() {
            for other in one + 1..points.len() {
                let (dx, dy) = (points[other].0 - points[one].0, points[other].1 - points[one].1);
                let (over_x, over_y) = (NAME.0 - dx.abs(), NAME.1 - dy.abs());
                if over_x <= 0.0 || over_y <= 0.0 {
                    continue;
                }
                let (x, y) = if over_x * NAME.1 < over_y * NAME.0 {
                    (over_x / 4.0 * if dx < 0.0 { -1.0 } else { 1.0 }, 0.0)
                } else {
                    (0.0, over_y / 4.0 * if dy < 0.0 { -1.0 } else { 1.0 })
                };
                points[one] = within(points[one].0 - x, points[one].1 - y);
                points[other] = within(points[other].0 + x, points[other].1 + y);
            }
        }
    }
}

/// A point that keeps away from the borders.
fn within(x: f64, y: f64) -> (f64, f64) {
    (x.clamp(MARGIN.0, WIDTH - MARGIN.0), y.clamp(MARGIN.1, HEIGHT - MARGIN.1))
}

/// The same points, drawn out to the borders of the picture.
fn fit(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let least = points.iter().map(of).fold(f64::MAX, f64::min);
        let most = points.iter().map(of).fold(f64::MIN, f64::max);
        (least, (most - least).max(1.0))
    };
    let ((left, width), (top, height)) = (range(&|it| it.0), range(&|it| it.1));
    let (margin_x, margin_y) = MARGIN;
    points
        .iter()
        .map(|(x, y)| {
            (
                margin_x + (x - left) / width * (WIDTH - 2.0 * margin_x),
                margin_y + (y - top) / height * (HEIGHT - 2.0 * margin_y),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_covers_another_and_all_are_in_the_picture() {
        let ties: Vec<(usize, usize)> = (1..36).map(|it| (it % 4, it)).collect();
        let points = layout(36, &ties);
        for (at, (x, y)) in points.iter().enumerate() {
            assert!((0.0..WIDTH).contains(x) && (0.0..HEIGHT).contains(y));
            for (a, b) in points.iter().skip(at + 1) {
                assert!((x - a).abs() > 80.0 || (y - b).abs() > 18.0, "{x} {y}, {a} {b}");
            }
        }
        assert_eq!(points, layout(36, &ties));
    }
}
