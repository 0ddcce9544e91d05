// The dashboard's part of the build: one script, one style sheet and a page that names both, all from the same origin.
// The names carry a digest of the content, so that a browser may keep them for good and still never shows an old one.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Indentation stands in templates too, and is sent with them (1.6 kB, compressed): browsers take any white space for one blank, but
 * for what is preformatted, which no template of ours writes out.
 */
const withoutIndentation = {
  name: 'without-indentation',
  setup: ({ onLoad }) =>
    onLoad({ filter: /src\/dashboard\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/\n[ ]+/g, '\n'),
      loader: 'ts',
    })),
};

/** @returns what esbuild says of it, for the licences */
export async function buildDashboard(out) {
  const result = await build({
    entryPoints: { app: join('src', 'dashboard', 'main.ts'), style: join('src', 'dashboard', 'style', 'index.css') },
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    outdir: out,
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    loader: { '.woff2': 'file' },
    plugins: [withoutIndentation],
  });
  const made = (ending) => basename(Object.keys(result.metafile.outputs).find((path) => path.endsWith(ending)));
  // Compressed once, here: a third of the bytes over a tunnel to the jump box. The face is compressed as it is.
  for (const name of [made('.js'), made('.css')])
    writeFileSync(join(out, `${name}.gz`), gzipSync(readFileSync(join(out, name)), { level: 9 }));
  const page = readFileSync(join('src', 'dashboard', 'index.html'), 'utf8')
    .replace('%SCRIPT%', made('.js'))
    .replace('%STYLE%', made('.css'))
    .replace('%FACE%', made('.woff2'));
  writeFileSync(join(out, 'index.html'), page);
  copyFileSync(join('src', 'dashboard', 'icon.svg'), join(out, 'icon.svg'));
  return result;
}
