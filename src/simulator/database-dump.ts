/** `GET /pool/xmldbdump`: the pool database as XML, or, while the flag is set, its tables without rows (xapi.md 0.5). */
import type { RecordClass } from '../releases/records/record-tables.js';
import { entitiesOf, wireRecord } from './records/wire-record.js';
import { encodeValue } from './wire/encode.js';
import type { World } from './world.js';

const tables: readonly RecordClass[] = [
  'pool',
  'host',
  'host_metrics',
  'VM',
  'VBD',
  'VDI',
  'SR',
  'PBD',
  'PIF',
  'network',
];

export interface DumpAnswer {
  readonly status: number;
  readonly body: string;
}

/** 401 without a live session. */
export function writeDatabaseDump(world: World, session: string): DumpAnswer {
  world.settle();
  if (!world.state.sessions.has(session)) return { status: 401, body: '' };
  const stub = world.flag.isSet;
  world.history.record('database-dumped', world.state.coordinator.uuid, { stub });
  const body = tables.map((name) => `<table name="${name}">${stub ? '' : rows(world, name)}</table>`).join('');
  const manifest =
    '<manifest><pair key="schema_major_vsn" value="5"/><pair key="generation_count" value="1"/></manifest>';
  return { status: 200, body: `<?xml version="1.0"?><database>${manifest}${body}</database>` };
}

function rows(world: World, className: RecordClass): string {
  return entitiesOf(world, className)
    .map((entity) => `<row ref="${entity.ref}"${attributes(world, className, entity.ref)}/>`)
    .join('');
}

/** Structured values stand in the attributes as text, as in the real file. */
function attributes(world: World, className: RecordClass, ref: string): string {
  const record = wireRecord(world, className, ref, world.state.coordinator.running) ?? {};
  return Object.entries(record)
    .map(([name, value]) => ` ${name}="${escapeAttribute(typeof value === 'string' ? value : encodeValue(value))}"`)
    .join('');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
