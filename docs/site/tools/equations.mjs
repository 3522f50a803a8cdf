// Reads [{ tex, display }, ...] from stdin and writes [{ mathml } or { error }, ...] to stdout.
import { text } from 'node:stream/consumers';
import temml from 'temml';

const convert = ({ tex, display }) => {
  try {
    return { mathml: temml.renderToString(tex, { displayMode: display, throwOnError: true, annotate: false }) };
  } catch (error) {
    return { error: error.message };
  }
};

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(convert)));
