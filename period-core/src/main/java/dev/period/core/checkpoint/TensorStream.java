package dev.period.core.checkpoint;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A tensor to be written whose bytes are made while they are written, so that any size fits. */
public interface TensorStream {
  /** Element type. */
  SafetensorsType dtype();

  /** Sizes, outermost first; empty for a scalar. */
  long[] shape();

  /** Writes exactly the {@code dtype().bytes(shape())} little-endian bytes of the elements. */
  void writeTo(WritableByteChannel target) throws IOException;
}
