/** The paths a glob names: `*` and `?` stay inside one folder, `**` as a whole segment spans folders, `{a,b}` and `[ab]` choose. */
export function globPattern(glob: string): RegExp {
  const patterns = alternatives(glob.replace(/^(\.?\/)+/, '')).map(pathPattern);
  return new RegExp(`^(?:${patterns.join('|')})$`, 'u');
}

/** `a{b,c}` is `ab` and `ac`; innermost braces first. A brace without a comma stands for itself. */
function alternatives(glob: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (braces === null) return [glob];
  const [whole, choices = ''] = braces;
  const before = glob.slice(0, braces.index);
  const after = glob.slice(braces.index + whole.length);
  return choices.split(',').flatMap((choice) => alternatives(before + choice + after));
}

function pathPattern(glob: string): string {
  const segments = glob.split('/');
  const last = segments.length - 1;
  return segments
    .map((segment, index) => {
      if (segment === '**') return index === last ? '.*' : '(?:.*/)?';
      return index === last ? segmentPattern(segment) : `${segmentPattern(segment)}/`;
    })
    .join('');
}

function segmentPattern(segment: string): string {
  return segment.replace(/\*+|\?|\[!?[^\]]+\]|[\\^$.|+(){}[\]]/g, (token) => {
    if (token.startsWith('*')) return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1) return token.replace('[!', '[^').replaceAll('\\', '\\\\');
    return `\\${token}`;
  });
}
