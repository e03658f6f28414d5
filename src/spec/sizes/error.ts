/** A size that the description, or the sizes given beside it, do not tell. The message is a sentence for a biologist. */
export class SizeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SizeError';
  }
}
