// ---- The map that is shown, as a heat map.

const heat = document.getElementById('heat');
const LabelFont = '12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif', NumberFont = '11px system-ui, "Segoe UI", Helvetica, Arial, sans-serif';
const LongestLabel = 110, LabelPitch = 14;
let heatLayout = null;

function shorten(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  const letters = Array.from(text.slice(0, 200));
  while (letters.length > 0 && pen.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return `${letters.join('')}…`;
}

function paintMap(rows, most) {
  const n = rows.length, colors = rgbOf();
  const image = new ImageData(n, n);
  rows.forEach(({ row }, i) => row.forEach((weight, j) => {
    image.data.set([...colors[stepOf(most > 0 ? weight / most : 0)], 255], 4 * (i * n + j));
  }));
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = n;
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

// Lays the map out for the room there is; drawHeat then only copies.
function layoutHeat(view, most) {
  const pen = heat.getContext('2d'), n = view.units.length;
  const width = Math.min(560, heat.parentElement.clientWidth - 40);
  pen.font = LabelFont;
  const labels = view.units.map(unit => shorten(pen, unit.text, LongestLabel));
  pen.font = `bold ${LabelFont}`;
  const room = Math.ceil(Math.max(...labels.map(label => pen.measureText(label).width), 20));
  const top = Math.ceil(room * Math.SQRT1_2) + 16, left = room + 8;
  const space = width - left - Math.ceil(room * Math.SQRT1_2);
  const cell = Math.max(space / n >= 2 ? Math.floor(space / n) : space / n, 0.5);
  heatLayout = { view, most, labels, left, top, cell: Math.min(cell, 36), n, width, image: n > 0 ? paintMap(view.rows, most) : null };
  heatLayout.height = top + heatLayout.cell * n + 4;
}

function drawHeat(chosen, cell) {
  const { view, most, labels, left, top, cell: size, n, width, height, image } = heatLayout;
  const scale = devicePixelRatio || 1, style = getComputedStyle(document.body);
  heat.width = Math.round(width * scale);
  heat.height = Math.round(height * scale);
  heat.style.width = `${width}px`;
  heat.style.height = `${height}px`;
  const pen = heat.getContext('2d');
  pen.scale(scale, scale);
  pen.imageSmoothingEnabled = size < 1;
  if (image) pen.drawImage(image, left, top, size * n, size * n);
  pen.font = LabelFont;
  pen.fillStyle = style.color;
  const rowStride = Math.ceil(LabelPitch / size), columnStride = Math.ceil(LabelPitch * Math.SQRT2 / size);
  labels.forEach((label, i) => {
    const middle = (i + 0.5) * size;
    const near = other => chosen !== null && Math.abs(other - i) * size < LabelPitch * 1.4 && i !== other;
    pen.textAlign = 'right';
    pen.font = i === chosen ? `bold ${LabelFont}` : LabelFont;
    if (i === chosen || (i % rowStride === 0 && !(rowStride > 1 && near(chosen)))) pen.fillText(label, left - 6, top + middle + 4);
    pen.textAlign = 'left';
    pen.font = LabelFont;
    if (i % columnStride === 0) {
      pen.save();
      pen.translate(left + middle + 3, top - 6);
      pen.rotate(-Math.PI / 4);
      pen.fillText(label, 0, 0);
      pen.restore();
    }
  });
  if (size >= 30) {
    pen.font = NumberFont;
    pen.textAlign = 'center';
    view.rows.forEach(({ row }, i) => row.forEach((weight, j) => {
      if (weight < 0.005) return;
      pen.fillStyle = palette().inks[stepOf(weight / most)];
      pen.fillText(weight.toFixed(2).replace(/^0/, ''), left + (j + 0.5) * size, top + (i + 0.5) * size + 4);
    }));
  }
  pen.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--focus');
  // Frames stand around what they mark, so that small cells can still be seen inside.
  const frame = (x, y, width, height) => pen.strokeRect(left + x - 1, top + y - 1, width + 2, height + 2);
  pen.lineWidth = size < 4 ? 1 : 2;
  if (chosen !== null) frame(0, chosen * size, n * size, size);
  if (cell) frame(cell.key * size, cell.query * size, size, size);
}

function cellAt(event) {
  const box = heat.getBoundingClientRect(), { left, top, cell, n } = heatLayout;
  const key = Math.floor((event.clientX - box.left - left) / cell), query = Math.floor((event.clientY - box.top - top) / cell);
  return key >= 0 && key < n && query >= 0 && query < n ? { query, key } : null;
}
