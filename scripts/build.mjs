// `npm run build`: bundles each process with what it imports, since a command that reads 600 files to start is a slow one.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const out = 'dist';

/** Where a process of ours begins: the command line, and every `…-main.ts`. */
const entryPoints = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path === join('cli', 'main.ts') || path.endsWith('-main.ts'))
  .map((path) => join('src', path))
  .sort();

/** Installed beside: native code, code that is loaded by name, and a library whose licence (LGPL) lets users replace it. */
const external = ['libsql', 'xz-decompress', 'openpgp'];

/** Native parts of ssh2 that it does without when they are not there, as here: no install script is run (.npmrc). */
const absent = ['cpu-features', '*/sshcrypto.node'];

/** zod's messages in fifty languages are a quarter of what a command would load; ours are English. */
const englishOnly = {
  name: 'english-only',
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    })),
};

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints,
  outdir: out,
  outbase: 'src',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: [...external, ...absent],
  plugins: [englishOnly],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  // CommonJS packages ask for Node's own modules by `require`, and ssh2 for its folder; a module has neither.
  banner: {
    js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url),__dirname=import.meta.dirname;",
  },
});

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'third-party-licenses.txt'), licences(Object.keys(metafile.inputs)));

/** Their licences ask that their texts go wherever their code goes. */
function licences(inputs) {
  const folders = new Set(inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]));
  return [...folders]
    .filter((folder) => folder !== undefined)
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
      const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
      return [`${name} ${version} (${license})`, ...texts].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(100)}\n\n`);
}
