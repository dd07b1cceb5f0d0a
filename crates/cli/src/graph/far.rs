//! Links that would hide the picture. Where every state of a long row leads to one handler of errors, a line from each of them
//! is a curtain; such links are told at the foot of their state instead. Those from nearby stay lines.

use super::model::Area;

/// So many links may lead to a box before those from afar are only told.
const FEW: usize = 4;
/// So many layers are not far.
const NEAR: usize = 4;
/// If all lines together cross more layers than this, every far link is only told.
const MOST_CROSSED: usize = 1_500;

/// Marks the links of a machine that are only told.
pub(super) fn mark(area: &mut Area) {
    let (forward, back) = order(area);
    let layers = layers(area, &forward);
    let mut arriving = vec![0; area.boxes.len()];
    for link in &area.links {
        arriving[link.to] += 1;
    }
    let spans: Vec<usize> = area.links.iter().map(|link| layers[link.to].abs_diff(layers[link.from])).collect();
    let is_far = |at: &usize| spans[*at] > NEAR;
    let far: Vec<usize> = forward.into_iter().chain(back).filter(is_far).collect();
    for at in &far {
        area.links[*at].is_far = arriving[area.links[*at].to] > FEW;
    }
    let crossed: usize = far.iter().filter(|at| !area.links[**at].is_far).map(|at| spans[*at]).sum();
    if crossed > MOST_CROSSED {
        for at in far {
            area.links[at].is_far = true;
        }
    }
}

/// By box: how many links lie between it and a start, at most.
pub(super) fn layers(area: &Area, forward: &[usize]) -> Vec<usize> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); area.boxes.len()];
    let mut awaited = vec![0_usize; area.boxes.len()];
    for at in forward {
        let link = &area.links[*at];
        leaving[link.from].push(link.to);
        awaited[link.to] += 1;
    }
    let mut layers = vec![0; area.boxes.len()];
    let mut ready: Vec<usize> = (0..area.boxes.len()).filter(|at| awaited[*at] == 0).collect();
    while let Some(from) = ready.pop() {
        for to in &leaving[from] {
            layers[*to] = layers[*to].max(layers[from] + 1);
            awaited[*to] -= 1;
            if awaited[*to] == 0 {
                ready.push(*to);
            }
        }
    }
    layers
}

/// The links that go on, and those that go back to where they may have come from; without those of a state to itself and
/// those that are only told.
pub(super) fn order(area: &Area) -> (Vec<usize>, Vec<usize>) {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); area.boxes.len()];
    for (at, link) in area.links.iter().enumerate().filter(|(_, link)| link.is_line() && link.from != link.to) {
        leaving[link.from].push(at);
    }
    let (mut forward, mut back) = (Vec::new(), Vec::new());
    let mut is_seen = vec![false; area.boxes.len()];
    let mut is_open = vec![false; area.boxes.len()];
    for root in area.start.into_iter().chain(0..area.boxes.len()) {
        if std::mem::replace(&mut is_seen[root], true) {
            continue;
        }
        is_open[root] = true;
        let mut path = vec![(root, 0)];
        while let Some((from, next)) = path.pop() {
            let Some(&link) = leaving[from].get(next) else {
                is_open[from] = false;
                continue;
            };
            path.push((from, next + 1));
            let to = area.links[link].to;
            (if is_open[to] { &mut back } else { &mut forward }).push(link);
            if !std::mem::replace(&mut is_seen[to], true) {
                is_open[to] = true;
                path.push((to, 0));
            }
        }
    }
    forward.sort_unstable();
    back.sort_unstable();
    (forward, back)
}
