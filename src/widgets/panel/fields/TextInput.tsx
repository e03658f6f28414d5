import * as React from 'react';
import { useState } from 'react';
import type { InputIds } from './Row';

interface TextInputProps extends Partial<InputIds> {
  readonly value: string;
  readonly rows?: number;
  readonly list?: string;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
  onChange(value: string): void;
}

/** A line, or with `rows` a box, of text. */
export function TextInput({ value, rows, onChange, ...rest }: TextInputProps): React.ReactElement {
  const onInput = (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    onChange(event.target.value);
  };
  const { list, ...common } = rest;
  return rows === undefined ? (
    <input type="text" value={value} list={list} onChange={onInput} {...common} />
  ) : (
    <textarea value={value} rows={rows} onChange={onInput} {...common} />
  );
}

/**
 * A text whose meaning is kept elsewhere (a list of tags, a file name): while it is being written it stays as written,
 * and is told when the writer leaves it or presses Enter.
 */
export function LazyTextInput({ value, onChange, ...rest }: Omit<TextInputProps, 'rows' | 'list'>): React.ReactElement {
  const [text, setText] = useState<string | null>(null);
  const tell = (): void => {
    if (text !== null && text !== value) {
      onChange(text);
    }
    setText(null);
  };
  return (
    <input
      type="text"
      value={text ?? value}
      onChange={event => {
        setText(event.target.value);
      }}
      onBlur={tell}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          tell();
        }
      }}
      {...rest}
    />
  );
}
