/** `npm run bench -- import|http|ftp|installers|crowd|controller|scale [--json]`: small, on loopback, and over by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerBench } from './controller.js';
import { crowdBench } from './crowd.js';
import { ftpBench } from './ftp.js';
import { httpBench } from './http.js';
import { importBench } from './import.js';
import { installersBench } from './installers.js';
import { scaleBench } from './scale.js';
import { rowLine, type Bench, type BenchDocument } from './rows.js';

const benches: readonly Bench[] = [
  ...[importBench, httpBench, ftpBench, installersBench, crowdBench],
  ...[controllerBench, scaleBench],
];

async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  const name = words.find((word) => !word.startsWith('--'));
  const bench = benches.find((candidate) => candidate.name === name);
  if (bench === undefined) {
    console.error(`usage: npm run bench -- ${benches.map((candidate) => candidate.name).join('|')} [--json]`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'drydock-bench-'));
  try {
    const document: BenchDocument = {
      bench: bench.name,
      rows: await bench.run(folder, (row) => console.error(rowLine(row))),
    };
    if (json) console.log(JSON.stringify(document));
    else for (const row of document.rows) console.log(rowLine(row));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
