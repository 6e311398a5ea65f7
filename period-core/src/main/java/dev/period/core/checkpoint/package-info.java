/** Weights on disk: safetensors files and Hugging Face model folders; no engine, no pickle. */
@NullMarked
package dev.period.core.checkpoint;

import org.jspecify.annotations.NullMarked;
