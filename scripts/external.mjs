// What the build does not bundle and a package therefore carries in node_modules: native code, code that is loaded by name,
// and a library whose licence (LGPL) lets users replace it.
export const external = ['libsql', 'xz-decompress', 'openpgp'];
