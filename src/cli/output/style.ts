/** Colours and the widths of texts that carry them. Nothing is coloured where NO_COLOR is set (no-color.org) or no person looks. */

export type Tone = 'good' | 'bad' | 'busy' | 'quiet' | 'strong' | 'plain';

/** Puts a tone on a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const codes: Readonly<Record<Exclude<Tone, 'plain'>, string>> = {
  good: '32',
  bad: '31',
  busy: '36',
  quiet: '2',
  strong: '1',
};

export const plainPaint: Paint = (_tone, text) => text;

export const colourPaint: Paint = (tone, text) => (tone === 'plain' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`);

export function paintFor(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Paint {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isTerminal && !refused ? colourPaint : plainPaint;
}

/** Shortens a text to a width, saying that it did. */
export function fit(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 1 ? text.slice(0, Math.max(0, width)) : `${text.slice(0, width - 1)}…`;
}

/** Pads to a width, and shortens what is longer. */
export function column(text: string, width: number): string {
  return fit(text, width).padEnd(width);
}

/** `[########------------]`: filled by a share between 0 and 1. */
export function bar(share: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
}
