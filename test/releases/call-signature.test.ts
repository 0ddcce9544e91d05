import { expect } from 'chai';
import { callSignature, callTable } from '../../src/releases/calls/call-signature.js';
import { atXapiVersion, releases } from '../../src/releases/find-release.js';
import { isRecordClass } from '../../src/releases/records/classes.js';
import { recordFields } from '../../src/releases/records/record-fields.js';
import { recordTables } from '../../src/releases/records/record-tables.js';
import { isPresentSince } from '../../src/releases/since.js';
import { formatWireType, parseWireType } from '../../src/releases/wire-types.js';

const names = (call: string, release: Parameters<typeof callSignature>[1]) =>
  callSignature(call, release)?.parameters.map((parameter) => parameter.name);

describe('A call has the arguments of its release', () => {
  it('gives host.evacuate one argument up to 8.2, two from xapi 1.297, three from 23.27 (xapi.md 0.10)', () => {
    expect(names('host.evacuate', releases['xenserver-7.6'])).to.deep.equal(['host']);
    expect(names('host.evacuate', releases['xcp-ng-8.2'])).to.deep.equal(['host']);
    expect(names('host.evacuate', { productVersion: '8.2.50', xapiVersion: '1.300.0' })).to.deep.equal([
      'host',
      'network',
    ]);
    expect(names('host.evacuate', releases['xenserver-8'])).to.deep.equal(['host', 'network', 'evacuate_batch_size']);
  });

  it('gives host.disable its second argument from xapi 25.31', () => {
    expect(names('host.disable', releases['xcp-ng-8.3'])).to.deep.equal(['host']);
    expect(names('host.disable', atXapiVersion(releases['xcp-ng-8.3'], '26.1.3'))).to.deep.equal([
      'host',
      'auto_enable',
    ]);
  });

  it('ignores surplus arguments only where the release has optional ones (xapi.md 1.1)', () => {
    expect(callSignature('host.evacuate', releases['xcp-ng-8.2'])?.ignoresSurplus).to.equal(false);
    expect(callSignature('host.evacuate', releases['xcp-ng-8.3'])?.ignoresSurplus).to.equal(true);
    expect(callSignature('session.login_with_password', releases['xenserver-7.6'])).to.include({
      required: 2,
      ignoresSurplus: true,
      needsSession: false,
    });
  });

  it('does not know calls of later releases', () => {
    expect(callSignature('host.reset_server_certificate', releases['xcp-ng-8.2'])).to.equal(undefined);
    expect(callSignature('host.reset_server_certificate', releases['xcp-ng-8.3'])).to.not.equal(undefined);
    expect(callSignature('Certificate.get_all_records', releases['xenserver-7.6'])).to.equal(undefined);
    expect(callSignature('host.get_certificates', releases['xenserver-7.6'])).to.equal(undefined);
    expect(callSignature('task.add_to_other_config', releases['xcp-ng-8.3'])).to.equal(undefined);
  });

  it('knows the generated calls of each class, and no others', () => {
    const release = releases['xcp-ng-8.2'];
    expect(callSignature('VM.get_resident_on', release)?.result).to.deep.equal({ kind: 'ref', class: 'host' });
    expect(names('pool.add_to_other_config', release)).to.deep.equal(['self', 'key', 'value']);
    expect(names('host.get_all_records', release)).to.deep.equal([]);
    for (const absent of [
      'session.get_all',
      'pool.get_by_name_label',
      'event.get_record',
      'VM.get_constructor',
      'VM',
      '',
    ]) {
      expect(callSignature(absent, release), absent).to.equal(undefined);
    }
  });

  it('is written in types and releases that can be read, in every row of the tables', () => {
    for (const [name, fact] of Object.entries(callTable)) {
      for (const parameter of fact.parameters) {
        expect(formatWireType(parseWireType(parameter.type)), name).to.equal(parameter.type);
        isPresentSince(parameter.since, releases['xcp-ng-8.3']);
      }
      expect(formatWireType(parseWireType(fact.result)), name).to.equal(fact.result);
      isPresentSince(fact.since, releases['xcp-ng-8.3']);
    }
    for (const [className, table] of Object.entries(recordTables)) {
      for (const [field, fact] of Object.entries(table)) {
        expect(formatWireType(parseWireType(fact.type)), `${className}.${field}`).to.equal(fact.type);
        isPresentSince(fact.since, releases['xcp-ng-8.3']);
      }
    }
  });

  it('refuses a notation or a release name it does not know', () => {
    expect(() => parseWireType('list of string')).to.throw(TypeError);
    expect(() => isPresentSince('someday', releases['xcp-ng-8.3'])).to.throw(TypeError);
  });
});

describe('A record shows the fields of its release', () => {
  it('leaves later fields out', () => {
    const old = recordFields('host', releases['xenserver-7.6']);
    const current = recordFields('host', releases['xcp-ng-8.3']);
    expect(old?.has('certificates')).to.equal(false);
    expect(current?.get('certificates')).to.deep.equal({ kind: 'set', of: { kind: 'ref', class: 'Certificate' } });
    expect(old?.has('multipathing')).to.equal(true);
    expect(current?.has('secure_boot')).to.equal(false);
    expect(recordFields('pool', releases['xcp-ng-8.2'])?.has('is_psr_pending')).to.equal(true);
    expect(recordFields('pool', { productVersion: '8.2.0', xapiVersion: '1.249.3' })?.has('is_psr_pending')).to.equal(
      false,
    );
  });

  it('has no record for a class that the release does not have', () => {
    expect(recordFields('Certificate', releases['xenserver-7.6'])).to.equal(undefined);
    expect(isRecordClass('toString')).to.equal(false);
  });
});
