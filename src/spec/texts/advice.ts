/** What bioimageio does not look at and breaks users’ days: in the description, its tensors, cover and documentation. */
export const adviceTexts = {} as const;
