// ---- What every page needs: its data, packed numbers, numbers as people write them.

const data = JSON.parse(document.getElementById('heed-data').textContent);

async function unpack({ bytesEach, deflated }) {
  const binary = atob(deflated);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const buffer = await new Response(stream).arrayBuffer();
  return bytesEach === 2 ? new Uint16Array(buffer) : new Uint8Array(buffer);
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const percent = share => `${(100 * share).toFixed(share < 0.0995 && share >= 0.0005 ? 1 : 0)} %`;
