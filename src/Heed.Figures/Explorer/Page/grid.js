// ---- Every layer and head as a small map; the chosen one is pressed.

const grid = document.getElementById('grid');
const MostCells = 64;
let gridButtons = [];

// Codes are square roots already: a code's share of the largest is its place on the colour scale. Blocks show their largest.
function paintSmallMap(canvas, codes, start, n, most) {
  const block = Math.ceil(n / MostCells), cells = Math.ceil(n / block), colors = rgbOf();
  const largest = new Uint16Array(cells * cells);
  for (let row = 0; row < n; row++) {
    const line = Math.floor(row / block) * cells;
    for (let column = 0; column < n; column++) {
      const code = codes[start + row * n + column], at = line + Math.floor(column / block);
      if (code > largest[at]) largest[at] = code;
    }
  }
  const image = new ImageData(cells, cells);
  largest.forEach((code, i) => image.data.set([...colors[stepOf(most > 0 ? code / most : 0)], 255], 4 * i));
  canvas.width = canvas.height = cells;
  canvas.getContext('2d').putImageData(image, 0, 0);
}

function buildGrid(example, onChoose) {
  const { layers, heads, codes } = example, n = example.tokens.length;
  let most = 0;
  for (const code of codes) if (code > most) most = code;
  grid.style.gridTemplateColumns = `max-content repeat(${heads}, minmax(44px, 96px))`;
  const axis = text => Object.assign(document.createElement('span'), { className: 'axis', textContent: text });
  const children = [axis(''), ...Array.from({ length: heads }, (_, head) => axis(heads > 8 ? `${head + 1}` : `head ${head + 1}`))];
  gridButtons = [];
  for (let layer = 0; layer < layers; layer++) {
    children.push(axis(`layer ${layer + 1}`));
    for (let head = 0; head < heads; head++) {
      const button = document.createElement('button');
      const canvas = document.createElement('canvas');
      const width = Math.exp(example.entropies[layer * heads + head]).toFixed(1);
      paintSmallMap(canvas, codes, (layer * heads + head) * n * n, n, most);
      button.type = 'button';
      button.className = 'map';
      button.append(canvas, width);
      button.setAttribute('aria-label', `Layer ${layer + 1}, head ${head + 1}: a query looks at ${width} tokens on average`);
      button.addEventListener('click', () => onChoose(layer, head));
      gridButtons.push(button);
      children.push(button);
    }
  }
  grid.replaceChildren(...children);
  grid.dataset.heads = heads;
}

// Arrows move through the grid; only one of its buttons is a stop for Tab.
grid.addEventListener('keydown', event => {
  const at = gridButtons.indexOf(document.activeElement), heads = Number(grid.dataset.heads);
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: heads, ArrowUp: -heads };
  const to = gridButtons[at + steps[event.key]];
  if (at < 0 || !to) return;
  event.preventDefault();
  to.focus();
});

function pressGrid(choice, example) {
  const pressed = choice.show === 'head' && choice.head >= 0 ? choice.layer * example.heads + choice.head : -1;
  gridButtons.forEach((button, i) => {
    button.setAttribute('aria-pressed', i === pressed);
    button.tabIndex = i === Math.max(pressed, 0) ? 0 : -1;
  });
}
