import { expect } from 'chai';
import { callSignature, callTable } from '../../src/releases/calls/call-signature.js';
import { furtherCalls } from '../../src/releases/calls/further/further-call.js';
import { parseCallNotation } from '../../src/releases/calls/further/call-notation.js';
import { enumValues } from '../../src/releases/enums.js';
import { releases } from '../../src/releases/find-release.js';
import { recordClasses } from '../../src/releases/records/classes.js';
import { recordFields } from '../../src/releases/records/record-fields.js';
import type { RecordClass } from '../../src/releases/records/record-tables.js';
import { formatWireType, parseWireType, type WireType } from '../../src/releases/wire-types.js';
import { brings, everyRelease, readCallTables, readRecordFields } from '../support/release-table.js';

const signature = (call: string, release: Parameters<typeof callSignature>[1]): ReturnType<typeof callSignature> =>
  callSignature(call, release);

describe('Each release has the calls of the reference, with its own arguments (xapi.md 1.2)', () => {
  for (const release of everyRelease) {
    it(release.name, () => {
      for (const fact of readCallTables()) {
        const found = signature(fact.call, release);
        const there = brings(fact.since, release);
        expect(found !== undefined, `${fact.call} is there`).to.equal(there);
        if (found === undefined) continue;
        const expected = fact.parameters.filter((parameter) => brings(parameter.since, release));
        expect(
          found.parameters.map(({ name }) => name),
          fact.call,
        ).to.deep.equal(expected.map(({ name }) => name));
        expect(found.required, fact.call).to.equal(expected.filter(({ optional }) => optional !== true).length);
        expect(found.ignoresSurplus, fact.call).to.equal(expected.some(({ optional }) => optional === true));
        expect(found.needsSession, fact.call).to.equal(fact.session);
        expect(found.role, fact.call).to.equal(fact.role.replace('local root', 'local-root'));
        expect(found.async, fact.call).to.equal(fact.async);
      }
    });
  }
});

describe('Each release shows the fields of the reference (xapi.md, Appendix A)', () => {
  const classes = Object.entries(readRecordFields());

  for (const release of everyRelease) {
    it(release.name, () => {
      for (const [className, fields] of classes) {
        const found = recordFields(className as RecordClass, release);
        if (found === undefined) continue;
        const expected = Object.keys(fields).filter((name) => brings(fields[name], release));
        expect([...found.keys()].sort(), className).to.deep.equal(expected.sort());
      }
    });
  }

  it('and the classes that came later are absent before: updates in 7.1, clusters in 7.5, certificates in 8.2', () => {
    const has = (className: RecordClass): readonly string[] =>
      everyRelease.filter((release) => recordFields(className, release) !== undefined).map(({ id }) => id);
    expect(has('pool_update')[0]).to.equal('xenserver-7.1');
    expect(has('Cluster')[0]).to.equal('xenserver-7.6');
    expect(has('Certificate')[0]).to.equal('xenserver-8.2.1');
    expect(has('VM')).to.have.length(everyRelease.length);
  });
});

describe('What is removed is known by name only', () => {
  it('answers so from the release on that removed it (data model: lifecycle)', () => {
    expect(signature('pool.enable_ssl_legacy', releases['xenserver-6.5'])).to.equal(undefined);
    expect(signature('pool.enable_ssl_legacy', releases['xenserver-7.6'])).to.include({ removed: false });
    expect(signature('pool.enable_ssl_legacy', releases['xcp-ng-8.2'])).to.include({ removed: true });
    expect(signature('VMPP.get_all_records', releases['xenserver-6.0.2'])).to.include({ removed: false });
    expect(signature('VMPP.get_all_records', releases['xenserver-6.2'])).to.include({ removed: true });
    expect(signature('host_metrics.get_memory_free', releases['xenserver-6.0.2'])).to.include({ removed: false });
    expect(signature('host_metrics.get_memory_free', releases['xenserver-6.2'])).to.include({ removed: true });
  });
});

describe('Calls that no rule carries out', () => {
  it('are written in a notation that can be read, in every line', () => {
    for (const [call, notation] of Object.entries(furtherCalls)) {
      const fact = parseCallNotation(notation);
      for (const { type } of fact.parameters) expect(formatWireType(parseWireType(type)), call).to.equal(type);
      expect(formatWireType(parseWireType(fact.result)), call).to.equal(fact.result);
    }
  });

  it('have no call that a table by name has as well: it would be forgotten there', () => {
    expect(Object.keys(furtherCalls).filter((call) => Object.hasOwn(callTable, call))).to.deep.equal([]);
  });

  it('refuse a line that cannot be read', () => {
    for (const wrong of ['', 'nobody () -> void', 'pool-admin (self) -> void', 'pool-admin (self: pool ref)']) {
      expect(() => parseCallNotation(wrong), wrong).to.throw(TypeError);
    }
  });

  it('have enumerations whose words are known', () => {
    const named = (type: WireType): readonly string[] => {
      if (type.kind === 'enum') return [type.name];
      if (type.kind === 'set' || type.kind === 'option') return named(type.of);
      return type.kind === 'map' ? [...named(type.key), ...named(type.value)] : [];
    };
    const newest = releases['xenserver-9'];
    const types = recordClasses.flatMap((className) => [...(recordFields(className, newest)?.values() ?? [])]);
    const unknown = types.flatMap(named).filter((name) => enumValues(name) === undefined);
    expect(unknown).to.deep.equal([]);
  });
});
