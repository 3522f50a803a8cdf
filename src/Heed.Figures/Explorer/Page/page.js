// ---- The page: what is chosen, and what follows from it.

const $ = id => document.getElementById(id);
const choice = { example: 0, show: 'rollout', layer: 0, head: 0, words: true, specials: false, direction: 'out' };
let view = null, pointed = null, pinned = null, cell = null;
const example = () => data.examples[choice.example];

function option(value, text) {
  return Object.assign(document.createElement('option'), { value, textContent: text });
}

async function chooseExample(index) {
  choice.example = index;
  await load(example());
  const { layers, heads } = example();
  choice.layer = Math.min(choice.layer, layers - 1);
  choice.head = Math.min(choice.head, heads - 1);
  $('layer').replaceChildren(...Array.from({ length: layers }, (_, i) => option(i + 1, `${i + 1}`)));
  $('head').replaceChildren(...Array.from({ length: heads }, (_, i) => option(i + 1, `${i + 1}`)), option(0, 'mean of heads'));
  showAnswer();
  buildGrid(example(), (layer, head) => { Object.assign(choice, { layer, head, show: 'head' }); refresh(); });
  refresh();
  document.body.dataset.ready = index;
}

function showAnswer() {
  const { text, unread, scores, truth } = example();
  const read = text.slice(0, unread ? text.lastIndexOf(unread) : text.length);
  const rest = Object.assign(document.createElement('span'), { className: 'unread', textContent: text.slice(read.length) });
  rest.title = 'Cut off: the model did not read this part';
  $('text').replaceChildren(read, ...(unread ? [rest] : []));
  $('scores').replaceChildren(...scores.flatMap(({ label, score }, i) => {
    const name = Object.assign(document.createElement('span'), { className: `name${i === 0 ? ' first' : ''}`, textContent: label, title: label });
    const track = Object.assign(document.createElement('span'), { className: 'track' });
    const bar = Object.assign(document.createElement('div'), { className: 'bar' });
    bar.style.width = `${100 * score}%`;
    track.append(bar);
    const number = document.createElement('span');
    number.textContent = `${percent(score)}${label === truth ? '  (true label)' : ''}`;
    return [name, track, number];
  }));
}

// The choice has changed: new rows, new drawings.
function refresh() {
  view = viewOf(example(), choice);
  pointed = pinned = cell = null;
  $('layer').value = choice.layer + 1;
  $('head').value = choice.head + 1;
  document.querySelectorAll('[name=show]').forEach(radio => { radio.checked = radio.value === choice.show; });
  buildChips(view, point, i => { pinned = pinned === i ? null : i; point(i); });
  pressGrid(choice, example());
  redraw();
}

function redraw() {
  const most = Math.max(0, ...view.rows.map(({ row }) => row.reduce((a, b) => Math.max(a, b), 0)));
  layoutHeat(view, most);
  for (const id of ['strip-ramp', 'heat-ramp']) $(id).style.background = ramp();
  $('heat-max').textContent = `${percent(most)}`;
  heat.setAttribute('aria-label', `Heat map of ${name()}; the tokens above tell the same numbers`);
  $('heat-title').textContent = name()[0].toUpperCase() + name().slice(1);
  show();
}

function name() {
  if (choice.show === 'rollout') return 'rollout of all layers';
  return choice.head < 0 ? `layer ${choice.layer + 1}, mean of heads` : `layer ${choice.layer + 1}, head ${choice.head + 1}`;
}

function point(index) {
  pointed = index;
  cell = null;
  show();
}

const incoming = index => Float32Array.from(view.rows, ({ row }) => row[index]);

// Shades and arcs for the token that is pointed at or pinned, or for the place where the classifier reads.
function show() {
  const chosen = pointed ?? pinned;
  const weights = chosen === null ? view.reading.row : choice.direction === 'out' ? view.rows[chosen].row : incoming(chosen);
  const most = weights.reduce((a, b) => Math.max(a, b), 0);
  shadeChips(weights, most, chosen);
  drawArcs(weights, most, chosen);
  drawHeat(chosen, cell);
  $('strip-max').textContent = percent(most);
  $('detail').classList.toggle('idle', chosen === null);
  $('status').textContent = view.units.length === 0 ? 'There is no word in this text; show special tokens to see more.' : sentence(chosen);
  $('looks-at').replaceChildren(...(chosen === null ? [] : list(view.rows[chosen].row)));
  $('looked-at-by').replaceChildren(...(chosen === null ? [] : list(incoming(chosen))));
}

function sentence(chosen) {
  const hidden = share => share > 0.0005 ? ` ${percent(share)} went to hidden special tokens; the rest is rescaled.` : '';
  if (cell) {
    return `“${brief(view.units[cell.query].text, 40)}” gives “${brief(view.units[cell.key].text, 40)}” ${percent(view.rows[cell.query].row[cell.key])} (${name()}).`;
  }
  if (chosen === null) {
    const place = example().readsFirstToken ? 'the first token, where the classifier reads' : 'the mean of all tokens, which the classifier reads';
    return `Shade: attention of ${place} (${name()}).${hidden(view.reading.hidden)} Point at a token, or press Tab and the arrow keys.`;
  }
  const text = brief(view.units[chosen].text, 40);
  return choice.direction === 'out'
    ? `Shade: what “${text}” looks at (${name()}).${hidden(view.rows[chosen].hidden)}`
    : `Shade: how much each token looks at “${text}” (${name()}).`;
}

const brief = (text, most) => Array.from(text).length > most ? `${Array.from(text).slice(0, most).join('')}…` : text;

// The largest weights; bdi keeps a word that runs the other way from turning its number round.
function list(weights) {
  const largest = Array.from(weights, (weight, i) => ({ weight, i }))
    .sort((a, b) => b.weight - a.weight).slice(0, 6).filter(({ weight }) => weight >= 0.0005)
    .map(({ weight, i }) => {
      const entry = document.createElement('span'), word = document.createElement('bdi');
      word.textContent = brief(view.units[i].text, 24);
      entry.append(word, ` ${percent(weight)}`);
      return entry;
    });
  return largest.length > 0 ? largest : ['nothing'];
}

$('example').replaceChildren(...data.examples.map(({ text, scores }, i) =>
  option(i, `${i + 1}. ${brief(text, 48)}  (${brief(scores[0].label, 24)})`)));
$('example-label').hidden = data.examples.length === 1;
for (const id of ['words', 'specials']) $(id).checked = choice[id];
document.querySelectorAll('[name=direction]').forEach(radio => { radio.checked = radio.value === choice.direction; });

// Called when there is something to draw: before, every event would draw half a page.
function listen() {
  $('example').addEventListener('change', event => chooseExample(Number(event.target.value)));
  for (const id of ['layer', 'head']) {
    $(id).addEventListener('change', event => { choice[id] = Number(event.target.value) - 1; choice.show = 'head'; refresh(); });
  }
  for (const id of ['words', 'specials']) {
    $(id).addEventListener('change', event => { choice[id] = event.target.checked; refresh(); });
  }
  document.querySelectorAll('[name=show]').forEach(radio => radio.addEventListener('change', () => { choice.show = radio.value; refresh(); }));
  document.querySelectorAll('[name=direction]').forEach(radio => radio.addEventListener('change', () => { choice.direction = radio.value; show(); }));
  flow.addEventListener('pointerleave', () => point(null));
  heat.addEventListener('pointermove', event => {
    const at = cellAt(event);
    if (at?.query === cell?.query && at?.key === cell?.key) return;
    pointed = at ? at.query : null;
    cell = at;
    if (at) bringIntoView(at.query);
    show();
  });
  heat.addEventListener('pointerleave', () => point(null));
  document.addEventListener('keydown', event => { if (event.key === 'Escape') { pinned = null; point(null); } });
  addEventListener('resize', redraw);
  dark.addEventListener('change', () => chooseExample(choice.example));
}

chooseExample(0).then(listen).catch(error => { $('status').textContent = `This browser cannot unpack the weights: ${error.message}`; });
