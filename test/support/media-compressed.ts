/** Compressed data for tests: what the programs made of one text, and a writer of zstd frames. */

/** What all the texts below were made of. */
export const compressedText = 'Drydock\n'.repeat(20_000);

/** By bzip2 1.0.8 `-1` (two blocks), xz 5.4.1, the same with `--check=sha256`, and zstd 1.5.4, in base64. */
export const compressedTexts = {
  bzip2:
    'QlpoMTFBWSZTWTorhbQAMNFFgAAQBAAMCJAgIABwQwIClQBuEoLEJQXESgvIlBchKC6iUF1EoLyJQXzFBWSZTWfJHWXwAHU7FgAAQBAAMCJAgIABwQwIE1UAbCkjAUkchSR6FJHApI7CkjsKSPQpI+LuSKcKEhDCCkKA',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4nD/AGVdACIciyZWcTfy4Z7aWYMa7DZtLlM1J5AesLQm9K8d9gMHQ9tBCFDhWcft8D8dwITfUAnkKn1ZTmZ/1v8jJrhY1gUPxKwZahtkzvZ3IPQq3TV8Ze1dxWiwFTmku8dAWMR7tKHAzIIAAAAAAA9Z/tZOPpCbAAGBAYDiCQCsMyS9scRn+wIAAAAABFla',
  xzSha256:
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4nD/AGVdACIciyZWcTfy4Z7aWYMa7DZtLlM1J5AesLQm9K8d9gMHQ9tBCFDhWcft8D8dwITfUAnkKn1ZTmZ/1v8jJrhY1gUPxKwZahtkzvZ3IPQq3TV8Ze1dxWiwFTmku8dAWMR7tKHAzIIAAAAAAGMH8bVEQLrPzwo3PEDqv8DFiTIp2VQvydqx7haXpvL5AAGZAYDiCQBas6FStunfHAIAAAAAClla',
  zstd: 'KLUv/QRYhAAAQERyeWRvY2sKAQD1/8sLF0UAAAhEAQD88A6Eah6fMQ==',
} as const;

/** By xz with `--format=lzma`, and with `--x86 --lzma2`. */
export const refusedTexts = {
  lzma: 'XQAAgAD//////////wAiHIsmVnE38uGe2lmDGuw2bS5TNSeQHrC0JvSvHfYDB0PbQQhQ4VnH7fA/HcCE31AJ5Cp9WU5mf9b/Iya4WNYFD8SsGWobZM72dyD0Kt01fGXtXcVosBU5pLvHQFjEe7ShwRB2of//wtAAAA==',
  xzMachineCode:
    '/Td6WFoAAATm1rRGAgEEACEBFgANhjUf4nD/AGVdACIciyZWcTfy4Z7aWYMa7DZtLlM1J5AesLQm9K8d9gMHQ9tBCFDhWcft8D8dwITfUAnkKn1ZTmZ/1v8jJrhY1gUPxKwZahtkzvZ3IPQq3TV8Ze1dxWiwFTmku8dAWMR7tKHAzIIAAAAAAA9Z/tZOPpCbAAGBAYDiCQCsMyS9scRn+wIAAAAABFla',
} as const;

/** 100,000,000 zeros by `bzip2 -9`: 113 bytes. */
export const bzip2Zeros =
  'QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZDgni3wFfjkAAwAAACCAAMIBNRkKgJakKgJcxQVkmU1nEYApVAD7RQALAAABAAAggADDMCapppUiDaipEHi7kinChIcCoiS4=';

/** A small tar archive with the file `EULA` that says `hello`. */
export const compressedTars = {
  bzip2:
    'QlpoOTFBWSZTWUn0rN0AAG//gMkQAARAAHeAIgQCBGJEngAICCAAVDSjIyNNM0IaPU9BJTSPUA0AGgfSrGQgehCEXThUPKFKBEFNi+ImdgNogNmZjRj55G0Tdq9taWs4J6vyBFVdiIgMC7kinChIJPpWboA=',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Cf/AGVdACKVRZpDvOxbI6RMnVfgOvw5zAHK6fa+miQp67P2mlQp8WOwf/YRwtQKZ7WmFJ3UKSFePQTd/p8AgW6rTM4kQks1a+dtn9ZeYVMoGphv9MmKOTwvQQBvMjI8yYDOx6aHxvURti8AAAAAAAN3HFLRHWUYAAGBAYBQAACbojyqscRn+wIAAAAABFla',
} as const;

export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const mostBlockSize = 128 * 1024;

export interface ZstdBlock {
  readonly type: 'raw' | 'run';
  readonly content: Uint8Array;
  /** Of a run: how often its byte stands there. */
  readonly times?: number;
}

/** @param window descriptor of the window; 0x58 is 2 MiB, 0x90 is 256 MiB. Without a checksum. */
export function zstdFrame(blocks: readonly ZstdBlock[], window = 0x58): Buffer {
  const parts = blocks.map(({ type, content, times }, index) => {
    const header = Buffer.alloc(3);
    const size = type === 'run' ? (times ?? 1) : content.length;
    header.writeUIntLE((size << 3) | (type === 'run' ? 2 : 0) | (index === blocks.length - 1 ? 1 : 0), 0, 3);
    return Buffer.concat([header, content]);
  });
  return Buffer.concat([zstdMagic, Buffer.from([0x00, window]), ...parts]);
}

/** Any data as a zstd frame, not made smaller. */
export function zstdStored(data: Buffer): Buffer {
  const blocks: ZstdBlock[] = [];
  for (let at = 0; at < data.length; at += mostBlockSize)
    blocks.push({ type: 'raw', content: data.subarray(at, at + mostBlockSize) });
  return zstdFrame(blocks);
}
