import { dirname, posix, relative, resolve, sep } from 'node:path';

/**
 * An ESLint rule: the folders of src/ stand in rows, and each may only import from rows before its own.
 *
 * The options are the root of the sources, the rows (folders in one row may not import from one another), and for each
 * folder what it may not import although it stands before. Where an import leads is found from the file that it stands
 * in, so that no number of folders between hides it; `import()`, `export … from`, types and mocks of tests count as well.
 */
export const floorPlan = {
  meta: {
    type: 'problem',
    schema: false,
    messages: {
      later: 'src/{{from}} may only import folders that stand before it, not src/{{to}} (see eslint.config.mjs).',
      outside: 'Sources may not import what lies outside src/.'
    }
  },
  create(context) {
    const [{ root, rows, exceptions = {} }] = context.options;
    const folder = roomOf(root, context.filename);
    if (!folder || !rows.flat().includes(folder)) {
      return {};
    }
    const row = rows.findIndex(names => names.includes(folder));
    const later = new Set([...rows.slice(row).flat(), ...(exceptions[folder] ?? [])]);
    later.delete(folder);
    function check(node) {
      if (typeof node?.value !== 'string' || !node.value.startsWith('.')) {
        return;
      }
      const target = resolve(dirname(context.filename), node.value);
      if (relative(root, target).startsWith('..') && !isForTests(context.filename)) {
        context.report({ node, messageId: 'outside' });
      }
      const to = roomOf(root, target);
      if (later.has(to)) {
        context.report({ node, messageId: 'later', data: { from: folder, to } });
      }
    }
    return {
      ImportDeclaration: node => check(node.source),
      ExportNamedDeclaration: node => check(node.source),
      ExportAllDeclaration: node => check(node.source),
      ImportExpression: node => check(node.source),
      TSImportType: node => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.object.name="vi"]': node => check(node.arguments[0])
    };
  }
};

/** The first folder below the root; undefined for what lies in the root itself or outside. */
function roomOf(root, path) {
  const [first, ...rest] = relative(root, path).split(sep).join(posix.sep).split(posix.sep);
  return first === '..' ? undefined : rest.length > 0 || !/\.\w+$/.test(first) ? first : undefined;
}

function isForTests(path) {
  return /\.test\.tsx?$|[\\/](testing|fixtures)[\\/]/.test(path);
}
