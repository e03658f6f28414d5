/** The part of JSON schema that `build/format_schema.py` writes. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  /** A kind of text that has rules of its own (`formats.ts`), or a note on how a value is read (`lax.ts`). */
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean;
  readonly items?: SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
}

export interface Schema {
  readonly $defs: Readonly<Record<string, SchemaNode>>;
}

export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Compiled ahead of time by ajv; `errors` belong to the latest call. */
export interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}
