/** docs/journal.md: every kind of record with its fields and when it is written, from the schema that reads them back. */
import { z } from 'zod';
import { rolloutCommands, rolloutStates } from '../../src/contract/rollout.js';
import { runStates } from '../../src/contract/run-status.js';
import { runCommands } from '../../src/contract/control.js';
import { rolloutNotes } from '../../src/controller/rollout/rollout-notes.js';
import { noteKinds, type NoteKind } from '../../src/controller/run/note-kinds.js';
import { entrySchema } from '../../src/journal/entry-schema.js';
import { journalFormat } from '../../src/journal/record-chain.js';
import { generatedNote, markdownTable } from './markdown.js';

export function journalPage(): string {
  return [
    generatedNote,
    '# Journal',
    '',
    'Everything that a run or rollout has done, in the order in which it was written down: `controller/journal.sqlite` in the state folder, or a',
    'database ([several-controllers.md](several-controllers.md)). The controller alone writes it. A record is durable before anything follows from it,',
    'is never changed, and carries the digest of itself and of the record before it; how that is proven and what can be lost is in',
    '[durability.md](durability.md).',
    '',
    '```',
    'drydock journal verify                       # is every record what was written?',
    'drydock journal export --output FILE         # all of it, a line of JSON each',
    'drydock upgrade explain RUN                  # one run in sentences',
    '```',
    '',
    `## A record (format ${journalFormat})`,
    '',
    markdownTable(['field', 'is'], recordFields),
    '',
    'A journal of a newer version, with a kind or field that this one does not know, is refused as a whole (`JOURNAL_FORMAT_UNKNOWN`): half a history',
    'would be a wrong one. No password, token or secret address is in any record.',
    '',
    '## Kinds of entries',
    ...entrySchema.options.flatMap(kindSection),
    '',
    '## Notes of a run',
    '',
    'What `noted` can say in the journal of a run. The types of the controller are made from this list: nothing else can be noted.',
    '',
    notesTable(noteKinds),
    '',
    '## Notes of a rollout',
    '',
    notesTable(rolloutNotes),
    '',
    '## Commands and states',
    '',
    `- \`command\` of a run: ${list(runCommands)}. Its \`detail\` has \`host\` and \`reason\` where they were given.`,
    `- \`command\` of a rollout: ${list(rolloutCommands)}. Its \`detail\` has \`pool\` and \`reason\` where they were given.`,
    `- \`state\` of a run: ${list(runStates)}. Of a stop, \`detail\` has the host and the kind of failure ([failures.md](failures.md)).`,
    `- \`state\` of a rollout: ${list(rolloutStates)}.`,
    '',
  ].join('\n');
}

const recordFields: readonly (readonly string[])[] = [
  ['`sequence`', 'its number; rises by one in the whole journal, so that a gap is seen'],
  ['`run`', 'the id of the run or rollout that it belongs to'],
  ['`at`', 'when it was written, in milliseconds since 1970 in UTC'],
  ['`entry`', 'what it says, as JSON: one of the kinds below'],
  ['`digest`', 'SHA-256 of all of this and of the digest before it, in hex'],
];

type Kind = (typeof entrySchema.options)[number];

function kindSection(kind: Kind): string[] {
  const fields = Object.entries<z.ZodType>(kind.shape).filter(([name]) => name !== 'type');
  const rows = fields.map(([name, schema]) => [
    `\`${name}\``,
    `${kindOf(schema)}${schema instanceof z.ZodOptional ? ', may be absent' : ''}`,
    schema.description ?? '',
  ]);
  return [
    '',
    `### ${[...kind.shape.type.values].join()}`,
    '',
    kind.description ?? '',
    '',
    markdownTable(['field', 'form', 'is'], rows),
  ];
}

function kindOf(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodOptional) return kindOf(schema.def.innerType);
  if (schema instanceof z.ZodNullable) return `${kindOf(schema.def.innerType)} or null`;
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => `\`${String(option)}\``).join(', ');
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodArray) return 'list';
  if (schema instanceof z.ZodRecord) return 'object';
  return 'document';
}

function notesTable(notes: Readonly<Record<string, NoteKind>>): string {
  const rows = Object.entries(notes).map(([name, { about, detail, when }]) => [
    ...[`\`${name}\``, about, list(detail), when],
  ]);
  return markdownTable(['note', 'its key', 'in its detail', 'when it is written'], rows);
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
