package dev.period.data.video;

import dev.period.core.PeriodException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Turns decoded frames of any size and pixel format into small upright RGB ones. */
final class FrameScaler implements AutoCloseable {
  // Area averaging: every source pixel counts, so small movements survive a strong reduction.
  private static final int FAST = swscale.SWS_AREA;

  private static final int EXACT =
      FAST | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT | swscale.SWS_FULL_CHR_H_INP;

  private final int width;
  private final int height;
  private final Orientation orientation;
  private final SwsContext context = swscale.sws_alloc_context();
  private final AVFrame small = avutil.av_frame_alloc();
  private final ByteBuffer view;
  private final byte[] turned;

  /** A scaler to {@code width} x {@code height} pixels after turning. */
  FrameScaler(int width, int height, Orientation orientation) {
    this(width, height, orientation, FAST);
  }

  private FrameScaler(int width, int height, Orientation orientation, int flags) {
    this.width = width;
    this.height = height;
    this.orientation = orientation;
    context.flags(flags);
    context.threads(1);
    small.format(avutil.AV_PIX_FMT_RGB24);
    small.width(orientation.transpose() ? height : width);
    small.height(orientation.transpose() ? width : height);
    if (avutil.av_frame_get_buffer(small, 0) < 0) {
      close();
      throw new PeriodException(
          PeriodException.Kind.MEMORY,
          "Not enough memory for frames of " + width + "x" + height + " pixels.");
    }
    view = small.data(0).capacity((long) small.linesize(0) * small.height()).asByteBuffer();
    turned = orientation.equals(Orientation.UPRIGHT) ? new byte[0] : new byte[3 * width * height];
  }

  /** A scaler that rounds colours as exactly as it can, for less speed. */
  static FrameScaler exact(int width, int height, Orientation orientation) {
    return new FrameScaler(width, height, orientation, EXACT);
  }

  /** Scales {@code frame} into {@code rgb} from {@code offset} on; false if it cannot be. */
  boolean scale(AVFrame frame, byte[] rgb, int offset) {
    if (swscale.sws_scale_frame(context, small, frame) < 0) {
      return false;
    }
    boolean upright = turned.length == 0;
    byte[] target = upright ? rgb : turned;
    int start = upright ? offset : 0;
    int rowBytes = 3 * small.width();
    for (int y = 0; y < small.height(); y++) {
      view.get(y * small.linesize(0), target, start + y * rowBytes, rowBytes);
    }
    if (!upright) {
      orientation.apply(turned, rgb, offset, width, height);
    }
    return true;
  }

  @Override
  public void close() {
    swscale.sws_free_context(context);
    avutil.av_frame_free(small);
  }
}
