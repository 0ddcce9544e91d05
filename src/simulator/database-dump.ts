/**
 * `GET /pool/xmldbdump`: the pool database as XML, or, while the flag is set, the tables of an ancient schema without a row
 * (xapi.md 0.5; pool_db_backup.ml).
 */
import { roles, type Role } from '../releases/calls/call-table.js';
import { recordTables, type RecordClass } from '../releases/records/record-tables.js';
import { isRecordClass } from '../releases/records/classes.js';
import { recordFields } from '../releases/records/record-fields.js';
import { checkPassword } from './dispatch/authentication.js';
import { databaseAttribute } from './database-value.js';
import { entitiesOf, wireRecord } from './records/wire-record.js';
import type { Host } from './state/objects.js';
import type { World } from './world.js';
import { XapiFailure } from './xapi-failure.js';

export interface DumpAnswer {
  readonly status: number;
  readonly body: string;
}

/** A session, as parameter or cookie, goes before user and password. */
export interface DumpCredentials {
  readonly session: string | undefined;
  readonly basic: { readonly user: string; readonly password: string } | undefined;
}

/** In memory only: their tables are written without rows. */
const notPersistent: ReadonlySet<string> = new Set([
  'session',
  'task',
  'message',
  'event',
  'VIF_metrics',
  'VBD_metrics',
]);

/** The tables of the smallest database that Miami understands: what hosts of 2008 needed during their upgrade. */
const stubTables =
  'SR pool VBD_metrics console host VIF_metrics user PBD pool_patch host_metrics VLAN Bond VTPM event VBD VM_guest_metrics VDI VM_metrics task VM crashdump network PIF host_patch host_crashdump SM host_cpu VIF session PIF_metrics';

/** With the session of an in-process client. */
export function writeDatabaseDump(world: World, session: string): DumpAnswer {
  world.settle();
  const status = admission(world.state.sessions.get(session)?.role);
  return status === 200 ? dump(world) : { status, body: '' };
}

/** As it comes in over HTTP, to any host: a member has no database of its own, and finds out after the headers. */
export async function answerDumpRequest(world: World, host: Host, credentials: DumpCredentials): Promise<DumpAnswer> {
  world.settle();
  const status = admission(await roleOf(world, credentials));
  if (status !== 200) return { status, body: '' };
  if (host.agent === 'coordinator' || world.flag.isSet) return dump(world);
  return { status: 200, body: '<html><body><h1>HTTP 500 internal server error</h1></body></html>' };
}

/** 401 without a live session or a good password, 403 with too low a role: the database holds secrets. */
function admission(role: Role | undefined): number {
  if (role === undefined) return 401;
  return roles.indexOf(role) >= roles.indexOf('pool-admin') ? 200 : 403;
}

async function roleOf(world: World, { session, basic }: DumpCredentials): Promise<Role | undefined> {
  if (session !== undefined) return world.state.sessions.get(session)?.role;
  if (basic === undefined) return undefined;
  try {
    return (await checkPassword(world, basic.user, basic.password)).role;
  } catch (error) {
    if (error instanceof XapiFailure) return undefined;
    throw error;
  }
}

function dump(world: World): DumpAnswer {
  const stub = world.flag.isSet;
  world.history.record('database-dumped', world.state.coordinator.uuid, { stub });
  return { status: 200, body: stub ? stubDatabase() : fullDatabase(world) };
}

function stubDatabase(): string {
  const tables = stubTables.split(' ').map((name) => `<table name="${name}"/>`);
  return `<database>${manifest('35', '103')}${tables.join('')}</database>`;
}

function fullDatabase(world: World): string {
  const { running } = world.state.coordinator;
  const [, minor = '0'] = (running.softwareVersion['db_schema'] ?? '').split('.');
  const tables = Object.keys(recordTables)
    .filter(isRecordClass)
    .filter((name) => recordFields(name, running) !== undefined)
    .map((name) => `<table name="${name}">${notPersistent.has(name) ? '' : rows(world, name)}</table>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<database>${manifest(minor, '1')}${tables.join('')}</database>`;
}

function manifest(minor: string, generation: string): string {
  const pairs = { schema_major_vsn: '5', schema_minor_vsn: minor, generation_count: generation };
  const written = Object.entries(pairs).map(([key, value]) => `<pair key="${key}" value="${value}"/>`);
  return `<manifest>${written.join('')}</manifest>`;
}

function rows(world: World, className: RecordClass): string {
  return entitiesOf(world, className)
    .map((entity) => `<row ref="${entity.ref}"${attributes(world, className, entity.ref)}/>`)
    .join('');
}

function attributes(world: World, className: RecordClass, ref: string): string {
  const record = wireRecord(world, className, ref, world.state.coordinator.running) ?? {};
  const shown = Object.entries({ ...record, _ref: ref });
  return shown.map(([name, value]) => ` ${name}="${databaseAttribute(value)}"`).join('');
}
