import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { callTable } from '../../src/xapi/calls/call-table.js';
import {
  hostMetricsRecord,
  hostRecord,
  pbdRecord,
  poolRecord,
  srRecord,
  taskRecord,
  vmRecord,
} from '../../src/xapi/calls/records.js';

interface PublishedClass {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  readonly messages: readonly PublishedMessage[];
}

interface PublishedMessage {
  readonly name: string;
  readonly params: readonly { readonly type: string; readonly name: string; readonly required: boolean }[];
}

describe('The call table against the published data model', function () {
  const file = new URL('../../../shared/xapi/xenapi.json', import.meta.url);
  if (!existsSync(file)) {
    it('cannot be checked: shared/xapi/xenapi.json is not beside the project', function () {
      this.skip();
    });
    return;
  }
  const classes = JSON.parse(readFileSync(file, 'utf8')) as PublishedClass[];

  for (const [name, definition] of Object.entries(callTable)) {
    it(`knows ${name} with these types`, () => {
      const [className, messageName] = name.split('.');
      const message = classes
        .find((item) => item.name === className)
        ?.messages.find((item) => item.name === messageName);
      const [session, ...params] = message?.params ?? [];
      expect(session?.type).to.equal('session ref');
      expect(params.slice(0, definition.parameters.length).map(({ type }) => type)).to.deep.equal([
        ...definition.parameters,
      ]);
      expect(params.slice(definition.parameters.length).every(({ required }) => !required)).to.equal(true);
    });
  }

  const records = {
    pool: poolRecord,
    host: hostRecord,
    host_metrics: hostMetricsRecord,
    VM: vmRecord,
    SR: srRecord,
    PBD: pbdRecord,
    task: taskRecord,
  };
  for (const [className, record] of Object.entries(records)) {
    it(`has the fields of ${className} that are read`, () => {
      const published = classes.find((item) => item.name === className)?.fields.map(({ name }) => name);
      expect(published).to.include.members(Object.keys(record.shape));
    });
  }
});
