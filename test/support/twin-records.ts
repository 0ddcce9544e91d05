// The records of a simulated pool as a rehearsal reads a real one, without a connection.
import { readClasses } from '../../src/daemon/rehearsal/read-pool-records.js';
import type { PlainRecord, PoolRecords, RecordsOfClass } from '../../src/simulator/twin/pool-records.js';
import { toPlain } from '../../src/simulator/wire/wire-value.js';
import type { PoolForTest } from './simulator-pool.js';

/** Nothing is redacted: what a twin is built from in the tests of the twin itself. */
export async function recordsOfPool(test: PoolForTest): Promise<PoolRecords> {
  const classes: Record<string, RecordsOfClass> = {};
  for (const className of readClasses) {
    const records = await test.call(`${className}.get_all_records`).catch(() => undefined);
    if (records !== undefined) classes[className] = toPlain(records) as RecordsOfClass;
  }
  const evacuation: Record<string, Record<string, string[]>> = {};
  for (const host of Object.keys(classes['host'] ?? {})) {
    const answer = await test.call('host.get_vms_which_prevent_evacuation', host);
    evacuation[host] = toPlain(answer) as Record<string, string[]>;
  }
  return {
    format: 'drydock-pool-records',
    version: 1,
    readAt: test.clock.now(),
    clocks: Object.fromEntries(test.pool.world.state.hostList.map(({ ref, clockOffset }) => [ref, clockOffset])),
    evacuation,
    classes: classes,
  };
}

/** The same records with one object's fields replaced; by class and name. */
export function changed(records: PoolRecords, className: string, name: string, fields: PlainRecord): PoolRecords {
  const objects = records.classes[className] ?? {};
  const [ref] =
    Object.entries(objects).find(([, { name_label: label, uuid }]) => label === name || uuid === name) ?? [];
  if (ref === undefined) throw new Error(`no ${className} ${name}`);
  const replaced = { ...objects, [ref]: { ...objects[ref], ...fields } };
  return { ...records, classes: { ...records.classes, [className]: replaced } };
}
