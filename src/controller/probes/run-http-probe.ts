/** A probe that is an address: one GET without credentials, no redirect followed, no more read than an answer needs. */
import type { Probe, ProbeResult } from './probe.js';
import { shownOutput } from './shown-output.js';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

/** Bytes of an answer that are looked at. */
const readAtMost = 65_536;

/** @throws when there is no answer, and the signal's reason */
export async function runHttpProbe(probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const response = await fetch(probe.url, {
    signal,
    redirect: 'manual',
    headers: { accept: '*/*', 'user-agent': 'drydock' },
  });
  const body = await readStart(response);
  const said = shownOutput(body);
  const text = `it answered ${response.status}${said === '' ? '' : `: ${said}`}`;
  if (response.status !== probe.status) {
    return { id: probe.id, outcome: 'failed', text: `${text} (expected ${probe.status})` };
  }
  const holds = probe.contains === undefined || body.includes(probe.contains);
  return holds
    ? { id: probe.id, outcome: 'passed', text }
    : { id: probe.id, outcome: 'failed', text: `${text} (without "${shownOutput(probe.contains ?? '')}")` };
}

async function readStart({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  // Leaving the loop early cancels the rest.
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= readAtMost) break;
  }
  return text.slice(0, readAtMost);
}
