/** What ilastik cannot run (`by: ilastik`). */
export const ilastikTexts = {} as const;
