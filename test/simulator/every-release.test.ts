import { expect } from 'chai';
import { recordClasses, classFacts } from '../../src/releases/records/classes.js';
import { recordFields } from '../../src/releases/records/record-fields.js';
import type { ReleaseFacts } from '../../src/releases/release-facts.js';
import { isStruct, type WireStruct, type WireValue } from '../../src/simulator/wire/wire-value.js';
import { everyRelease, brings, readCallTables, readRecordFields } from '../support/release-table.js';
import { poolForTest, type PoolForTest } from '../support/simulator-pool.js';

const small = (release: ReleaseFacts): Promise<PoolForTest> => poolForTest({ release: release.id, hosts: 3, vms: 3 });

/** These are answered by every host at any time, before anything is looked at. */
const answeredAnywhere = /^(session\.(slave_local_login|local_logout)|host\.(is_in_emergency|local_assert))/;

for (const release of everyRelease) {
  describe(`A simulated pool of ${release.name}`, () => {
    it('shows its version, disables, evacuates and enables a host', async () => {
      const test = await small(release);
      const host = test.hostRef(0);
      const record = await test.record('host', host);
      const versions = structOf(record['software_version'] ?? null);
      expect(versions['product_version']).to.equal(release.productVersion);
      expect(record['API_version_major']).to.equal(String(release.apiVersion.major));
      expect(record['API_version_minor']).to.equal(String(release.apiVersion.minor));
      expect(await test.call('host.get_vms_which_prevent_evacuation', host)).to.deep.equal({});
      await test.call('host.disable', host);
      const task = await test.task('host.evacuate', host);
      expect(task['status'], JSON.stringify(task['error_info'])).to.equal('success');
      const left = await test.record('host', host);
      expect(left['enabled']).to.equal(false);
      expect(left['resident_VMs'], 'the control domain stays').to.have.length(1);
      await test.call('host.enable', host);
      expect((await test.record('host', host))['enabled']).to.equal(true);
    });

    it('lists every class it has, with exactly its fields, and refuses the others', async () => {
      const test = await small(release);
      const published = readRecordFields();
      for (const className of recordClasses) {
        if (classFacts[className].getters !== 'full') continue;
        const { removed } = classFacts[className];
        const method = `${className}.get_all_records`;
        if (recordFields(className, release) === undefined) {
          expect(await test.failure(method), className).to.deep.equal(['MESSAGE_METHOD_UNKNOWN', method]);
        } else if (removed !== undefined && brings(removed, release)) {
          expect(await test.failure(method), className).to.deep.equal(['MESSAGE_REMOVED']);
        } else {
          const records = structOf(await test.call(method));
          const expected = published[className] ?? {};
          const names = Object.keys(expected).filter((name) => brings(expected[name], release));
          for (const [ref, found] of Object.entries(records)) {
            if (names.length > 0) expect(Object.keys(structOf(found)).sort(), className).to.deep.equal(names.sort());
            expect(await test.call(`${className}.get_uuid`, ref)).to.equal(structOf(found)['uuid']);
          }
        }
      }
      expect(test.events('simulator-defect')).to.deep.equal([]);
    });

    it('refuses calls that it lacks, and one argument too few or too many of those it has (xapi.md 1.1, 1.2)', async () => {
      const test = await small(release);
      for (const { call, parameters, since, session } of readCallTables()) {
        if (answeredAnywhere.test(call) || !session) continue;
        if (!brings(since, release)) {
          expect(await test.failure(call), call).to.deep.equal(['MESSAGE_METHOD_UNKNOWN', call]);
          continue;
        }
        const own = parameters.filter((parameter) => brings(parameter.since, release));
        const required = own.filter(({ optional }) => optional !== true).length;
        const mismatch = (given: number): readonly string[] => [
          'MESSAGE_PARAMETER_COUNT_MISMATCH',
          call,
          String(required),
          String(given),
        ];
        if (required > 0)
          expect(await test.failure(call, ...given(required - 1))).to.deep.equal(mismatch(required - 1));
        if (own.length === required) {
          expect(await test.failure(call, ...given(required + 1))).to.deep.equal(mismatch(required + 1));
        }
      }
    });
  });
}

function given(count: number): WireValue[] {
  return Array.from({ length: count }, () => 'OpaqueRef:x');
}

function structOf(value: WireValue): WireStruct {
  if (!isStruct(value)) throw new Error('not a record');
  return value;
}
