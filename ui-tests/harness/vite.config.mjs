export default { server: { host: '127.0.0.1', port: 8895, strictPort: true }, logLevel: 'warn' };
