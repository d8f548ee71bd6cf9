// The polynomial through the nodes of a grid, in its barycentric form, axis by axis.
const of = (given, name) => (given instanceof Map ? given.get(name) : given[name]);
const place = Object.fromEntries(axes.map((axis) => [axis.name, of(sliders, axis.name).value]));

function shares(axis) {
  const at = place[axis.name];
  const hit = axis.nodes.findIndex((node) => Math.abs(at - node) < 1e-12);
  if (hit >= 0) return axis.nodes.map((_, k) => (k === hit ? 1 : 0));
  const parts = axis.nodes.map((node, k) => axis.weights[k] / (at - node));
  const sum = parts.reduce((a, b) => a + b);
  return parts.map((part) => part / sum);
}

let weights = [1];
for (const axis of axes) {
  const own = shares(axis);
  weights = weights.flatMap((weight) => own.map((one) => weight * one));
}

function interpolated(rows) {
  const found = new Array(rows[0].length).fill(0);
  rows.forEach((row, k) => row.forEach((value, n) => {
    found[n] += value === null ? NaN : weights[k] * value; }));
  return found;
}

const nearest = (axis) => axis.nodes.reduce(
  (best, node, k) => Math.abs(node - place[axis.name]) < Math.abs(axis.nodes[best] - place[axis.name]) ? k : best, 0);

const numbers_now = interpolated(numbers_at);
const voltages_now = interpolated(voltages_at);
const told = (value) => (Number.isFinite(value) ? value.toFixed(1) : '–');

// Capacities, as figure and as table.
ways.forEach((way, w) => {
  const own = numbers_now.slice(w * rates.length, (w + 1) * rates.length);
  of(capacity, way).data = {rate: rates, capacity: own};
});
const head = rates.map((rate) => `<th scope="col">${rate}C</th>`).join('');
const rows = ways.map((way, w) => `<tr><th scope="row"><span class="slot0" aria-hidden="true">●</span> design, ${way}</th>`
  + rates.map((_, r) => `<td>${told(numbers_now[w * rates.length + r])}</td>`).join('') + '</tr>').join('');
numbers.text = `<table class="numbers"><caption>Capacity [mAh/g], interpolated</caption><thead><tr><th scope="col"></th>${head}</tr></thead><tbody>${rows}</tbody></table>`;

// Voltage curves.
ways.forEach((way, w) => {
  const xs = [], ys = [], names = [];
  curve_rates.forEach((rate, r) => {
    const total = numbers_now[w * rates.length + rates.indexOf(rate)];
    const from = (w * curve_rates.length + r) * along.length;
    xs.push(along.map((share) => share * total));
    ys.push(voltages_now.slice(from, from + along.length));
    names.push(String(rate));
  });
  of(curves, way).data = {xs: xs, ys: ys, rate: names};
});

// The particle.
const own = numbers_now.slice(2 * rates.length);
const [core_ratio, shell_ratio, mean_j0, ordering, ...fractions] = own;
facet_shares.data = {...facet_shares.data, share: fractions};
const at = place.core_fraction;
profile.data = {r: [0, at, at, 1], d: [core_ratio, core_ratio, shell_ratio, shell_ratio].map((one) => one * d_ab)};
particle_words.text = `radial D over D_ab: core <b>${core_ratio.toFixed(3)}</b>, shell <b>${shell_ratio.toFixed(3)}</b>; mean j0 <b>${mean_j0.toFixed(3)}</b> mA/cm²; order Ω <b>${ordering.toFixed(3)}</b> nat per grain`;
measured_words.text = 'interpolated between computed designs';
const filled = {...measured.data}; filled.fill = Array.from(filled.fill, () => 0); measured.data = filled;

const k = nearest(axes[0]), f = nearest(axes[1]);
const turn = turned[k * axes[1].nodes.length + f], shape = corners[f];
grains.data = {
  xs: shape.x, ys: shape.y, facet: turn.facet.map((n) => facets[n]), angle: turn.angle,
  by_facet: turn.facet.map((n) => colours[n]),
  by_angle: turn.angle.map((angle) => cividis[Math.round(255 * angle / 90)]),
};
layers.data = {x0: turn.layers.map((one) => one[0][0]), y0: turn.layers.map((one) => one[0][1]),
               x1: turn.layers.map((one) => one[1][0]), y1: turn.layers.map((one) => one[1][1])};
const ring = Array.from({length: 121}, (_, n) => 2 * Math.PI * n / 120);
const border = axes[1].nodes[f];
core.data = {x: ring.map((one) => border * Math.cos(one)), y: ring.map((one) => border * Math.sin(one))};
dots.data = {x: dot_places[k][0], y: dot_places[k][1]};
