/** `model_name` and `model-name` become `modelName`; camelCase stays as it is. */
export function camelCase(name: string): string {
  return name.replace(/[_-]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `modelName` becomes `model_name`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `modelName` becomes `model-name`. */
export function kebabCase(name: string): string {
  return snakeCase(name).replaceAll('_', '-');
}
