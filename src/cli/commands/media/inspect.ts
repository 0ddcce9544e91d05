/** media inspect: what an image is, also when it cannot be imported. */
import { Option } from 'commander';
import { z } from 'zod';
import { inspectSource, type InspectedEntry, type Inspection } from '../../../media/inspect-source.js';
import { defineCommand, done } from '../../command.js';
import { bytes, count } from '../../output/units.js';

export const mediaInspect = defineCommand({
  name: 'media inspect',
  summary: 'tell what an image is and holds, without importing it',
  arguments: [{ name: '<source>', description: 'path of the ISO image' }],
  options: [
    new Option('--files', 'list everything in the image'),
    new Option('--sha256', 'hash the image as well; takes as long as reading it'),
  ],
  example: 'drydock media inspect xcp-ng-8.3.0.iso --files',
  input: z.strictObject({ source: z.string(), files: z.boolean().optional(), sha256: z.boolean().optional() }),
  act: async (input, context) => {
    const { entries, ...rest } = await inspectSource({
      source: input.source,
      sha256: input.sha256,
      signal: context.surroundings.signal,
    });
    const listed = input.files === true ? entries : undefined;
    return done(listed === undefined ? rest : { ...rest, entries: listed }, [
      ...imageLines(rest, entries),
      ...(listed ?? []).map(entryLine),
    ]);
  },
});

function imageLines(inspection: Omit<Inspection, 'entries'>, entries: readonly InspectedEntry[]): string[] {
  const { source, names, description, bootRecords, medium, refusal } = inspection;
  const files = entries.filter((entry) => entry.kind === 'file');
  const total = files.reduce((sum, entry) => sum + entry.size, 0);
  return [
    // What the image looks like matters where it is no install medium.
    medium === null ? description : `install medium of ${medium.product.name} ${medium.product.version}`,
    `  image: ${bytes(source.bytes)}, label ${source.label === '' ? 'none' : source.label}, names from ${names}, ${count(bootRecords.length, 'boot record')}`,
    `  holds: ${count(files.length, 'file')}, ${bytes(total)}`,
    ...(source.sha256 === null ? [] : [`  sha256: ${source.sha256}`]),
    ...(medium === null ? [] : mediumLines(medium)),
    ...(refusal === null
      ? []
      : [`  cannot be imported: ${refusal.summary} [${refusal.code}]`, `    ${refusal.found ?? refusal.attempted}`]),
  ];
}

function mediumLines(medium: NonNullable<Inspection['medium']>): string[] {
  const { product, platform, layout, release, packages, signature, warnings } = medium;
  return [
    `  medium: ${product.name} ${product.version}, platform ${platform.name} ${platform.version}, layout ${layout}`,
    `  release: ${release ?? 'none that this version has data of'}; ${count(packages, 'package')}, signature ${signature}`,
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
}

function entryLine(entry: InspectedEntry): string {
  const target = entry.target === null ? '' : ` -> ${entry.target}`;
  const size = entry.kind === 'file' ? String(entry.size) : entry.kind;
  return `${size.padStart(12)}  ${entry.path}${target}`;
}
