/** The text without the marks of bold, italic, struck and code text that pair up, and without code fences. */
export function withoutMarkdown(text: string): string {
  if (!/[*_~`]/.test(text)) return text;
  return text
    .replace(/^[ \t]*```[^\n`]*$/gm, '')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(?<![A-Za-z\d])\*\*([^*\n]+)\*\*|\*\*([^*\n]+)\*\*(?![A-Za-z\d])/g, '$1$2')
    .replace(/(?<!\w)__([^_\n]+)__(?!\w)/g, '$1')
    .replace(/~~([^~\n]+)~~/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*\n]*)\*(?![\w*])/g, '$1')
    .replace(/^\s*(?:\*\*|~~|`)+|(?:\*\*|~~|`)+\s*$/g, '');
}
