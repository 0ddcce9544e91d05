/** What must hold of an installed Drydock, whichever package it came from: its program, used as a user uses it. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { CliProcess } from './cli-process.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const committed = ['src', 'scripts', 'bin', 'config', 'demo', 'docs', 'packaging'];
const loose = ['package.json', 'tsconfig.json', '.npmrc', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** The sources as a fresh checkout has them, without a build: what is packaged in it disturbs no other test. */
export async function freshCheckout(folder: string): Promise<string> {
  await mkdir(folder);
  for (const name of [...committed, ...loose]) await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Standard output of a command that succeeds and has nothing to complain about. */
export async function output(words: readonly string[], argv: readonly string[], folder: string): Promise<string> {
  const command = new CliProcess(argv, folder, {}, words);
  expect(await command.exitCode(), command.stderr).to.equal(0);
  expect(command.stderr, 'the engine complains of nothing').not.to.match(/^Error|\(node:\d+\)|^ +at /m);
  return command.stdout;
}

/** Imports the demonstration medium, serves it with both processes, fetches from it, and stops. */
export async function importAndServe(words: readonly string[], image: string, folder: string): Promise<void> {
  const { id } = JSON.parse(await output(words, ['media', 'import', image, '--json'], folder)) as { id: string };
  const config = join(folder, 'drydock.yaml');
  const listener = '[{ address: 127.0.0.1, port: 0 }]';
  await writeFile(config, `servers:\n  http: ${listener}\n  ftp: ${listener}\n`);
  const serve = new CliProcess(['serve', '--config', config], folder, {}, words);
  await serve.says('only this machine can reach');
  const base = /http:\/\/127\.0\.0\.1:\d+/.exec(`${serve.stdout}${serve.stderr}`)?.[0];
  expect((await fetch(`${base}/media/${id}/.treeinfo`)).status).to.equal(200);
  serve.child.kill('SIGINT');
  expect(await serve.exitCode(), serve.stderr).to.equal(0);
}
