import { parseMetadata } from '../../export/draft/metadataText';
import { ExportError } from '../../export/errors';
import type { Workers } from '../../thread/serve';

/** The work of node's thread for metadata files. */
export interface MetadataWorks {
  metadata: {
    readonly input: { readonly text: string; readonly name: string };
    readonly output: { readonly value: unknown } | { readonly wrong: string };
  };
}

export const metadataWorks: Workers<MetadataWorks> = {
  metadata: ({ text, name }) => {
    try {
      return { output: { value: parseMetadata(text, name) } };
    } catch (error) {
      if (error instanceof ExportError) {
        return { output: { wrong: error.message } };
      }
      throw error;
    }
  }
};
