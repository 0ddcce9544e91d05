// `npm run build`: bundles each process with what it imports, since a command that reads 600 files to start is a slow one,
// and keeps the compiled form of the command line.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildDashboard } from './build-dashboard.mjs';
import { external } from './external.mjs';

const out = 'dist';

/** Where the processes of ours begin that run on, by other files than the command line. */
const entryPoints = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('-main.ts'))
  .map((path) => join('src', path))
  .sort();

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

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: [...external, ...absent],
  plugins: [englishOnly],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
};

rmSync(out, { recursive: true, force: true });
const processes = await build({
  ...common,
  entryPoints,
  outdir: out,
  outbase: 'src',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  // CommonJS packages ask for Node's own modules by `require`, and ssh2 for its folder; a module has neither.
  banner: {
    js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url),__dirname=import.meta.dirname;",
  },
});
// Each in one file, and not as a module: only of such a file does Node 20 take what was compiled of it before.
const commands = await build({
  ...common,
  entryPoints: ['entry', 'import-entry'].map((name) => join('src', 'cli', `${name}.ts`)),
  outdir: join(out, 'cli'),
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__moduleUrl' },
  banner: {
    js: "const __moduleUrl=require('node:url').pathToFileURL(__filename).href,__dirname=require('node:path').dirname(__filename);",
  },
});

const dashboard = await buildDashboard(join(out, 'dashboard'));

mkdirSync(out, { recursive: true });
const inputs = [processes, commands, dashboard].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(join(out, 'third-party-licenses.txt'), licences(inputs));
for (const verb of ['list', 'import'])
  execFileSync(process.execPath, [fileURLToPath(new URL('compile.mjs', import.meta.url)), verb], { stdio: 'inherit' });

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
