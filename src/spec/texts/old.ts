/** What the rules of format 0.4 say that 0.5 does not have. */
export const oldTexts = {} as const;
