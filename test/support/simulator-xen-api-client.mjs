// Xen Orchestra's own client at the simulated pool, with its event cache. Arguments: the folder that xen-api is installed
// in, transport, coordinator, member, user, password, and `brief` to leave out the reboot. Prints one JSON document.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [folder, transport, coordinator, member, user, password, extent] = process.argv.slice(2);
const entry = join(folder, 'node_modules', 'xen-api', 'index.mjs');
const { createClient } = await import(pathToFileURL(entry).href);
const seen = {};

const client = createClient({
  url: `https://${member}`,
  auth: { user, password },
  allowUnauthorized: true,
  transport,
  debounce: 10,
  eventPollDelay: 50,
});

async function until(what, probe) {
  for (let tries = 0; tries < 3000; tries++) {
    const found = await probe();
    if (found !== undefined) return found;
    await sleep(20);
  }
  throw new Error(`waited in vain for ${what}`);
}

const cached = (type) => Object.values(client.objects.all).filter((object) => object.$type === type);
const cachedHost = (address) => cached('host').find((host) => host.address === address);

// It starts at the member, and follows HOST_IS_SLAVE by itself.
await client.connect();
seen.status = client.status;
await client.objectsFetched;
seen.hosts = cached('host')
  .map((host) => host.name_label)
  .sort();
seen.coordinator = client.getObjectByRef(client.pool.master).address;
seen.guests = cached('VM').filter((vm) => !vm.is_control_domain && !vm.is_a_template).length;

const { $ref: ref, uuid } = cachedHost(coordinator.split(':')[0]);
seen.surplus = await client.call('host.reboot', ref, 'surplus').catch((error) => [error.code, ...error.params]);

// An event reaches the cache.
await client.call('host.disable', ref);
await until('the event', () => (client.getObjectByRef(ref).enabled ? undefined : true));
// A barrier gives the record as it is after everything that was done before.
await client.call('host.add_to_other_config', ref, 'interop', 'yes');
seen.barrier = (await client.barrier(ref)).other_config.interop;

const result = await client.callAsync('host.evacuate', ref);
seen.evacuation = {
  result,
  running: (await client.barrier(ref)).$resident_VMs.filter((vm) => !vm.is_control_domain).length,
};
seen.dead = await client.call('host.get_record', 'OpaqueRef:x').catch((error) => [error.code, ...error.params]);

if (extent !== 'brief') {
  const before = client.getObjectByRef(ref).other_config.boot_time;
  const session = client.sessionId;
  await client.call('host.reboot', ref);
  await until('the coordinator', async () => {
    try {
      const record = await client.getRecord('host', ref);
      return record.enabled && record.other_config.boot_time !== before ? record : undefined;
    } catch {
      // Getters bridge resets by themselves. A connection that was given up, somebody has to make again.
      if (client.status === 'disconnected') await client.connect().catch(() => undefined);
      return undefined;
    }
  });
  seen.newSession = client.sessionId !== session;
  await until('the cache', () =>
    cachedHost(coordinator.split(':')[0])?.other_config.boot_time === before ? undefined : true,
  );
  const returned = await client.barrier(ref);
  seen.returned = { sameUuid: returned.uuid === uuid, enabled: returned.enabled, kept: returned.other_config.interop };
}

await client.disconnect();
console.log(JSON.stringify(seen));
// Its event loop waits for a connection that never comes again.
process.exit(0);
