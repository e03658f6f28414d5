import { createContext, useContext } from 'react';

/** Gives a sentence in the user's language and fills in %1, %2 … JupyterLab's `trans.__` fits. */
export type Translate = (text: string, ...args: readonly (string | number)[]) => string;

/** The English sentence itself. */
export const inEnglish: Translate = (text, ...args) =>
  text.replace(/%(\d+)/g, (whole, digits: string) => String(args[Number(digits) - 1] ?? whole));

export const TranslateContext = createContext<Translate>(inEnglish);

export function useTranslate(): Translate {
  return useContext(TranslateContext);
}
