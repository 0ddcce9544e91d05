/** Writes kernel modules: ELF files that hold nothing but what tells of them. */

export interface ModuleSpec {
  /** As the section `.modinfo` has it: `alias=pci:…`, `version=1.2`. */
  readonly modinfo: readonly string[];
  /** 32 as of dom0 up to 6.2. */
  readonly bits?: 32 | 64;
  /** Bytes of code before the section. */
  readonly padding?: number;
}

export function writeModule({ modinfo, bits = 64, padding = 0 }: ModuleSpec): Buffer {
  const info = Buffer.from(modinfo.map((line) => `${line}\0`).join(''));
  const names = Buffer.from('\0.modinfo\0.shstrtab\0');
  const headerSize = bits === 64 ? 64 : 52;
  const infoAt = headerSize + padding;
  const namesAt = infoAt + info.length;
  const tableAt = Math.ceil((namesAt + names.length) / 8) * 8;
  const section = (name: number, offset: number, size: number): Buffer => {
    const bytes = Buffer.alloc(bits === 64 ? 64 : 40);
    bytes.writeUInt32LE(name, 0);
    writeWord(bytes, bits === 64 ? 24 : 16, offset, bits);
    writeWord(bytes, bits === 64 ? 32 : 20, size, bits);
    return bytes;
  };
  const sections = [section(0, 0, 0), section(1, infoAt, info.length), section(10, namesAt, names.length)];
  const header = Buffer.alloc(headerSize);
  Buffer.from('7f454c46', 'hex').copy(header);
  header.set([bits === 64 ? 2 : 1, 1, 1], 4);
  writeWord(header, bits === 64 ? 0x28 : 0x20, tableAt, bits);
  [sections[0]?.length ?? 0, sections.length, 2].forEach((field, index) =>
    header.writeUInt16LE(field, (bits === 64 ? 0x3a : 0x2e) + 2 * index),
  );
  const body = Buffer.concat([header, Buffer.alloc(padding), info, names]);
  return Buffer.concat([body, Buffer.alloc(tableAt - body.length), ...sections]);
}

/** A module of a network or storage driver. */
export function driverModule(aliases: readonly string[], version = '1.0'): Buffer {
  return writeModule({ modinfo: [`version=${version}`, 'license=GPL', ...aliases.map((alias) => `alias=${alias}`)] });
}

/** As the kernel writes the alias of a device by its vendor and number. */
export function pciAlias(vendor: number, device: number): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `pci:v${hex(vendor)}d${hex(device)}sv*sd*bc*sc*i*`;
}

function writeWord(bytes: Buffer, at: number, value: number, bits: 32 | 64): void {
  if (bits === 64) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUInt32LE(value, at);
}
