import { expect } from 'chai';
import { diskReports } from '../../../src/controller/check/ask-disks.js';
import type { DiskReports } from '../../../src/controller/assessments/evidence.js';
import type { HostFacts } from '../../../src/controller/facts/pool-facts.js';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { DrydockError } from '../../../src/shared/errors/drydock-error.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { makeHost, versions82 } from '../../support/controller-facts.js';
import { answerReads, wirePool } from '../../support/xapi-records.js';
import { failure, ScriptedPool, success, text, type Outcome } from '../../support/xapi-scripted-pool.js';

const missing = failure('XENAPI_MISSING_PLUGIN', 'smartctl.py');
/** As xcpngutils passes on what was raised: its own number for a code, then the words, details and the trace. */
const broken = failure('-1', "'smart_status'", '', 'Traceback (most recent call last):');
/** An error of the system, by its number: the program is not there. */
const without = failure('2', 'No such file or directory', 'None', 'Traceback (most recent call last):');
/** Where the plugin did not even begin. */
const crashed = failure('XENAPI_PLUGIN_FAILURE', 'health', 'ImportError', 'No module named xcpngutils');
const busy = failure('-1', 'The plugin is busy.', '', 'Traceback (most recent call last):');

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
  const clock = new VirtualClock();
  const port = xapiPool(wire.options({ clock }));
  const host = makeHost(1, changes);
  const reports = await diskReports({ port, clock, silent, signal: new AbortController().signal }, [host]);
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
    expect(asked).to.deep.equal(['smartctl.py health', 'smartctl.py information', 'raid.py check_raid_pool']);
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

  it('asks why a disk fails, since smartctl lets none pass that is merely too warm', async () => {
    const health = success('{"/dev/nvme0:nvme": "FAILED", "/dev/sda:scsi": "FAILED", "/dev/sdb:scsi": "FAILED"}');
    const warm = { passed: false, nvme: { value: 2 } };
    const warns = { passed: false, scsi: { asc: 11, ascq: 2, ie_string: 'WARNING - ENCLOSURE DEGRADED' } };
    const fails = { passed: false, scsi: { asc: 93, ascq: 16, ie_string: 'GENERAL HARD DRIVE FAILURE' } };
    const information = success(
      JSON.stringify({
        '/dev/nvme0:nvme': { smart_status: warm },
        '/dev/sda:scsi': { smart_status: warns },
        '/dev/sdb:scsi': { smart_status: fails },
      }),
    );
    const { report } = await told({ health, information, check_raid_pool: success('{}') });
    expect(report?.disks).to.deep.equal({
      known: true,
      value: [
        { device: 'nvme0', verdict: 'marginal', why: 'its temperature is above or below its limit' },
        { device: 'sda', verdict: 'marginal', why: 'WARNING - ENCLOSURE DEGRADED' },
        { device: 'sdb', verdict: 'failing', why: '' },
      ],
    });
    const short = await told({ health, information: broken, check_raid_pool: success('{}') });
    expect(short.report?.disks.known === true && short.report.disks.value.map(({ verdict }) => verdict)).to.deep.equal([
      'failing',
      'failing',
      'failing',
    ]);
  });

  it('says in short why they did not tell, without the output of a broken script', async () => {
    const rows: [Readonly<Record<string, Outcome>>, string[]][] = [
      [{}, ['there is no plugin that tells', 'there is no plugin that tells']],
      ...[broken, without, crashed].map((how): [Readonly<Record<string, Outcome>>, string[]] => [
        { health: how, information: how, check_raid_pool: how },
        ['the plugin failed', 'the plugin failed'],
      ]),
      [
        { health: busy, information: busy, check_raid_pool: busy },
        [1, 2].map(() => 'the plugin answers somebody else now'),
      ],
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

  /** Of 64 hosts: how long it took in all, and of how many the disks are known. */
  async function askMany(answers: (number: number) => number | undefined): Promise<readonly [number, number]> {
    const clock = new VirtualClock(undefined, { isolated: true });
    const begun = clock.now();
    const askDisks = async (uuid: string, question: string): Promise<string> => {
      const takes = answers(Number(uuid.replace('host-', '')));
      await clock.sleep(takes ?? 25_000);
      if (takes === undefined) throw new DrydockError('XAPI_REPLY_LOST', { attempted: 'calling host.call_plugin' });
      return question === 'array' ? '{}' : '{"/dev/sda:scsi": "PASSED"}';
    };
    const hosts = Array.from({ length: 64 }, (_, index) => makeHost(index + 1));
    const asking = { port: { askDisks }, clock, silent: new Map(), signal: new AbortController().signal };
    const reports = await clock.runUntil(diskReports(asking, hosts));
    expect(reports.size).to.equal(64);
    return [clock.now() - begun, [...reports.values()].filter(({ disks }) => disks.known).length];
  }

  it('takes a part of the two minutes that a check is waited for, in a large pool', async () => {
    const [took, known] = await askMany(() => 2000);
    expect(known).to.equal(64);
    expect(took).to.be.below(40_000);
  });

  it('takes no more of them where dying disks keep hosts from answering, one, some or all', async () => {
    const [one, knownOfOne] = await askMany((number) => (number === 1 ? undefined : 2000));
    expect([one < 60_000, knownOfOne]).to.deep.equal([true, 63]);
    const [some, knownOfSome] = await askMany((number) => (number % 4 === 0 ? undefined : 1000));
    expect(some).to.be.below(70_000);
    expect(knownOfSome).to.be.above(10);
    expect((await askMany(() => undefined))[0]).to.be.below(70_000);
  });
});
