/** What the ONNX file itself says against the description, and the sizes that it takes. */
export const networkTexts = {} as const;
