// ---- The greyed picture with numbers of patches over it.

const { rows: gridRows, columns: gridColumns } = data;
const veils = Uint8Array.from(atob(data.veils), c => c.charCodeAt(0));
const images = {};

async function loadImages() {
  for (const name of ['shown', 'greyed', 'seen']) {
    images[name] = new Image();
    images[name].src = data[name];
    await images[name].decode();
  }
}

// The cubic of Catmull and Rom through the middles of the patches, as in Heed's other figures.
function between(values, first, stride, count, pixel, times) {
  const place = (pixel + 0.5) / times - 0.5, left = Math.floor(place), t = place - left;
  const [a, b, c, d] = [-1, 0, 1, 2].map(i => values[first + stride * Math.min(count - 1, Math.max(0, left + i))]);
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function enlarged(places, times) {
  const width = gridColumns * times, height = gridRows * times;
  const wide = new Float32Array(gridRows * width), all = new Float32Array(height * width);
  for (let row = 0; row < gridRows; row++) for (let x = 0; x < width; x++) wide[row * width + x] = between(places, row * gridColumns, 1, gridColumns, x, times);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) all[y * width + x] = between(wide, x, width, gridRows, y, times);
  return all;
}

function veilOf(places, times) {
  const shares = times > 1 ? enlarged(places, times) : places;
  const image = new ImageData(gridColumns * times, gridRows * times);
  shares.forEach((share, i) => image.data.set(veils.subarray(4 * Math.round(255 * Math.min(1, Math.max(0, share))), 4 * Math.round(255 * Math.min(1, Math.max(0, share))) + 4), 4 * i));
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

// A canvas of so many CSS pixels, sharp on any screen.
function prepare(canvas, width, height) {
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  return pen;
}

// The picture within a box.
function fit(width, height) {
  const scale = Math.min(width / data.size[0], height / data.size[1]);
  return [Math.max(1, Math.round(data.size[0] * scale)), Math.max(1, Math.round(data.size[1] * scale))];
}

function drawEdges(pen, width, height) {
  pen.strokeStyle = '#ffffff66';
  pen.lineWidth = 1;
  pen.beginPath();
  for (let column = 1; column < gridColumns && width / gridColumns >= 5; column++) {
    const x = Math.round(column * width / gridColumns) + 0.5;
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
  }
  for (let row = 1; row < gridRows && height / gridRows >= 5; row++) {
    const y = Math.round(row * height / gridRows) + 0.5;
    pen.moveTo(0, y);
    pen.lineTo(width, y);
  }
  pen.stroke();
}

function drawMap(canvas, places, width, height, cells, marked = null) {
  const pen = prepare(canvas, width, height);
  pen.drawImage(images.greyed, 0, 0, width, height);
  pen.imageSmoothingEnabled = !cells;
  const times = cells ? 1 : Math.max(1, Math.min(8, Math.floor(256 / Math.max(gridRows, gridColumns))));
  pen.drawImage(veilOf(places, times), 0, 0, width, height);
  if (cells) drawEdges(pen, width, height);
  if (marked === null) return;
  const [w, h] = [width / gridColumns, height / gridRows];
  const frame = [marked % gridColumns * w, Math.floor(marked / gridColumns) * h, w, h];
  pen.lineWidth = 4;
  pen.strokeStyle = '#000000';
  pen.strokeRect(...frame);
  pen.lineWidth = 2;
  pen.strokeStyle = '#ffffff';
  pen.strokeRect(...frame);
}

function drawRamps() {
  for (const canvas of document.querySelectorAll('canvas.ramp')) {
    const pen = prepare(canvas, 160, 10), step = document.createElement('canvas');
    pen.fillStyle = data.middle;
    pen.fillRect(0, 0, 160, 10);
    step.width = 256;
    step.height = 1;
    step.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(veils), 256, 1), 0, 0);
    pen.drawImage(step, 0, 0, 160, 10);
  }
}

const largest = values => values.reduce((a, b) => Math.max(a, b), 0);
