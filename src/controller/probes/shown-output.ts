/** What a probe printed, as it may stand in a journal: its end, on one line, bounded, without what looks like a secret. */
import { withoutSecrets } from '../report/without-secrets.js';

/** Characters; enough for a sentence, not for a dump. */
const most = 300;

/** Colours and cursor movements. */
const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g;

const assignments = /((?:pass(?:word|wd)?|secret|token|api[-_]?key|authorization)\b["']?\s*[:=]\s*)(?:bearer\s+)?\S+/gi;

export function shownOutput(output: string): string {
  // Control characters would rewrite the terminal of whoever reads the journal, and hide a secret from the look for it.
  const plain = output.replace(escapes, '').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  const line = withoutSecrets(plain).replace(assignments, '$1[secret]').trim();
  return line.length <= most ? line : `… ${line.slice(-most)}`;
}
