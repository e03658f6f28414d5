/** Whether the page around an element is dark, where it does not tell by JupyterLab's variables. */
export function needsDark(element: HTMLElement): boolean {
  const style = getComputedStyle(element);
  if (style.getPropertyValue('--jp-layout-color1').trim() !== '') {
    return false;
  }
  // VS Code and Colab set the text's colour; light text stands on something dark.
  const [red, green, blue] = (/\d+[\d.]*/g[Symbol.match](style.color) ?? []).map(Number);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > 140;
}
