// ---- Maps: from the packed numbers to the rows that are shown.

async function load(example) {
  example.codes ??= await unpack(example.weights);
  example.rolloutCodes ??= await unpack(example.rollout);
}

// A code is round(top sqrt(w)). Rounding moves the sum of a row a little away from 1; it is put back.
function decode(codes, start, n) {
  const top = codes.BYTES_PER_ELEMENT === 2 ? 65535 : 255;
  const map = new Float32Array(n * n);
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let i = row * n; i < (row + 1) * n; i++) {
      const root = codes[start + i] / top;
      sum += map[i] = root * root;
    }
    if (Math.abs(sum - 1) < 0.05) for (let i = row * n; i < (row + 1) * n; i++) map[i] /= sum;
  }
  return map;
}

// The chosen map over tokens, [n, n]. Head -1 is the mean of the layer's heads.
function tokenMap(example, choice) {
  const n = example.tokens.length;
  if (choice.show === 'rollout') return decode(example.rolloutCodes, 0, n);
  const at = head => (choice.layer * example.heads + head) * n * n;
  if (choice.head >= 0) return decode(example.codes, at(choice.head), n);
  const mean = new Float32Array(n * n);
  for (let head = 0; head < example.heads; head++) {
    const map = decode(example.codes, at(head), n);
    for (let i = 0; i < mean.length; i++) mean[i] += map[i] / example.heads;
  }
  return mean;
}

// What the strip is made of: words, or single tokens.
function unitsOf(example, wholeWords) {
  if (wholeWords) return example.words;
  return example.words.flatMap(word => Array.from({ length: word.count }, (_, i) => ({
    text: example.tokens[word.first + i], first: word.first + i, count: 1,
    special: word.special, space: i === 0 ? word.space : false,
  })));
}

function mergeRow(map, start, units) {
  return Float32Array.from(units, unit => {
    let sum = 0;
    for (let i = 0; i < unit.count; i++) sum += map[start + unit.first + i];
    return sum;
  });
}

// A row over all units becomes a row over the visible ones that sums to 1; says what share was hidden.
function narrow(row, visible) {
  const kept = Float32Array.from(visible, i => row[i]);
  if (visible.length === row.length) return { row: kept, hidden: 0 };
  const all = row.reduce((a, b) => a + b, 0), sum = kept.reduce((a, b) => a + b, 0);
  return { row: sum > 0 ? kept.map(w => w / sum) : kept, hidden: all > 0 ? 1 - sum / all : 0 };
}

// Units, one row for each, and the row where the classifier reads.
function viewOf(example, choice) {
  const map = tokenMap(example, choice), n = example.tokens.length;
  const all = unitsOf(example, choice.words);
  const visible = all.map((_, i) => i).filter(i => choice.specials || !all[i].special);
  const rowOf = (first, count) => {
    const mean = new Float32Array(all.length);
    for (let i = first; i < first + count; i++) mergeRow(map, i * n, all).forEach((w, j) => { mean[j] += w / count; });
    return narrow(mean, visible);
  };
  const rows = visible.map(i => rowOf(all[i].first, all[i].count));
  return { units: visible.map(i => all[i]), rows, reading: example.readsFirstToken ? rowOf(0, 1) : rowOf(0, n) };
}

const palette = () => dark.matches ? data.dark : data.light;
const stepOf = place => Math.round(Math.min(1, Math.max(0, place)) * (palette().colors.length - 1));
const ramp = () => `linear-gradient(to right, ${palette().colors.join(',')})`;

// 'rgb' bytes of each step, for images.
const rgbOf = () => palette().colors.map(hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16)));
