/** Values as xapi's messages print them (ocaml-rpc, Rpc.to_string): what a refused argument is shown as. */
import { isStruct, WireDateTime, type WireValue } from '../wire/wire-value.js';

export function rpcText(value: WireValue): string {
  if (value === null) return 'N';
  if (typeof value === 'string') return `S(${value})`;
  if (typeof value === 'bigint') return `I(${value})`;
  if (typeof value === 'boolean') return `B(${value})`;
  if (typeof value === 'number') return `F(${value})`;
  if (value instanceof WireDateTime) return `D(${value.text})`;
  if (Array.isArray(value)) return `[${value.map((item: WireValue) => rpcText(item)).join(';')}]`;
  if (!isStruct(value)) return 'N';
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}:${rpcText(item)}`)
    .join(';')}}`;
}
