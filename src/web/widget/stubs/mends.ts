/**
 * Stands for the code that writes mends into a text (`spec/fixes/text`) in the widget's own script (build/widget.mjs): it
 * comes with the part that writes bundles (`making/`), since few reports need it and the script is kept small.
 */
export function editText(): string {
  throw new Error('Mends are written by the part of the report that writes bundles.');
}
