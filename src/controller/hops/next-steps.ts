/** What a person does for one hop: the exact commands, or the work at the consoles where Drydock cannot start the installer. */
import type { Hop } from './hop.js';

export interface HopPlace {
  /** Null: the commands name no pool. */
  readonly pool: string | null;
  /** Ids of media in the store that serve the hop. */
  readonly media: readonly string[];
}

export function nextSteps(hop: Hop, { pool, media }: HopPlace): readonly string[] {
  const { to } = hop;
  if (to.medium === undefined) {
    return [`install ${to.name} from the vendor's disc on each host, the coordinator first, and choose to upgrade`];
  }
  const name = pool ?? 'POOL';
  const [medium] = media;
  const id = medium ?? to.id;
  const fetch = medium === undefined ? [`drydock media import ${fileOf(to.id)} --id ${id}`] : [];
  if (hop.mode === 'manual') {
    const byHand = `boot each host from the medium of ${to.name}, the coordinator first, and choose to upgrade; the next host only when the last one is back`;
    return [...fetch, `drydock check ${name} --media ${id}`, byHand];
  }
  return [...fetch, `drydock check ${name} --media ${id}`, `drydock upgrade plan ${name} --media ${id} --fix`];
}

/** What the image may be called: the person has it under another name. */
function fileOf(id: string): string {
  return `./${id}.iso`;
}
