import { cellsOf, clockGrid } from '../clock-code.ts';

const width = 640;
const height = 360;
const framesPerSecond = 30;

/** A picture that shows the wall clock as black and white cells, anew with each frame of the display. */
export function clockStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  document.body.append(canvas);
  const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
  const cellWidth = width / clockGrid.columns;
  const cellHeight = height / clockGrid.rows;
  const draw = () => {
    for (const [n, isWhite] of cellsOf(Date.now()).entries()) {
      context.fillStyle = isWhite ? '#fff' : '#000';
      context.fillRect(
        (n % clockGrid.columns) * cellWidth,
        Math.floor(n / clockGrid.columns) * cellHeight,
        cellWidth,
        cellHeight,
      );
    }
    requestAnimationFrame(draw);
  };
  draw();
  return canvas.captureStream(framesPerSecond);
}
