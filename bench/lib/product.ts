/** The address of a compiled module of the product that its package does not export: `util/did-you-mean.js`. */
export function productModule(path: string): string {
  return new URL(path, import.meta.resolve('hret')).href;
}
