/** How many of the sorted values lie in each of `bins` even parts from `low` to `high`; both ends belong to it. */
export function histogramOf(sorted: Float64Array, low: number, high: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  const gain = high > low ? bins / (high - low) : 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = sorted[index];
    if (value >= low && value <= high) {
      counts[Math.min(bins - 1, Math.floor((value - low) * gain))]++;
    }
  }
  return counts;
}

/**
 * The outline of a histogram in a field of `counts.length` by 1, for an SVG path. Square roots, so that few bright
 * pixels are seen beside much background.
 */
export function outlineOf(counts: Uint32Array): string {
  const most = counts.reduce((all, count) => Math.max(all, count), 1);
  const points = [...counts].map((count, at) => {
    const y = (1 - Math.sqrt(count / most)).toFixed(3);
    return `${at},${y} ${at + 1},${y}`;
  });
  return `M0,1 L${points.join(' ')} L${counts.length},1 Z`;
}
