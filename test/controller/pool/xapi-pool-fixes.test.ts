import { expect } from 'chai';
import { xapiPool } from '../../../src/controller/pool/xapi-pool.js';
import { VirtualClock } from '../../../src/shared/virtual-clock.js';
import { answerReads, wirePool } from '../../support/xapi-records.js';
import { errorOf, failure, ScriptedPool, success, type Outcome } from '../../support/xapi-scripted-pool.js';

function world(script: Readonly<Record<string, Outcome>> = {}) {
  const records = wirePool();
  const wire = new ScriptedPool((call) => {
    const known = script[call.method] ?? answerReads(records, call);
    if (known !== undefined) return known;
    if (call.method === 'VBD.get_by_uuid') return success('OpaqueRef:drive');
    if (call.method === 'VDI.get_by_uuid') return success('OpaqueRef:disc');
    return call.method.startsWith('session.') ? undefined : success();
  });
  const { fixes } = xapiPool(wire.options({ clock: new VirtualClock() }));
  const effects = (): unknown[] =>
    wire.sent
      .filter(({ method }) => !/^session\.|\.get_/.test(method))
      .map(({ method, params }) => [method, ...params.slice(1)]);
  return { fixes, effects };
}

describe('Putting a pool right', () => {
  it('replaces the key of the automatic start, and nothing else of other_config', async () => {
    const { fixes, effects } = world();
    await fixes.setAutostart('vm-1', false);
    expect(effects()).to.deep.equal([
      ['VM.remove_from_other_config', 'OpaqueRef:v1', 'auto_poweron'],
      ['VM.add_to_other_config', 'OpaqueRef:v1', 'auto_poweron', 'false'],
    ]);
  });

  it('takes an empty drive for done, and no other refusal', async () => {
    await world({ 'VBD.eject': failure('VBD_IS_EMPTY', 'x') }).fixes.ejectDisc('drive-1');
    const refused = world({ 'VBD.eject': failure('OPERATION_NOT_ALLOWED', 'x') });
    expect((await errorOf(refused.fixes.ejectDisc('drive-1'))).code).to.equal('XAPI_FAILURE');
  });

  it('takes a drive that holds this disc for done, and leaves one alone that holds another', async () => {
    const full = { 'VBD.insert': failure('VBD_NOT_EMPTY', 'x') };
    await world({ ...full, 'VBD.get_VDI': success('OpaqueRef:disc') }).fixes.insertDisc('drive-1', 'disc-1');
    const other = world({ ...full, 'VBD.get_VDI': success('OpaqueRef:another') });
    expect((await errorOf(other.fixes.insertDisc('drive-1', 'disc-1'))).code).to.equal('XAPI_FAILURE');
  });

  it('ends maintenance by the mark first, so that XenCenter shows what is', async () => {
    const { fixes, effects } = world();
    await fixes.endMaintenance('host-1');
    expect(effects()).to.deep.equal([
      ['host.remove_from_other_config', 'OpaqueRef:h1', 'MAINTENANCE_MODE'],
      ['host.enable', 'OpaqueRef:h1'],
    ]);
  });

  it('clears what the new release does not have', async () => {
    const { fixes, effects } = world();
    await fixes.endHealthCheck();
    await fixes.disableLegacyTls();
    await fixes.clearPowerOn('host-2');
    expect(effects()).to.deep.equal([
      ['pool.set_health_check_config', 'OpaqueRef:pool', {}],
      ['pool.disable_ssl_legacy', 'OpaqueRef:pool'],
      ['host.set_power_on_mode', 'OpaqueRef:h2', '', {}],
    ]);
  });
});
