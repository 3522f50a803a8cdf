// ---- The page: what is chosen, and what follows from it.

const $ = id => document.getElementById(id);
const choice = { method: 0, layer: Math.max(0, data.layers - 1), head: -1, cells: false };
const numPatches = gridRows * gridColumns, numTokens = data.readOut.length, prefix = numTokens - numPatches;
let codes = null, pointed = null, pinned = null;

// Row `query` of one head, or of the mean of a layer's heads (-1), over all tokens. A code is round(top sqrt(w)).
function rowOf(layer, head, query) {
  const top = codes.BYTES_PER_ELEMENT === 2 ? 65535 : 255, row = new Float32Array(numTokens);
  const heads = head < 0 ? Array.from({ length: data.heads }, (_, i) => i) : [head];
  for (const one of heads) {
    const start = ((layer * data.heads + one) * numTokens + query) * numTokens;
    for (let i = 0; i < numTokens; i++) row[i] += (codes[start + i] / top) ** 2 / heads.length;
  }
  return row;
}

// What is classified attends to: the rows of its tokens, by their shares.
function readerMap(layer, head) {
  const map = new Float32Array(numPatches);
  data.readOut.forEach((share, query) => {
    if (share > 0) rowOf(layer, head, query).subarray(prefix).forEach((weight, i) => { map[i] += share * weight; });
  });
  return map;
}

const chosen = () => pointed ?? pinned;
const place = patch => `row ${Math.floor(patch / gridColumns) + 1}, column ${patch % gridColumns + 1}`;
const headName = () => `layer ${choice.layer + 1}, ${choice.head < 0 ? 'mean of heads' : `head ${choice.head + 1}`}`;

function bigSize(section) {
  return fit(Math.max(120, Math.min(500, $(section).clientWidth - 42)), 420);
}

function drawAnswer() {
  const [width, height] = fit(Math.min(280, document.querySelector('main').clientWidth - 70), 230);
  prepare($('picture'), width, height).drawImage(images.shown, 0, 0, width, height);
  const pen = prepare($('seen'), width, height);
  pen.imageSmoothingEnabled = data.seenSize[0] > width;
  pen.drawImage(images.seen, 0, 0, width, height);
  drawEdges(pen, width, height);
  $('seen-caption').textContent = `as the model reads it: ${data.seenSize[0]} × ${data.seenSize[1]} pixels, ${gridRows} × ${gridColumns} patches`;
  $('scores').replaceChildren(...data.scores.flatMap(({ label, score }, i) => {
    const name = Object.assign(text('span', label, `name${i === 0 ? ' first' : ''}`), { title: label });
    const track = text('span', '', 'track'), bar = text('div', '', 'bar');
    bar.style.width = `${100 * score}%`;
    track.append(bar);
    return [name, track, text('span', `${percent(score)}${label === data.truth ? '  (right label)' : ''}`)];
  }), ...(data.moreLabels > 0 ? [text('span', ''), text('span', `${data.moreLabels} more ${data.moreLabels === 1 ? 'label' : 'labels'}`), text('span', percent(data.moreScore))] : []));
}

function drawReason() {
  const method = data.methods[choice.method];
  $('reason').hidden = !method;
  if (!method) return;
  $('method').value = choice.method;
  $('reason-title').textContent = `What “${data.explained}” rests on`;
  drawMap($('reason-map'), method.places, ...bigSize('reason'), choice.cells, chosen());
  $('reason-map').setAttribute('aria-label', `${method.name} over the picture`);
  $('verdict').className = `verdict-${method.verdict}`;
  $('verdict').textContent = method.sentence + (method.tests.length > 0 ? ` In numbers: ${method.tests.join(', ')}.` : '');
  $('method-words').textContent = method.explanation;
  const patch = chosen(), rank = patch === null ? 0 : method.places.filter(share => share > method.places[patch]).length + 1;
  $('reason-status').textContent = patch === null
    ? `The map of ${method.name}.`
    : `Patch in ${place(patch)}: ${percent(method.places[patch])} of the largest, number ${rank} of ${numPatches}.`;
}

function drawLook() {
  $('look').hidden = !codes;
  if (!codes) return;
  $('layer').value = choice.layer + 1;
  $('head').value = choice.head + 1;
  const patch = chosen();
  const row = patch === null ? readerMap(choice.layer, choice.head) : rowOf(choice.layer, choice.head, prefix + patch).subarray(prefix);
  const most = largest(row), rest = 1 - row.reduce((a, b) => a + b, 0);
  $('look-title').textContent = patch === null ? `What ${data.reader} attends to` : 'What this patch attends to';
  drawMap($('look-map'), row.map(share => (most > 0 ? share / most : 0)), ...bigSize('look'), choice.cells, patch);
  $('look-map').setAttribute('aria-label', `Attention of ${patch === null ? data.reader : `the patch in ${place(patch)}`}, ${headName()}`);
  $('look-max').textContent = `${percent(most)} of the attention`;
  const most3 = Array.from(row, (share, i) => ({ share, i })).sort((a, b) => b.share - a.share).slice(0, 3).map(({ share, i }) => `${place(i)} (${percent(share)})`);
  $('look-status').textContent = `${patch === null ? data.reader[0].toUpperCase() + data.reader.slice(1) : `The patch in ${place(patch)}`}, ${headName()}: most on ${most3.join('; ')}.`
    + (rest > 0.0005 ? ` ${percent(rest)} falls on tokens that are no patches.` : '');
}

function show() {
  drawReason();
  drawLook();
}

function redraw() {
  drawAnswer();
  drawRamps();
  buildMethods(choice.cells, i => { choice.method = i; press(methodButtons, i); drawReason(); });
  if (codes) buildHeads(readerMap, choice.cells, (layer, head) => { Object.assign(choice, { layer, head }); pressHead(); drawLook(); });
  else $('heads').hidden = true;
  press(methodButtons, choice.method);
  pressHead();
  show();
}

function pressHead() {
  press(headButtons, choice.layer * (data.heads + 1) + (choice.head < 0 ? data.heads : choice.head));
}

function pointAt(patch) {
  if (patch === pointed) return;
  pointed = patch;
  show();
}

function patchAt(event) {
  const { left, top, width, height } = event.target.getBoundingClientRect();
  const x = (event.clientX - left) / width, y = (event.clientY - top) / height;
  return x >= 0 && x < 1 && y >= 0 && y < 1 ? indexAt(rowCells, y) * gridColumns + indexAt(columnCells, x) : null;
}

function onKey(event) {
  const from = chosen() ?? -1, [row, column] = [Math.floor(from / gridColumns), from % gridColumns];
  const moves = {
    ArrowRight: column < gridColumns - 1 ? from + 1 : from, ArrowLeft: column > 0 ? from - 1 : from,
    ArrowDown: row < gridRows - 1 ? from + gridColumns : from, ArrowUp: row > 0 ? from - gridColumns : from,
  };
  if (event.key in moves) pointAt(from < 0 ? 0 : moves[event.key]);
  else if (event.key === 'Enter' || event.key === ' ') pinned = chosen();
  else return;
  event.preventDefault();
}

const option = (value, name) => Object.assign(document.createElement('option'), { value, textContent: name });
$('method').replaceChildren(...data.methods.map(({ name }, i) => option(i, name)));
$('layer').replaceChildren(...Array.from({ length: data.layers }, (_, i) => option(i + 1, `${i + 1}`)));
$('head').replaceChildren(option(0, 'mean of heads'), ...Array.from({ length: data.heads }, (_, i) => option(i + 1, `${i + 1}`)));
$('cells').checked = choice.cells;

// Called when there is something to draw: before, every event would draw half a page.
function listen() {
  for (const id of ['reason-map', 'look-map']) {
    $(id).addEventListener('pointermove', event => pointAt(patchAt(event)));
    $(id).addEventListener('pointerdown', event => { pinned = pinned === patchAt(event) ? null : patchAt(event); show(); });
    $(id).addEventListener('pointerleave', () => pointAt(null));
    $(id).addEventListener('blur', () => pointAt(null));
    $(id).addEventListener('keydown', onKey);
  }
  document.addEventListener('keydown', event => { if (event.key === 'Escape') { pinned = pointed = null; show(); } });
  $('cells').addEventListener('change', event => { choice.cells = event.target.checked; redraw(); });
  $('method').addEventListener('change', event => { choice.method = Number(event.target.value); press(methodButtons, choice.method); drawReason(); });
  for (const id of ['layer', 'head']) {
    $(id).addEventListener('change', event => { choice[id] = Number(event.target.value) - 1; pressHead(); drawLook(); });
  }
  addEventListener('resize', redraw);
}

(async () => {
  await loadImages();
  if (data.layers * data.heads > 0) codes = await unpack(data.weights);
  choice.method = Math.max(0, data.best);
  redraw();
  listen();
  document.body.dataset.ready = '';
})().catch(error => { $('reason-status').textContent = `This browser cannot show the page: ${error.message}`; });
