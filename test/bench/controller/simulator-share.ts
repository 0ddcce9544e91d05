/** Which share of this process's work is the simulator's: the controller is judged without the hosts that it is measured on. */
import { Session } from 'node:inspector/promises';

interface Node {
  readonly id: number;
  readonly callFrame: { readonly url: string; readonly functionName: string };
  readonly children?: readonly number[] | undefined;
}

/** Samples the stacks while the work goes on; what collects garbage is shared out as the rest is. */
export async function simulatorShare(work: () => Promise<void>): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 2000 });
    await session.post('Profiler.start');
    await work();
    const { profile } = await session.post('Profiler.stop');
    return shareOf(profile.nodes, profile.samples ?? [], profile.timeDeltas ?? []);
  } finally {
    session.disconnect();
  }
}

function shareOf(nodes: readonly Node[], samples: readonly number[], deltas: readonly number[]): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  /** The innermost frame of the project tells whose work it is. */
  const owner = (id: number): 'simulator' | 'controller' | 'none' => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const url = byId.get(at)?.callFrame.url ?? '';
      if (/\/src\/simulator\/|\/src\/installer\/|\/src\/servers\/http\/|in-memory-media/.test(url)) return 'simulator';
      if (url.includes('/src/') || url.includes('/test/')) return 'controller';
    }
    return 'none';
  };
  const spent = { simulator: 0, controller: 0, none: 0 };
  samples.forEach((id, index) => {
    spent[owner(id)] += deltas[index] ?? 0;
  });
  return spent.simulator / (spent.simulator + spent.controller);
}
