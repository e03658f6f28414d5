/** SHA-256 as 64 lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // Browsers give `crypto.subtle` to secure pages only; a JupyterLab on http in the institute's network is none.
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
    : sha256Plain(bytes);
  return hexOf(digest);
}

/** The first 32 bits behind the point of the square or cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function rootBits(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every(prime => candidate % prime !== 0)) {
      primes.push(candidate);
    }
  }
  return Uint32Array.from(primes, prime => Math.floor((root(prime) % 1) * 2 ** 32));
}

const initial = rootBits(8, Math.sqrt);
const constants = Int32Array.from(rootBits(64, Math.cbrt));

/** SHA-256 without the platform's help (FIPS 180-4, 6.2); 32 bytes. */
export function sha256Plain(bytes: Uint8Array): Uint8Array {
  const sum = new Sha256();
  sum.add(bytes);
  return sum.digest();
}

/** SHA-256 of what comes in parts: a file larger than memory, or than one array of bytes can be. */
export class Sha256 {
  private readonly state = Uint32Array.from(initial);
  private readonly schedule = new Int32Array(64);
  /** What does not fill a block yet. */
  private readonly rest = new Uint8Array(64);
  private length = 0;

  add(part: Uint8Array): void {
    let at = 0;
    const begun = this.length % 64;
    this.length += part.length;
    if (begun > 0) {
      at = Math.min(64 - begun, part.length);
      this.rest.set(part.subarray(0, at), begun);
      if (begun + at < 64) {
        return;
      }
      this.blocks(this.rest);
    }
    const whole = part.subarray(at, part.length - ((part.length - at) % 64));
    this.blocks(whole);
    this.rest.set(part.subarray(at + whole.length));
  }

  /** The 32 bytes; nothing can be added afterwards. */
  digest(): Uint8Array {
    const left = this.length % 64;
    const tail = new Uint8Array(left < 56 ? 64 : 128);
    tail.set(this.rest.subarray(0, left));
    tail[left] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(this.length / 2 ** 29));
    view.setUint32(tail.length - 4, (this.length * 8) >>> 0);
    this.blocks(tail);
    const digest = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, index) => digest.setUint32(index * 4, word));
    return new Uint8Array(digest.buffer);
  }

  /** 64 lower-case hexadecimal digits. */
  hex(): string {
    return hexOf(this.digest());
  }

  private blocks(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset < bytes.length; offset += 64) {
      addBlock(this.state, this.schedule, view, offset);
    }
  }
}

function hexOf(digest: Uint8Array): string {
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** Plain assignments: taken apart and put together by arrays, the eight words cost twice as much. */
function addBlock(state: Uint32Array, schedule: Int32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) {
    schedule[i] = view.getInt32(offset + i * 4);
  }
  for (let i = 16; i < 64; i++) {
    const early = schedule[i - 15];
    const late = schedule[i - 2];
    const mixed = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    schedule[i] = schedule[i - 16] + mixed + schedule[i - 7] + (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10));
  }
  let a = state[0] | 0;
  let b = state[1] | 0;
  let c = state[2] | 0;
  let d = state[3] | 0;
  let e = state[4] | 0;
  let f = state[5] | 0;
  let g = state[6] | 0;
  let h = state[7] | 0;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + constants[i] + schedule[i]) | 0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}
