/** A program of the graphics card, with its uniforms and attributes by name. */

export class Program {
  /**
   * @param {WebGL2RenderingContext} gl
   * @param {string} vertex
   * @param {string} fragment
   */
  constructor(gl, vertex, fragment) {
    this.gl = gl;
    this.handle = gl.createProgram();
    for (const [kind, source] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
      const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(this.handle, shader);
    }
    gl.linkProgram(this.handle);
    if (!gl.getProgramParameter(this.handle, gl.LINK_STATUS) && !gl.isContextLost()) {
      const shaders = gl.getAttachedShaders(this.handle) ?? [];
      throw new Error([gl.getProgramInfoLog(this.handle), ...shaders.map((shader) => gl.getShaderInfoLog(shader))].join("\n"));
    }
    /** @type {Map<string, WebGLUniformLocation|null>} */
    this.uniforms = new Map();
  }

  /**
   * @param {Record<string, number|ArrayLike<number>>} values a number, or 2, 3 or 16 of them
   */
  use(values) {
    const { gl } = this;
    gl.useProgram(this.handle);
    for (const [name, value] of Object.entries(values)) {
      if (!this.uniforms.has(name)) this.uniforms.set(name, gl.getUniformLocation(this.handle, name));
      const at = this.uniforms.get(name) ?? null;
      const numbers = /** @type {Float32Array} */ (value);
      if (typeof value === "number") gl.uniform1f(at, value);
      else if (value.length === 2) gl.uniform2fv(at, numbers);
      else if (value.length === 3) gl.uniform3fv(at, numbers);
      else gl.uniformMatrix4fv(at, false, numbers);
    }
  }

  /**
   * Say where in a buffer each attribute is.
   *
   * @param {WebGLBuffer} buffer
   * @param {number} stride bytes
   * @param {[string, number, number, number?][]} attributes name, numbers, offset in bytes, type (float)
   * @param {number} every instances that share one: 0 for each corner its own
   */
  reads(buffer, stride, attributes, every) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    for (const [name, numbers, offset, type] of attributes) {
      const at = gl.getAttribLocation(this.handle, name);
      if (at < 0) continue; // the compiler found it unused
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, numbers, type ?? gl.FLOAT, type !== undefined, stride, offset);
      gl.vertexAttribDivisor(at, every);
    }
  }
}
