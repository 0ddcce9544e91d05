import { expect } from 'chai';
import { callSignature } from '../../../src/releases/calls/call-signature.js';
import { releases } from '../../../src/releases/find-release.js';
import { callTable } from '../../../src/xapi/calls/call-table.js';
import { hostRecord } from '../../../src/xapi/calls/records.js';
import { wireInt, wireTime } from '../../../src/xapi/calls/wire-schemas.js';

describe('The call table', () => {
  for (const release of Object.values(releases)) {
    for (const [name, definition] of Object.entries(callTable)) {
      it(`gives ${name} the arguments that ${release.id} takes`, () => {
        const signature = callSignature(name, release);
        if ('optional' in definition && signature === undefined) return;
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
      expect(kind, name).to.equal(/\.get_|^event\.from$/.test(name) ? 'read' : 'effect');
    }
  });
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
