// ---- Small pictures to choose from: one a method, one a head.

function button(className, label, onChoose) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', onChoose);
  return made;
}

const text = (tag, content, className = '') => Object.assign(document.createElement(tag), { textContent: content, className });

// Arrows move through a toolbar; only one of its buttons is a stop for Tab.
function walk(toolbar, buttons, across) {
  toolbar.addEventListener('keydown', event => {
    const at = buttons().indexOf(document.activeElement);
    const to = buttons()[at + { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across(), ArrowUp: -across() }[event.key]];
    if (at < 0 || !to) return;
    event.preventDefault();
    to.focus();
  });
}

function press(buttons, pressed) {
  buttons.forEach((one, i) => {
    one.setAttribute('aria-pressed', i === pressed);
    one.tabIndex = i === Math.max(pressed, 0) ? 0 : -1;
  });
}

let methodButtons = [], headButtons = [];
const columnsOf = id => getComputedStyle(document.getElementById(id)).gridTemplateColumns.split(' ').length;
walk(document.getElementById('method-grid'), () => methodButtons, () => columnsOf('method-grid'));
walk(document.getElementById('grid'), () => headButtons, () => data.heads + 1);

function buildMethods(cells, onChoose) {
  const [width, height] = fit(172, 172);
  methodButtons = data.methods.map((method, i) => {
    const made = button(`method verdict-${method.verdict}`, `${method.name}: ${method.short}. ${method.tests.join(', ')}`, () => onChoose(i));
    const canvas = document.createElement('canvas');
    drawMap(canvas, method.places, width, height, cells);
    made.append(text('b', method.name), canvas, text('span', method.short, 'short'), ...method.tests.map(test => text('span', test)));
    return made;
  });
  document.getElementById('method-grid').replaceChildren(...methodButtons);
  document.getElementById('methods').hidden = methodButtons.length === 0;
}

function buildHeads(mapOf, cells, onChoose) {
  const grid = document.getElementById('grid'), { layers, heads } = data;
  document.getElementById('heads').hidden = layers * heads === 0;
  if (layers * heads === 0) return;
  const [width, height] = fit(Math.max(44, Math.min(104, Math.floor(960 / (heads + 1)) - 12)), 104);
  const places = Array.from({ length: layers }, (_, layer) => Array.from({ length: heads + 1 }, (_, head) => mapOf(layer, head < heads ? head : -1)));
  const most = Math.max(...places.flat().map(largest));
  grid.style.gridTemplateColumns = `max-content repeat(${heads + 1}, ${width + 8}px)`;
  document.getElementById('grid-max').textContent = `${percent(most)} of the attention on one patch`;
  headButtons = [];
  const children = [text('span', '', 'axis'), ...Array.from({ length: heads }, (_, head) => text('span', width < 60 ? `${head + 1}` : `head ${head + 1}`, 'axis')), text('span', 'mean', 'axis')];
  for (let layer = 0; layer < layers; layer++) {
    children.push(text('span', `layer ${layer + 1}`, 'axis'));
    for (let head = 0; head <= heads; head++) {
      const made = button('map', `Layer ${layer + 1}, ${head < heads ? `head ${head + 1}` : 'mean of heads'}`, () => onChoose(layer, head < heads ? head : -1));
      const canvas = document.createElement('canvas');
      drawMap(canvas, places[layer][head].map(share => Math.sqrt(most > 0 ? share / most : 0)), width, height, cells);
      made.append(canvas);
      headButtons.push(made);
      children.push(made);
    }
  }
  grid.replaceChildren(...children);
}
