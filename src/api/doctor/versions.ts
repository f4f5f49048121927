type Version = readonly [major: number, minor: number, patch: number];

/** Whether a version is in a range of the forms `^1.2.3` and `>=1.2` (https://semver.org); `undefined` for other forms. */
export function isInRange(version: string, range: string): boolean | undefined {
  const [, sign, text = ''] = /^(\^|>=)\s*(\d+(?:\.\d+){0,2})$/.exec(range) ?? [];
  const found = versionIn(version);
  if (sign === undefined || found === undefined) return undefined;
  const least = versionIn(text) ?? [0, 0, 0];
  if (isBefore(found, least)) return false;
  return sign === '>=' || isBefore(found, nextBreaking(least));
}

/** A version before its release, such as 2.0.0-rc.1, counts as that release. */
function versionIn(text: string): Version | undefined {
  const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function isBefore(a: Version, b: Version): boolean {
  const place = a.findIndex((part, at) => part !== b[at]);
  return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0);
}

/** The first number that is not zero says what may break. */
function nextBreaking([major, minor, patch]: Version): Version {
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}
