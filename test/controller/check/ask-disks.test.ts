import { expect } from 'chai';
import { diskReports } from '../../../src/controller/check/ask-disks.js';
import type { DiskReports } from '../../../src/controller/assessments/evidence.js';
import type { HostFacts } from '../../../src/controller/facts/pool-facts.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { makeHost, versions82 } from '../../support/controller-facts.js';
import { answerReads, wirePool } from '../../support/xapi-records.js';
import { failure, ScriptedPool, success, text, type Outcome } from '../../support/xapi-scripted-pool.js';

const missing = failure('XENAPI_MISSING_PLUGIN', 'smartctl.py');
const broken = failure('XENAPI_PLUGIN_FAILURE', '-1', 'Traceback (most recent call last):', "'smart_status'");

/** A host whose plugins answer as the script says, by function. */
async function told(
  script: Readonly<Record<string, Outcome>>,
  changes: Partial<HostFacts> = {},
  silent: ReadonlyMap<string, string> = new Map(),
) {
  const records = wirePool();
  const asked: string[] = [];
  const wire = new ScriptedPool((call) => {
    if (call.method !== 'host.call_plugin') return answerReads(records, call);
    asked.push(`${text(call.params[2])} ${text(call.params[3])}`);
    return script[text(call.params[3])] ?? missing;
  });
  const port = xapiPool(wire.options({ clock: new VirtualClock() }));
  const host = makeHost(1, changes);
  const reports = await diskReports(port, [host], silent, new AbortController().signal);
  return { asked, report: reports.get(host.uuid) };
}

const reasons = (report: DiskReports | undefined) =>
  [report?.disks, report?.array].map((part) => (part?.known === false ? part.reason : 'known'));

describe('Asking a host’s plugins about its disks', () => {
  it('gives what they say of each disk, and of the software RAID', async () => {
    const { asked, report } = await told({
      health: success('{"/dev/sda:scsi": "PASSED", "/dev/sdb:scsi": "FAILED"}'),
      check_raid_pool: success(
        '{"raid": {"State": "clean, degraded", "Raid Devices": "2", "Active Devices": "1"}, "volumes": []}',
      ),
    });
    expect(asked).to.deep.equal(['smartctl.py health', 'raid.py check_raid_pool']);
    expect(report?.disks).to.deep.equal({
      known: true,
      value: [
        { device: 'sda', verdict: 'healthy', why: '' },
        { device: 'sdb', verdict: 'failing', why: '' },
      ],
    });
    expect(report?.array).to.deep.equal({
      known: true,
      value: { device: 'md127', wanted: 2, working: 1, isRebuilding: false },
    });
  });

  it('asks for everything that the disks tell where the short question breaks off at one of them', async () => {
    const { asked, report } = await told({
      health: broken,
      information: success('{"/dev/sda:scsi": {"smart_status": {"passed": false}}, "/dev/sdb:scsi": {}}'),
      check_raid_pool: success('{}'),
    });
    expect(asked).to.deep.equal(['smartctl.py health', 'smartctl.py information', 'raid.py check_raid_pool']);
    expect(report?.disks.known === true && report.disks.value.map(({ verdict }) => verdict)).to.deep.equal([
      'failing',
      'silent',
    ]);
    expect(report?.array).to.deep.equal({ known: true, value: null });
  });

  it('says in short why they did not tell, without the output of a broken script', async () => {
    const rows: [Readonly<Record<string, Outcome>>, string[]][] = [
      [{}, ['there is no plugin that tells', 'there is no plugin that tells']],
      [{ health: broken, information: broken, check_raid_pool: broken }, ['the plugin failed', 'the plugin failed']],
      [
        { health: success('no JSON'), check_raid_pool: success('[]') },
        [1, 2].map(() => 'the plugin answers in a form that is not known'),
      ],
      [
        {
          health: failure('RBAC_PERMISSION_DENIED', 'host.call_plugin', 'no'),
          check_raid_pool: failure('RBAC_PERMISSION_DENIED', 'host.call_plugin', 'no'),
        },
        [1, 2].map(() => 'the user that Drydock logs in with lacks the role pool-admin'),
      ],
    ];
    for (const [script, expected] of rows) expect(reasons((await told(script)).report)).to.deep.equal(expected);
  });

  it('does not ask hosts of a release that has no such plugins', async () => {
    const { asked, report } = await told({}, { versions: { ...versions82, brand: 'XenServer' } });
    expect([asked, report]).to.deep.equal([[], undefined]);
  });

  it('does not wait for a host that is down, nor for one that answered no other plugin', async () => {
    const down = await told({}, { live: false });
    expect([down.asked, reasons(down.report)]).to.deep.equal([[], ['the host is down', 'the host is down']]);
    const silent = await told({}, {}, new Map([['host-1', 'XAPI_REPLY_LOST: no answer']]));
    expect([silent.asked, reasons(silent.report)]).to.deep.equal([[], [1, 2].map(() => 'XAPI_REPLY_LOST: no answer')]);
  });
});
