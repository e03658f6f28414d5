/**
 * Stands for the ZIP library's ciphers in the widget's own script (build/widget.mjs): a bundle with a password is
 * refused before anything of it is read (`preview/zip.ts`), and none is written with one.
 */
class NoCipher {
  constructor() {
    throw new Error('Bundles with a password are not read.');
  }
}

export const AESDecryptionStream = NoCipher;
export const AESEncryptionStream = NoCipher;
export const ZipCryptoDecryptionStream = NoCipher;
export const ZipCryptoEncryptionStream = NoCipher;

export function setAESEngine(): void {
  // There is none to set.
}
