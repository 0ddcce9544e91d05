/** Names that a client sends in the hope that a log takes them for its own words, or a terminal for commands. */
import type { RequestRecord } from '../../../src/servers/observation/request-record.js';

const forged = '{"status":200,"client":"192.0.2.66"}';

const names = [
  `a\n${forged}`,
  `a\r\n${forged}\r\n`,
  `a","client":"192.0.2.66`,
  '\u001b]0;title\u0007',
  '\u001b[2K\u001b[1A',
  '\u009b2K',
  `a\u2028${forged}`,
  `a\u2029${forged}`,
  '\u202e\u2066',
  'a\u0000b',
  '\ud800',
  'x'.repeat(1_000_000),
];

const honest: RequestRecord = {
  ...{ at: 0, protocol: 'http', client: '192.0.2.1', grant: null, medium: null, path: null },
  ...{ status: 404, bytes: 0, duration: 0, outcome: 'complete' },
};

/** @param line makes the line of a record */
export function logInjection(line: (record: RequestRecord) => string): string[] {
  return names.flatMap((path) => {
    const name = JSON.stringify(path.slice(0, 20));
    const text = line({ ...honest, path });
    const findings: string[] = [];
    if (text.indexOf('\n') !== text.length - 1) findings.push(`${name} makes several lines`);
    if (/[^\x20-\x7e\n]/.test(text)) findings.push(`${name} reaches the terminal`);
    if (text.length > 10_000) findings.push(`${name} fills the disk`);
    if (clientIn(text) !== honest.client) findings.push(`${name} forges a record`);
    return findings;
  });
}

function clientIn(line: string): unknown {
  try {
    return (JSON.parse(line) as { client?: unknown }).client;
  } catch {
    return undefined;
  }
}
