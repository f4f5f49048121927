"""The generator of src/util/random.ts a second time (Doty-Humphrey's sfc32, PractRand), and the draws a bootstrap takes from it."""

MASK = 0xFFFFFFFF


def splitmix32(seed):
    z = (seed + 0x9E3779B9) & MASK
    z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
    z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
    return z ^ (z >> 15)


def sfc32(seed):
    low, high = seed & MASK, (seed >> 32) & MASK
    a, b, c, d = splitmix32(low), splitmix32(low + 0x9E3779B9), splitmix32(~high & MASK), 1
    drawn = 0
    while True:
        word = (a + b + d) & MASK
        a, b, c, d = b ^ (b >> 9), (c + (c << 3)) & MASK, ((((c << 21) | (c >> 11)) & MASK) + word) & MASK, (d + 1) & MASK
        drawn += 1
        if drawn > 15:
            yield word


def resampled_places(n, seed, resamples):
    """n places of n with replacement, as often as asked."""
    words = sfc32(seed)
    for _ in range(resamples):
        yield [next(words) * n >> 32 for _ in range(n)]
