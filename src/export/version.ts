/** Version of Zooport as it stands in `config.zooport` and in the command line's JSON; a test holds it to package.json. */
export const VERSION = '0.1.0';
