/** What differs between two media, in words: what they are first, then every package that changed. */
import { isSame, type DiffSide, type FileDiff, type MediaDiff } from '../../media/diff/compare-contents.js';
import { table } from './table.js';
import { count } from './units.js';

export function diffLines(diff: MediaDiff): string[] {
  const { left, right, identity, groups, keys, bootFiles } = diff;
  return [
    `from ${sideText(left)}`,
    `to   ${sideText(right)}`,
    ...(isSame(diff) ? ['no difference that a host would notice'] : []),
    ...section(
      'What they are',
      identity.map((value) => `${value.what}: ${value.left ?? 'not known'} -> ${value.right ?? 'not known'}`),
    ),
    ...packageLines(diff.packages),
    ...section('Groups', [
      ...groups.added.map((id) => `added ${id}`),
      ...groups.removed.map((id) => `removed ${id}`),
      ...groups.changed.map(({ id, added, removed }) => `changed ${id}: ${members(added, removed)}`),
    ]),
    ...section('Keys', fileLines(keys)),
    ...section('Boot files and licence', fileLines(bootFiles)),
  ];
}

function packageLines(packages: MediaDiff['packages']): string[] {
  if (packages === null) return ['', 'Packages: neither medium has a repository'];
  const { added, removed, changed, unchanged } = packages;
  const rows = [
    ...changed.map(({ name, left, right, change }) => [name, change.replace('-', ' '), left, right]),
    ...added.map(({ name, version }) => [name, 'added', '', version]),
    ...removed.map(({ name, version }) => [name, 'removed', version, '']),
  ];
  const totals = `Packages: ${added.length} added, ${removed.length} removed, ${changed.length} changed, ${unchanged} the same`;
  return ['', totals, ...(rows.length === 0 ? [] : table(['package', 'is', 'from', 'to'], rows).map(indented))];
}

function sideText({ id, product, layout, packages }: DiffSide): string {
  const build = product.build === null ? '' : ` build ${product.build}`;
  const held = packages === null ? 'no repository' : count(packages, 'package');
  return `${id}: ${product.name} ${product.version}${build}, ${layout}, ${held}`;
}

function members(added: readonly string[], removed: readonly string[]): string {
  return [...added.map((name) => `+${name}`), ...removed.map((name) => `-${name}`)].join(' ');
}

function fileLines({ added, removed, changed }: FileDiff): string[] {
  return [
    ...changed.map((path) => `changed ${path}`),
    ...added.map((path) => `added ${path}`),
    ...removed.map((path) => `removed ${path}`),
  ];
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map(indented)];
}

function indented(line: string): string {
  return `  ${line}`;
}
