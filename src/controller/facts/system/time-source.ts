/** Whether the clock of a host is kept by a time server, as chrony or ntpd tells. */
import type { TimeSource } from './system-facts.js';

export function readChrony(text: string): TimeSource | undefined {
  const leap = /^Leap status\s*:\s*(.+)$/m.exec(text)?.[1];
  return leap === undefined ? undefined : { program: 'chrony', synchronised: leap.trim() !== 'Not synchronised' };
}

/** The chosen server has an asterisk before its name, or an `o` where it gives the pulse. */
export function readNtp(text: string): TimeSource | undefined {
  if (!/^\s*remote\s+refid/m.test(text)) return undefined;
  return { program: 'ntpd', synchronised: /^[*o]\S/m.test(text) };
}
