/*
 * QR codes (ISO/IEC 18004:2015): versions 1 to 40, levels L and M, the mask with the lowest penalty. A matrix is a list
 * of rows of 0 (light) and 1 (dark). Tables, annexes and clauses named here are those of the standard.
 */
const Qr = (function () {
  const MASKS = 8;
  const LEVEL_BITS = {L: 1, M: 0};

  function square(size) {
    return Array.from({length: size}, () => new Array(size).fill(null));
  }

  /* Concentric squares around a centre: dark where the distance from it is one of `dark`; clipped at the edge. */
  function rings(matrix, row, column, reach, dark) {
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1) {
        const line = matrix[row + y];
        if (!line || line[column + x] === undefined) continue;
        line[column + x] = dark.includes(Math.max(Math.abs(x), Math.abs(y))) ? 1 : 0;
      }
    }
  }

  function drawTiming(matrix) {
    for (let place = 0; place < matrix.length; place += 1) {
      matrix[6][place] = (place + 1) % 2;
      matrix[place][6] = (place + 1) % 2;
    }
  }

  function drawFinders(matrix) {
    const far = matrix.length - 4;
    for (const [row, column] of [[3, 3], [3, far], [far, 3]]) rings(matrix, row, column, 4, [0, 1, 3]);
  }

  function drawAlignment(matrix, version) {
    const places = Codewords.centres(version);
    const far = matrix.length - 7;
    const isFinder = (row, column) => Math.min(row, column) === 6 && [6, far].includes(Math.max(row, column));
    for (const row of places) {
      for (const column of places) if (!isFinder(row, column)) rings(matrix, row, column, 2, [0, 2]);
    }
  }

  /* The value shifted up, followed by what is left when the generator divides it: a BCH code (annexes C and D). */
  function withRemainder(value, generatorBits, width) {
    let rest = value << width;
    for (let bit = 31 - Math.clz32(rest); bit >= width; bit -= 1) {
      if ((rest >>> bit) & 1) rest ^= generatorBits << (bit - width);
    }
    return (value << width) | rest;
  }

  /* Fifteen bits twice: around the first finder, and shared between the other two (7.9). */
  function drawFormat(matrix, level, mask) {
    const bits = withRemainder((LEVEL_BITS[level] << 3) | mask, 0x537, 10) ^ 0x5412;
    const size = matrix.length;
    const skip = place => (place < 6 ? place : place + 1);
    for (let place = 0; place < 15; place += 1) {
      const bit = (bits >>> place) & 1;
      if (place < 8) matrix[skip(place)][8] = bit;
      else matrix[8][skip(14 - place)] = bit;
      if (place < 8) matrix[8][size - 1 - place] = bit;
      else matrix[size - 15 + place][8] = bit;
    }
    matrix[size - 8][8] = 1;
  }

  /* Eighteen bits in two blocks of three by six, from version 7 on (7.10). */
  function drawVersion(matrix, version) {
    if (version < 7) return;
    const bits = withRemainder(version, 0x1f25, 12);
    for (let place = 0; place < 18; place += 1) {
      const [far, near] = [matrix.length - 11 + place % 3, Math.floor(place / 3)];
      matrix[far][near] = (bits >>> place) & 1;
      matrix[near][far] = (bits >>> place) & 1;
    }
  }

  /* A matrix with all but the data: null where data goes. */
  function frame(version, level) {
    const matrix = square(Codewords.sizeOf(version));
    drawTiming(matrix);
    drawFinders(matrix);
    drawAlignment(matrix, version);
    drawFormat(matrix, level, 0);
    drawVersion(matrix, version);
    return matrix;
  }

  /* [row, column] of the data modules: up and down in pairs of columns from the right, column 6 left out (7.7.3). */
  function dataPlaces(matrix) {
    const size = matrix.length;
    const places = [];
    for (let pair = 0, right = size - 1; right > 0; pair += 1, right -= right === 8 ? 3 : 2) {
      for (let step = 0; step < size; step += 1) {
        const row = pair % 2 ? step : size - 1 - step;
        for (const column of [right, right - 1]) if (matrix[row][column] === null) places.push([row, column]);
      }
    }
    return places;
  }

  /* Table 10, with rows i and columns j. */
  const IS_MASKED = [
    (i, j) => (i + j) % 2 === 0,
    i => i % 2 === 0,
    (i, j) => j % 3 === 0,
    (i, j) => (i + j) % 3 === 0,
    (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
    (i, j) => i * j % 2 + i * j % 3 === 0,
    (i, j) => (i * j % 2 + i * j % 3) % 2 === 0,
    (i, j) => ((i + j) % 2 + i * j % 3) % 2 === 0,
  ];

  function drawn(base, places, codewords, level, mask) {
    const matrix = base.map(row => row.slice());
    places.forEach(([row, column], place) => {
      const byte = codewords[place >> 3] || 0;
      matrix[row][column] = ((byte >>> (7 - place % 8)) & 1) ^ Number(IS_MASKED[mask](row, column));
    });
    drawFormat(matrix, level, mask);
    return matrix;
  }

  /* Points for long runs of one colour and for what looks like a finder, in a row or column as text. */
  function linePenalty(line) {
    const runs = line.match(/0{5,}|1{5,}/g) || [];
    const looks = line.match(/(?=00001011101|10111010000)/g) || [];
    return runs.reduce((sum, run) => sum + run.length - 2, 0) + 40 * looks.length;
  }

  function blockPenalty(matrix) {
    let points = 0;
    for (let row = 1; row < matrix.length; row += 1) {
      const [above, line] = [matrix[row - 1], matrix[row]];
      for (let column = 1; column < line.length; column += 1) {
        const sum = above[column - 1] + above[column] + line[column - 1] + line[column];
        if (sum === 0 || sum === 4) points += 3;
      }
    }
    return points;
  }

  /* Ten points for every five per cent that dark modules are away from half. */
  function balancePenalty(matrix) {
    const dark = matrix.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
    const all = matrix.length * matrix.length;
    return 10 * Math.floor(Math.abs(20 * dark - 10 * all) / all);
  }

  /* 7.8.3.1; the lower, the easier to read. */
  function penalty(matrix) {
    const rows = matrix.map(row => row.join(''));
    const columns = matrix.map((nothing, column) => matrix.map(row => row[column]).join(''));
    const lines = rows.concat(columns).reduce((sum, line) => sum + linePenalty(line), 0);
    return lines + blockPenalty(matrix) + balancePenalty(matrix);
  }

  function bestOf(candidates) {
    return candidates.reduce((best, candidate) => (candidate.points < best.points ? candidate : best));
  }

  /*
   * {version, level, mask, size, matrix} of the smallest code at a level that holds the text; null where none does.
   * `level` is L or M (the default), which repair 7 or 15 per cent. Give `mask` to have that one.
   */
  function encode(text, level, mask) {
    const wanted = level || 'M';
    const message = Codewords.write(text, wanted);
    if (!message) return null;
    const {version, codewords} = message;
    const base = frame(version, wanted);
    const places = dataPlaces(base);
    const masks = mask === undefined ? Array.from({length: MASKS}, (nothing, number) => number) : [mask];
    const candidates = masks.map(number => {
      const matrix = drawn(base, places, codewords, wanted, number);
      return {mask: number, matrix, points: masks.length > 1 ? penalty(matrix) : 0};
    });
    const best = bestOf(candidates);
    return {version, level: wanted, mask: best.mask, size: best.matrix.length, matrix: best.matrix};
  }

  /* The dark modules as the data of one SVG path, a unit each, with a quiet border of `border` units (4 are due). */
  function path({matrix}, border) {
    const strokes = [];
    matrix.forEach((row, y) => {
      for (const run of row.join('').matchAll(/1+/g)) {
        const [width, start] = [run[0].length, [run.index + border, y + border].join(' ')];
        strokes.push('M' + start + 'h' + width + 'v1h-' + width + 'z');
      }
    });
    return strokes.join('');
  }

  return {encode, path};
}());
