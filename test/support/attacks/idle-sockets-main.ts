/** A process of its own that opens very many silent connections: `PORT COUNT`; tells how many it has opened, line by line, until its input ends. */
import { hang, type Hanger } from './clients.js';

const [port = 0, count = 0] = process.argv.slice(2).map(Number);
const hangers: Hanger[] = [];

/** From a hundred addresses, so that none of them has more than one may have. */
const open = (): void => {
  for (let number = 0; number < 200 && hangers.length < count; number++) {
    hangers.push(hang(port, `127.0.1.${1 + (hangers.length % 100)}`));
  }
  if (hangers.length < count) setTimeout(open, 5);
};

open();
setInterval(() => {
  process.stdout.write(`${JSON.stringify({ opened: hangers.length })}\n`);
}, 100);
process.stdin.on('end', () => process.exit()).resume();
