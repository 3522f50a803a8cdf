// ---- The strip of tokens, shaded, with arcs from the token that is pointed at.

const flow = document.getElementById('flow');
const arcs = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
arcs.id = 'arcs';
arcs.setAttribute('aria-hidden', 'true');
// Both relative to the largest weight shown, like the shade.
const MostArcs = 40, FaintestArc = 0.08, MostNumbers = 10;
let chips = [];

function buildChips(view, onPoint, onPin) {
  chips = view.units.map((unit, i) => {
    const chip = document.createElement('button');
    chip.type = 'button';
    chip.className = `chip${unit.space || i === 0 ? '' : ' glued'}${unit.special ? ' special' : ''}`;
    const text = document.createElement('span');
    text.textContent = unit.text;
    chip.title = unit.text.length > 40 ? unit.text : '';
    chip.append(text);
    chip.tabIndex = i === 0 ? 0 : -1;
    chip.addEventListener('pointerenter', () => onPoint(i));
    chip.addEventListener('focus', () => { chips.forEach(other => { other.tabIndex = other === chip ? 0 : -1; }); onPoint(i); });
    chip.addEventListener('blur', () => onPoint(null));
    chip.addEventListener('click', () => onPin(i));
    return chip;
  });
  flow.replaceChildren(arcs, ...chips);
  flow.classList.toggle('long', chips.length > 200);
}

flow.addEventListener('keydown', event => {
  const at = chips.indexOf(document.activeElement);
  if (at < 0) return;
  const forward = getComputedStyle(flow).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
  const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: chips.length - 1 }[event.key];
  if (to === undefined || !chips[to]) return;
  event.preventDefault();
  chips[to].focus();
});

// In a long text the strip scrolls by itself.
function bringIntoView(index) {
  const { offsetTop, offsetHeight } = chips[index];
  if (offsetTop < flow.scrollTop || offsetTop + offsetHeight > flow.scrollTop + flow.clientHeight) {
    flow.scrollTop = offsetTop - flow.clientHeight / 2;
  }
}

function shadeChips(weights, most, chosen) {
  const { colors, inks } = palette();
  const leastNumber = Math.max(0.005, Array.from(weights).sort((a, b) => b - a)[MostNumbers - 1] ?? 0);
  chips.forEach((chip, i) => {
    const step = stepOf(most > 0 ? weights[i] / most : 0);
    chip.style.background = colors[step];
    chip.style.color = inks[step];
    chip.dataset.weight = weights[i].toFixed(4);
    chip.dataset.percent = weights[i] >= leastNumber && chip.offsetWidth > 26 ? percent(weights[i]) : '';
    chip.classList.toggle('chosen', i === chosen);
    chip.setAttribute('aria-label', `${chip.textContent}, ${percent(weights[i])}`);
  });
}

function drawArcs(weights, most, chosen) {
  arcs.replaceChildren();
  if (chosen === null) return;
  const frame = flow.getBoundingClientRect();
  const top = chip => {
    const box = chip.getBoundingClientRect();
    return [box.left + box.width / 2 - frame.left + flow.scrollLeft, box.top - frame.top + flow.scrollTop];
  };
  const [x, y] = top(chips[chosen]);
  Array.from(weights, (weight, i) => ({ weight, i }))
    .filter(({ weight, i }) => i !== chosen && weight >= FaintestArc * most)
    .sort((a, b) => b.weight - a.weight).slice(0, MostArcs).reverse()
    .forEach(({ weight, i }) => {
      const [toX, toY] = top(chips[i]);
      const rise = Math.min(30, 12 + Math.abs(toX - x) * 0.06) * 4 / 3;
      const path = document.createElementNS(arcs.namespaceURI, 'path');
      path.setAttribute('d', `M${x} ${y}C${x} ${y - rise} ${toX} ${toY - rise} ${toX} ${toY}`);
      path.setAttribute('stroke-width', (1 + 4 * weight / most).toFixed(2));
      path.setAttribute('opacity', (0.3 + 0.6 * weight / most).toFixed(2));
      arcs.append(path);
    });
}
