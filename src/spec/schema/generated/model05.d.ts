import type { Schema, Validate } from '../node';

export declare const Model: Validate;
export declare const LinkedDataset: Validate;
export declare const Dataset03: Validate;
export declare const Dataset02: Validate;
export declare const schema: Schema;
