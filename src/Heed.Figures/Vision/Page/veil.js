// ---- The greyed picture with numbers of patches over it.

const { rows: gridRows, columns: gridColumns, rowCells, columnCells } = data;
const veils = Uint8Array.from(atob(data.veils), c => c.charCodeAt(0));
const images = {};

async function loadImages() {
  for (const name of ['shown', 'greyed', 'seen']) {
    images[name] = new Image();
    images[name].src = data[name];
    await images[name].decode();
  }
}

// The patch of an axis that a point lies in, the point in shares of the picture.
function indexAt({ edges }, share) {
  return edges.slice(1, -1).filter(edge => edge <= share).length;
}

// A point as a number of a patch: i at its centre, in between on the line from one centre to the next.
function placeOf({ centres }, share) {
  if (centres.length === 1) return 0;
  let left = 0;
  while (left < centres.length - 2 && share >= centres[left + 1]) left++;
  return left + (share - centres[left]) / (centres[left + 1] - centres[left]);
}

const placesOf = (axis, pixels) => Array.from({ length: pixels }, (_, pixel) => placeOf(axis, (pixel + 0.5) / pixels));

// The cubic of Catmull and Rom through the centres of the patches, as in Heed's other figures.
function between(values, first, stride, count, place) {
  const left = Math.floor(place), t = place - left;
  const [a, b, c, d] = [-1, 0, 1, 2].map(i => values[first + stride * Math.min(count - 1, Math.max(0, left + i))]);
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function enlarged(places, times) {
  const width = gridColumns * times, height = gridRows * times, across = placesOf(columnCells, width), down = placesOf(rowCells, height);
  const wide = new Float32Array(gridRows * width), all = new Float32Array(height * width);
  for (let row = 0; row < gridRows; row++) for (let x = 0; x < width; x++) wide[row * width + x] = between(places, row * gridColumns, 1, gridColumns, across[x]);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) all[y * width + x] = between(wide, x, width, gridRows, down[y]);
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

// The sides of a patch on a canvas of so many CSS pixels, whole ones of the screen, so that neighbours have no seam.
function sidesOf({ edges }, index, length) {
  const scale = devicePixelRatio || 1;
  return [edges[index], edges[index + 1]].map(edge => Math.round(edge * length * scale) / scale);
}

function drawEdges(pen, width, height) {
  pen.strokeStyle = '#ffffff66';
  pen.lineWidth = 1;
  pen.beginPath();
  for (let column = 1; column < gridColumns && width / gridColumns >= 5; column++) {
    const x = Math.round(columnCells.edges[column] * width) + 0.5;
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
  }
  for (let row = 1; row < gridRows && height / gridRows >= 5; row++) {
    const y = Math.round(rowCells.edges[row] * height) + 0.5;
    pen.moveTo(0, y);
    pen.lineTo(width, y);
  }
  pen.stroke();
}

function drawCells(pen, veil, width, height) {
  for (let row = 0; row < gridRows; row++) {
    const [top, bottom] = sidesOf(rowCells, row, height);
    for (let column = 0; column < gridColumns; column++) {
      const [left, right] = sidesOf(columnCells, column, width);
      pen.drawImage(veil, column, row, 1, 1, left, top, right - left, bottom - top);
    }
  }
}

function drawMap(canvas, places, width, height, cells, marked = null) {
  const pen = prepare(canvas, width, height);
  pen.drawImage(images.greyed, 0, 0, width, height);
  pen.imageSmoothingEnabled = !cells;
  if (cells) {
    drawCells(pen, veilOf(places, 1), width, height);
    drawEdges(pen, width, height);
  } else {
    pen.drawImage(veilOf(places, Math.max(1, Math.min(8, Math.floor(256 / Math.max(gridRows, gridColumns))))), 0, 0, width, height);
  }
  if (marked === null) return;
  const [left, right] = sidesOf(columnCells, marked % gridColumns, width), [top, bottom] = sidesOf(rowCells, Math.floor(marked / gridColumns), height);
  const frame = [left, top, right - left, bottom - top];
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
