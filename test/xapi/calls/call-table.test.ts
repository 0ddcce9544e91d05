import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { callSignature } from '../../../src/releases/calls/call-signature.js';
import { releases } from '../../../src/releases/find-release.js';
import { callTable } from '../../../src/xapi/calls/call-table.js';
import {
  hostMetricsRecord,
  hostRecord,
  pbdRecord,
  poolRecord,
  srRecord,
  taskRecord,
  vmRecord,
} from '../../../src/xapi/calls/records.js';
import { wireInt, wireTime } from '../../../src/xapi/calls/wire-schemas.js';

describe('The call table', () => {
  for (const release of Object.values(releases)) {
    for (const [name, definition] of Object.entries(callTable)) {
      it(`gives ${name} the arguments that ${release.id} takes`, () => {
        const signature = callSignature(name, release);
        expect(signature, `${name} exists`).not.to.equal(undefined);
        const count = definition.parameters.length;
        expect(count).to.be.at.least(signature!.required);
        expect(count).to.be.at.most(signature!.parameters.length);
        if (definition.startable) expect(signature!.async).to.equal(true);
      });
    }
  }

  it('has host.evacuate and host.disable take the host alone, which is all that older hosts accept (xapi.md, fact 10)', () => {
    expect(callTable['host.evacuate'].parameters).to.deep.equal(['host ref']);
    expect(callTable['host.disable'].parameters).to.deep.equal(['host ref']);
  });

  it('calls a read what only reads', () => {
    for (const [name, { kind }] of Object.entries(callTable)) {
      expect(kind, name).to.equal(/\.get_/.test(name) ? 'read' : 'effect');
    }
  });
});

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
  const file = new URL('../../../../shared/xapi/xenapi.json', import.meta.url);
  if (!existsSync(file)) {
    it('cannot be checked: shared/xapi/xenapi.json is not beside the project', function () {
      if (process.env['CI'] === 'true') throw new Error('CI has to have the published data model');
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

describe('The schemas of the wire', () => {
  it('read integers from strings, also one too large to be exact', () => {
    expect(wireInt.parse('-1')).to.equal(-1);
    expect(wireInt.parse('68719476736')).to.equal(68719476736);
    expect(wireInt.parse('-9223372036854775808')).to.equal(-(2 ** 63));
    expect(wireInt.safeParse('1.5').success).to.equal(false);
    expect(wireInt.safeParse(true).success).to.equal(false);
  });

  it('read times with and without dashes, always in UTC', () => {
    const expected = Date.UTC(2024, 1, 29, 15, 7, 5);
    for (const text of ['20240229T15:07:05Z', '2024-02-29T15:07:05Z', '20240229T15:07:05'])
      expect(wireTime.parse(text)).to.equal(expected);
    expect(wireTime.parse('19700101T00:00:00Z')).to.equal(0);
    expect(wireTime.safeParse('yesterday').success).to.equal(false);
  });

  it('give a record of an old release its defaults, and drop what a new one adds', () => {
    const old = hostRecord.parse({ uuid: 'u', enabled: true, invented_later: '1' });
    expect(old).to.deep.include({ uuid: 'u', enabled: true, other_config: {}, metrics: null });
    expect(old).not.to.have.property('invented_later');
  });
});
