/** media inspect: what an image, archive or folder is, also when it cannot be imported. */
import { Option } from 'commander';
import { z } from 'zod';
import { inspectSource, type InspectedEntry, type Inspection } from '../../../media/inspect-source.js';
import { mediaReleaseText } from '../../../media/media-release-of.js';
import { defineCommand, done } from '../../command.js';
import { platformText } from '../../output/medium-view.js';
import { bytes, count } from '../../output/units.js';
import { sourceDescription } from './source-argument.js';

export const mediaInspect = defineCommand({
  name: 'media inspect',
  summary: 'tell what a source of media is and holds, without importing it',
  arguments: [{ name: '<source>', description: sourceDescription }],
  options: [
    new Option('--files', 'list everything in it'),
    new Option('--sha256', 'hash it as well; takes as long as reading it'),
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
      ...sourceLines(rest, entries),
      ...(listed ?? []).map(entryLine),
    ]);
  },
});

function sourceLines(inspection: Omit<Inspection, 'entries'>, entries: readonly InspectedEntry[]): string[] {
  const { source, names, description, bootRecords, medium, refusal, complete } = inspection;
  const files = entries.filter((entry) => entry.kind === 'file');
  const total = files.reduce((sum, entry) => sum + entry.size, 0);
  // Archives and folders have neither.
  const imageFacts = names === null ? '' : `, names from ${names}, ${count(bootRecords.length, 'boot record')}`;
  return [
    // What it looks like matters where it is no install medium.
    medium === null ? description : headline(medium),
    `  source: ${source.kind}, ${bytes(source.bytes)}, label ${source.label === '' ? 'none' : source.label}${imageFacts}`,
    complete
      ? `  holds: ${count(files.length, 'file')}, ${bytes(total)}`
      : '  read up to the metadata; whether all files are there shows at import',
    ...(source.sha256 === null ? [] : [`  sha256: ${source.sha256}`]),
    ...(medium === null ? [] : mediumLines(medium)),
    ...(refusal === null
      ? []
      : [
          `  cannot be imported: ${refusal.summary} [${refusal.code}]`,
          `    ${refusal.found ?? refusal.attempted}`,
          `    ${refusal.remedy}`,
        ]),
  ];
}

function headline({ layout, product }: NonNullable<Inspection['medium']>): string {
  return `${layout === 'supplemental-pack' ? 'pack' : 'install medium of'} ${product.name} ${product.version}`;
}

function mediumLines(medium: NonNullable<Inspection['medium']>): string[] {
  const { product, platform, layout, release, packages, signature, warnings } = medium;
  return [
    `  medium: ${product.name} ${product.version}, ${platformText(platform)}layout ${layout}`,
    `  release: ${mediaReleaseText(medium) ?? release ?? 'none that this version has data of'}; ${count(packages, 'package')}, signature ${signature ?? 'not seen yet'}`,
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
}

function entryLine(entry: InspectedEntry): string {
  const target = entry.target === null ? '' : ` -> ${entry.target}`;
  const size = entry.kind === 'file' ? String(entry.size) : entry.kind;
  return `${size.padStart(12)}  ${entry.path}${target}`;
}
