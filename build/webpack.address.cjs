/**
 * A loader for packages that ask `import.meta.url`: in JupyterLab's builder it would become the file's path on the machine
 * that built the extension. They are told the page's address instead.
 */
module.exports = source => source.replaceAll('import.meta.url', 'globalThis.location?.href');
