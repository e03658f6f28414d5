import ts from 'typescript';
import { keysOf, oneOf, type Shape } from './shapes';

/** The shapes of all types that a TypeScript file exports, by name. */
export function typescriptShapes(path: string): ReadonlyMap<string, Shape> {
  const program = ts.createProgram([path], { strict: true, target: ts.ScriptTarget.ES2022, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const exported = source && checker.getSymbolAtLocation(source);
  if (exported === undefined) {
    throw new Error(`${path} exports nothing`);
  }
  const plain = checker.getExportsOfModule(exported).filter(isPlainType);
  return new Map(
    plain.map(symbol => [symbol.name, shapeOf(checker.getDeclaredTypeOfSymbol(symbol), checker)] as const)
  );
}

/** Interfaces and aliases that are complete without a parameter, `Fact` being one by its default. */
function isPlainType(symbol: ts.Symbol): boolean {
  const declared = symbol.declarations?.find(one => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
  return declared !== undefined && (declared.typeParameters ?? []).every(one => one.default !== undefined);
}

function shapeOf(type: ts.Type, checker: ts.TypeChecker): Shape {
  if (type.isUnion()) {
    const present = type.types.filter(one => !(one.flags & ts.TypeFlags.Undefined));
    return oneOf(present.map(one => shapeOf(one, checker)));
  }
  if (type.isStringLiteral()) {
    return { literal: type.value };
  }
  return simple(type) ?? compound(type, checker);
}

function simple(type: ts.Type): Shape | null {
  const shapes: readonly (readonly [flag: ts.TypeFlags, shape: Shape])[] = [
    [ts.TypeFlags.String, 'text'],
    [ts.TypeFlags.Number, 'number'],
    [ts.TypeFlags.BooleanLike, 'flag'],
    [ts.TypeFlags.Null, 'null'],
    // `Fact<T>` as declared: a twin of Python's says no more of its value.
    [ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter, 'anything']
  ];
  return shapes.find(([flag]) => type.flags & flag)?.[1] ?? null;
}

function compound(type: ts.Type, checker: ts.TypeChecker): Shape {
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return { list: item === undefined ? 'anything' : shapeOf(item, checker) };
  }
  const record = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (record !== undefined) {
    return record.flags & ts.TypeFlags.Never ? keysOf([]) : { record: shapeOf(record, checker) };
  }
  if (type.getCallSignatures().length > 0) {
    return 'anything';
  }
  return keysOf(
    type.getProperties().map(key => {
      const optional = (key.flags & ts.SymbolFlags.Optional) !== 0;
      return [key.name, optional, shapeOf(checker.getTypeOfSymbol(key), checker)] as const;
    })
  );
}
