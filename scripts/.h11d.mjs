import { createServer } from 'vite';
const server = await createServer({ root:'/work/main', configFile: false, logLevel: 'error', server: { middlewareMode: true, watch: null, ws: false } });
const L = n => server.ssrLoadModule(`/src/${n}.ts`);
const [{ openPath }, { createNodeEngine }, { tryOne, varied }, { Scene }, { Draft }] = await Promise.all(['cli/source','runtime/node','preview/testing/trial','preview/testing/scene','preview/testing/draft'].map(L));
const base = await createNodeEngine();
let log=[];
const engine = { get name(){return base.name}, dispose:()=>base.dispose(), load: async (...a)=>{ const t=performance.now(); const s=await base.load(...a); log.push(`load ${(performance.now()-t).toFixed(0)}`); return { inputs:s.inputs, outputs:s.outputs, dispose:()=>s.dispose(), run: async (...r)=>{const t=performance.now(); try { return await s.run(...r);} finally {log.push(`${r[0][0].shape[2]}:${(performance.now()-t).toFixed(0)}`);} } }; } };
const scene = await Scene.open(await Draft.open(await openPath('/work/shared/data/unet2d_nuclei_broad')), engine);
const [from,to]=process.argv.slice(2).map(Number);
for (let seed=from; seed<=to; seed++) { log=[]; const v=await varied(scene, seed); log.push('|'); const r=await tryOne(v, seed, engine); console.log(seed, r.result, r.what, '\n  ', r.diagnosis?.sentence?.slice(0,150), r.seconds.toFixed(2), '\n  ', log.join(' ')); }
await base.dispose(); await server.close();
