/** Nothing decides the order of a simulated run but its clock and its seed: the sources of anything else are kept out by name. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', 'src');

/** What runs in a simulation: controller, client, pool, journal, the rehearsal of all of them, and what they take from shared. */
const folders = [
  ...['controller', 'simulator', 'xapi', 'journal', 'installer', 'releases', 'shared', 'servers/grants'],
  'daemon/rehearsal',
];

/** Each with what stands in its place. */
const leaks: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bhrtime\b/, instead: 'Clock.now' },
  { pattern: /\bset(Timeout|Interval|Immediate)\b|\bAbortSignal\.timeout\b/, instead: 'Clock.sleep, after' },
  {
    pattern: /\bMath\.random\b|\brandom(UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/,
    instead: 'RandomBytes, Random',
  },
  { pattern: /\bAbortSignal\.any\b/, instead: 'linkSignals: the other depends on when garbage is collected' },
  { pattern: /\bWeakRef\b|\bFinalizationRegistry\b/, instead: 'a reference that is let go of' },
  {
    pattern: /\btoLocale\w*|\blocaleCompare\b|\bIntl\.(?!supportedValuesOf)\w+\((?!'en')|\bgetTimezoneOffset\b/,
    instead: 'text without a locale',
  },
];

/** Where the machine's own time and chance come in, and what never takes part in a simulation. */
const doors: readonly string[] = [
  'shared/clock.ts',
  'shared/virtual-clock.ts',
  'shared/random-bytes.ts',
  'shared/durable-files.ts', // the name of a temporary file, which is gone before anybody sees it
  'servers/grants/token.ts', // the default of a replaceable draw
];

interface Source {
  readonly file: string;
  readonly text: string;
}

function sources(): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(root, folder, file), 'utf8') })),
  );
}

function leaksIn({ file, text }: Source): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const code = line.replace(/^\s*(\/?\*|\/\/).*$|\s\/\/ .*$/, '');
    return leaks
      .filter(({ pattern }) => pattern.test(code))
      .map(({ instead }) => `${file}:${index + 1} ${line.trim()} (${instead})`);
  });
}

describe('What runs in a simulation', () => {
  it('takes time, chance and order from its clock and its seed alone', () => {
    const found = sources()
      .filter(({ file }) => !doors.includes(file))
      .flatMap(leaksIn);

    expect(found).to.deep.equal([]);
  });

  it('has no more doors to the machine than are used', () => {
    const used = sources().filter((source) => leaksIn(source).length > 0);

    expect(used.map(({ file }) => file)).to.have.members(doors);
  });

  for (const line of [
    'const at = Date.now();',
    'await new Promise((resolve) => setImmediate(resolve));',
    'const id = randomUUID();',
    'const both = AbortSignal.any([one, other]);',
    'names.sort((left, right) => left.localeCompare(right));',
  ]) {
    it(`is searched for ${line}`, () => {
      expect(leaksIn({ file: 'planted.ts', text: line })).to.have.lengthOf(1);
    });
  }
});
