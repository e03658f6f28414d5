/** What deepImageJ cannot run, or runs differently (`by: deepimagej`). */
export const deepimagejTexts = {} as const;
