/**
 * What is wrong with exports, or with a file that was written for them; nothing wrong: an empty list. Neither exportfs nor
 * NFS-Ganesha can check a file without taking it, and Ganesha takes a file that it cannot read for one without exports
 * (4.3): a host that is installing would lose its medium. So every file is read back before anybody else reads it.
 * Problems are logged and told, and the path of an export has the token of its grant in it: exports go by their ids here.
 */
import { isAbsolute } from 'node:path';
import { kernelOptions } from './exports-lines.js';
import { isNfsClient, type NfsExport } from './nfs-export.js';
import { ganeshaExports, readGaneshaConfig, type GaneshaExport } from './read-ganesha-config.js';
import { readExportsLines } from './read-exports-lines.js';

export function exportProblems(exports: readonly NfsExport[]): string[] {
  return [
    ...exports.flatMap(({ id, folder, path, clients }) => [
      ...(isAbsolute(folder) ? [] : [`${id}: the folder ${folder} is not absolute`]),
      ...(/^\/[^/]/.test(path) && !path.endsWith('/') ? [] : [`${id}: its path is none to mount`]),
      ...clients.filter((client) => !isNfsClient(client)).map((client) => `${id}: ${client} is no client`),
    ]),
    ...repeated(exports.map(({ id }) => id)).map((id) => `two exports are called ${id}`),
    ...repeated(exports.map(({ path }) => path)).map((path) => `${idsAt(exports, path)} have the same path`),
  ];
}

export function ganeshaProblems(text: string, exports: readonly NfsExport[]): string[] {
  const blocks = readGaneshaConfig(text);
  if (blocks === undefined) return ['it is no configuration of NFS-Ganesha'];
  const written = ganeshaExports(blocks);
  const wanted = exports.filter(({ clients }) => clients.length > 0);
  return [
    ...numberProblems(written.map(({ number }) => number)),
    ...written.filter((one) => !isReadOnly(one)).map(({ id }) => `${id} is not read-only for its clients alone`),
    ...differences(
      wanted.map(({ id, folder, path, clients }) => [id, JSON.stringify([folder, path, [...clients].sort()])]),
      written.map((one) => [one.id, JSON.stringify([one.folder, one.path, [...clientsOf(one)].sort()])]),
    ),
  ];
}

export function kernelProblems(text: string, exports: readonly NfsExport[]): string[] {
  const written = readExportsLines(text);
  const options = written.flatMap(({ folder, clients }) =>
    clients.filter((client) => !kernelOptions.every((one) => client.options.includes(one))).map(() => folder),
  );
  return [
    ...numberProblems(written.map(({ number }) => number ?? 0)),
    ...options.map((folder) => `${folder} is not read-only for everybody`),
    ...differences(
      unique(exports.flatMap((one) => one.clients.map((client) => `${one.folder} to ${client}`))).map(bare),
      written.flatMap(({ folder, clients }) => clients.map(({ client }) => bare(`${folder} to ${client}`))),
    ),
  ];
}

function isReadOnly({ access, squash, clients }: GaneshaExport): boolean {
  const own = clients.length === 0 ? access === 'RO' : access === 'NONE';
  return own && squash === 'All_Squash' && clients.every((client) => client.access === 'RO');
}

function clientsOf({ clients }: GaneshaExport): readonly string[] {
  return clients.length === 0 ? ['*'] : clients.flatMap((client) => client.clients);
}

function numberProblems(numbers: readonly number[]): string[] {
  return [
    ...numbers.filter((number) => !(number > 0)).map((number) => `an export has the number ${number}`),
    ...repeated(numbers).map((number) => `two exports have the number ${number}`),
  ];
}

/** A name that may be told, and with it what may not. */
type Named = readonly [name: string, content: string];

function bare(name: string): Named {
  return [name, ''];
}

function differences(wanted: readonly Named[], written: readonly Named[]): string[] {
  return [...lacking(wanted, written, 'missing'), ...lacking(written, wanted, 'not wanted')];
}

function lacking(these: readonly Named[], those: readonly Named[], what: string): string[] {
  return these
    .filter(([name, content]) => !those.some((other) => other[0] === name && other[1] === content))
    .map(([name]) => `${what}${those.some((other) => other[0] === name) ? ' as it is' : ''}: ${name}`);
}

function idsAt(exports: readonly NfsExport[], wanted: string): string {
  return exports
    .filter(({ path }) => path === wanted)
    .map(({ id }) => id)
    .join(' and ');
}

function repeated<T>(items: readonly T[]): T[] {
  return unique(items.filter((item, index) => items.indexOf(item) !== index));
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
