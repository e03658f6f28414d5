/**
 * An ESLint rule: a table of texts (`const units: Readonly<Record<string, …>> = {…}`) is asked by `lookup(units, name)`.
 *
 * The names come from files, and `units[name]` finds what every object inherits, too: a network whose unit is called
 * “constructor” would be measured in native code. What stands behind `Object.hasOwn(units, name)` is safe as well.
 */
export const ownTables = {
  meta: {
    type: 'problem',
    fixable: 'code',
    schema: [],
    messages: { own: 'Ask {{table}} by lookup({{table}}, …): names from files may be “constructor” or “__proto__”.' }
  },
  create(context) {
    const tables = new Set();
    const source = context.sourceCode;
    return {
      VariableDeclarator({ id, init }) {
        const type = id.typeAnnotation && source.getText(id.typeAnnotation);
        if (init?.type === 'ObjectExpression' && init.properties.length > 0 && /Record<string\b/.test(type ?? '')) {
          tables.add(id.name);
        }
      },
      'Program:exit'() {
        for (const node of accesses(source.ast, source.visitorKeys)) {
          const table = node.object.name;
          if (tables.has(table) && !isGuarded(node, `Object.hasOwn(${table},`, source)) {
            const fix = fixer => fixer.replaceText(node, `lookup(${table}, ${source.getText(node.property)})`);
            context.report({ node, messageId: 'own', data: { table }, fix });
          }
        }
      }
    };
  }
};

/** Every `name[…]` whose index is no literal. */
function* accesses(node, keys) {
  if (
    node.type === 'MemberExpression' &&
    node.computed &&
    node.object.type === 'Identifier' &&
    node.property.type !== 'Literal'
  ) {
    yield node;
  }
  for (const key of keys[node.type] ?? []) {
    for (const child of [node[key]].flat()) {
      if (child) {
        yield* accesses(child, keys);
      }
    }
  }
}

/** Whether a condition around, or before it in the same function, asks for an own entry. */
function isGuarded(node, guard, source) {
  for (let around = node.parent; around; around = around.parent) {
    const test = around.type === 'LogicalExpression' ? around.left : around.test;
    if (test && source.getText(test).includes(guard)) {
      return true;
    }
  }
  return false;
}
