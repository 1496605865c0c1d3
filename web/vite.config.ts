import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Styles and fonts are files of their own: the policy of the server allows no data addresses but for pictures.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
});
