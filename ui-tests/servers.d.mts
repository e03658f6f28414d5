/** For the tests that start a browser of their own: the configurations read servers.mjs itself. */
export declare const chromium: { video: 'off'; launchOptions: { executablePath: string; args: string[] } };
